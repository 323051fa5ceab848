/** Disturbances of a lab on AWS, played. */
import type { Disturbance } from '../../../../../lib/capabilities.ts';
import type { Host } from '../../../../../lib/output/host.ts';
import { Disturbances } from '../../../../../lib/targets/aws/judge/disturb/during.ts';
import type { AwsStub, PlayedAnswers } from '../../../../support/aws-stub.ts';
import { quietHost } from '../../../../support/quiet-host.ts';
import { liveLab, made } from '../../lives.ts';

export const deployed = [
  made('Web', 'AWS::EC2::Instance', 'i-0a'),
  made('Fleet', 'AWS::AutoScaling::AutoScalingGroup', 'Lab-Fleet'),
  made('PublicA', 'AWS::EC2::Subnet', 'subnet-a1'),
  made('PrivateA', 'AWS::EC2::Subnet', 'subnet-a2'),
  made('PrivateB', 'AWS::EC2::Subnet', 'subnet-b'),
];

/** An EC2 that remembers what was done to its one host. */
export function host(parts: object = {}): PlayedAnswers {
  let state = 'running';
  return {
    'ec2.DescribeInstances': () => ({
      Reservations: [{ Instances: [{ InstanceId: 'i-0a', State: { Name: state }, ...parts }] }],
    }),
    'ec2.StopInstances': () => {
      state = 'stopped';
      return {};
    },
    'ec2.StartInstances': () => {
      state = 'running';
      return {};
    },
    'auto-scaling.DescribeAutoScalingInstances': { AutoScalingInstances: [] },
  };
}

export const stop: Disturbance = { kind: 'stop', of: 'Web' };

/** `told`: who hears of it. */
export function disturbing<T>(
  { stub, told = quietHost() }: { readonly stub: AwsStub; readonly told?: Host },
  disturbance: Disturbance,
  judge: () => Promise<T>,
): Promise<T> {
  return new Disturbances(liveLab(stub, deployed, { host: told })).during(disturbance, judge);
}

/** Calls that change something, in their order. */
export const changes = ({ calls }: AwsStub): readonly string[] =>
  calls.filter((each) => !/\.(Describe|Get)/.test(each)).map((each) => each.replace(/^.*\./, ''));
