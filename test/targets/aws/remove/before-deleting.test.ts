/** What has to happen before a stack is deleted. Played on loopback: no account was ever asked. */
import { Disturbances } from '../../../../lib/targets/aws/judge/disturb/during.ts';
import { removeLab } from '../../../../lib/targets/aws/remove/remove.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { liveLab, made } from '../lives.ts';
import { deployedAs, playedStacks, tagged, workingIn, type PlayedStack } from '../played-stacks.ts';
import { stateOf, table } from './removing.ts';

const held: PlayedStack['resources'] = [['Table', 'AWS::DynamoDB::Table', 'TodoApi-Table-1']];
const todo: PlayedStack = { name: 'TodoApi', tags: tagged(), resources: held };

test('what a check has broken is repaired before anything is deleted', async () => {
  let state = 'running';
  const web = { InstanceId: 'i-0a', State: { Name: state } };
  const answers: PlayedAnswers = {
    ...playedStacks([todo]),
    'ec2.DescribeInstances': () => ({
      Reservations: [{ Instances: [{ ...web, State: { Name: state } }] }],
    }),
    'ec2.StopInstances': () => ((state = 'stopped'), {}),
    'ec2.StartInstances': () => ((state = 'running'), {}),
    'auto-scaling.DescribeAutoScalingInstances': { AutoScalingInstances: [] },
  };
  await workingIn(answers, async (working, stub) => {
    const lab = liveLab(stub, [made('Web', 'AWS::EC2::Instance', 'i-0a')]);
    const late = new Promise((resolve) => setTimeout(resolve, 300));
    const judged = new Disturbances(lab).during({ kind: 'stop', of: 'Web' }, () => late);
    await removeLab(stateOf(working, [table]), working);
    await judged;
    const changes = stub.calls.filter((each) => /(Stop|Start)Instances|DeleteStack/.test(each));
    expect(changes).toEqual([
      'ec2.StopInstances',
      'ec2.StartInstances',
      'cloudformation.DeleteStack',
    ]);
  });
});

test('a bucket that goes with its stack is emptied before; one that stays is never touched', async () => {
  const bucket = (logicalId: string, deletionPolicy: string) =>
    deployedAs(logicalId, 'AWS::S3::Bucket', {
      ...{ physicalId: `todoapi-${logicalId.toLowerCase()}`, deletionPolicy },
    });
  const buckets = [
    ['Files', 'AWS::S3::Bucket', 'todoapi-files'],
    ['Kept', 'AWS::S3::Bucket', 'todoapi-kept'],
  ] as const;
  let files = [{ Key: 'a.txt', VersionId: '1' }];
  const answers: PlayedAnswers = {
    ...playedStacks([{ ...todo, resources: buckets }]),
    's3.HeadBucket': {},
    's3.ListObjectVersions': ({ Bucket }) => ({
      Versions: Bucket === 'todoapi-files' ? files : [{ Key: 'diary.txt', VersionId: '1' }],
    }),
    's3.DeleteObjects': () => {
      files = [];
      return {};
    },
  };
  await workingIn(answers, async (working, stub) => {
    const all = [bucket('Files', 'Delete'), bucket('Kept', 'Retain')];
    await removeLab(stateOf(working, all), working);
    const held = stub.asked.filter(({ call }) => /s3\.(ListObject|Delete|Put)|Stack$/.test(call));
    expect(held.map(({ call, input }) => [call, input['Bucket']])).toEqual([
      ['s3.ListObjectVersions', 'todoapi-files'],
      ['s3.DeleteObjects', 'todoapi-files'],
      ['s3.ListObjectVersions', 'todoapi-files'],
      ['cloudformation.DeleteStack', undefined],
    ]);
  });
});
