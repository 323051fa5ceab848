import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { describeLab } from '../../test/support/describe-lab.ts';

async function template(variant: string): Promise<Template> {
  const app = await createApp({
    lab: 'queue-semantics',
    stage: 'queues',
    parameters: { variant },
  });
  return Template.fromStack(Stack.of(app.node.findChild('QueueSemantics')));
}

describeLab('queue-semantics', () => {
  test('no policy of a queue allows everybody anything, nor anybody everything', async () => {
    const policies = (await template('learning')).findResources('AWS::SQS::QueuePolicy');
    const statements = Object.values(policies).flatMap(
      ({ Properties }: { Properties?: { PolicyDocument: { Statement: object[] } } }) =>
        Properties?.PolicyDocument.Statement ?? [],
    ) as readonly { Effect: string; Principal: unknown; Action: string }[];
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Action }) => Action)).toEqual(['sqs:SendMessage', 'sqs:SendMessage']);
    expect(allowed.filter(({ Principal }) => Principal === '*')).toEqual([]);
  });

  test('every queue is closed to plain http', async () => {
    const made = await template('learning');
    const policies = made.findResources('AWS::SQS::QueuePolicy', {
      Properties: {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Action: 'sqs:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        },
      },
    });
    const queues = Object.keys(made.findResources('AWS::SQS::Queue'));
    expect(Object.keys(policies)).toHaveLength(queues.length);
  });

  test('queues that are to behave alike are made alike', async () => {
    const queues = (await template('learning')).findResources('AWS::SQS::Queue');
    const settings = (name: RegExp): readonly string[] =>
      Object.entries(queues)
        .filter(([id]) => name.test(id))
        .map(([, { Properties }]: [string, { Properties?: Record<string, unknown> }]) =>
          JSON.stringify({ ...Properties, RedrivePolicy: undefined }),
        );
    expect(settings(/^StandardWork(?!Dead)/)).toHaveLength(6);
    expect(new Set(settings(/^StandardWork(?!Dead)/)).size).toBe(1);
    expect(settings(/^OrderedOrders(?!Dead)/)).toHaveLength(4);
    expect(new Set(settings(/^OrderedOrders(?!Dead)/)).size).toBe(1);
  });

  test.each([
    ['learning', 0],
    ['production', 5],
  ])('%s has %i alarms on dead letters', async (variant, count) => {
    const alarms = (await template(variant)).findResources('AWS::CloudWatch::Alarm');
    expect(Object.keys(alarms)).toHaveLength(count);
  });
});
