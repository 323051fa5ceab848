/** Hosts of an Auto Scaling group that go for a while, played. */
import type { Disturbance } from '../../../../../lib/capabilities.ts';
import { Disturbances } from '../../../../../lib/targets/aws/judge/disturb/during.ts';
import { withAws, type PlayedAnswers } from '../../../../support/aws-stub.ts';
import { changes, deployed, disturbing } from './disturbing.ts';
import { liveLab } from '../../lives.ts';

/** An Auto Scaling that launches another for whatever goes, unless it may not. */
function fleet(): PlayedAnswers {
  let members = ['i-1', 'i-2'];
  let next = 3;
  const suspended = new Set<string>();
  return {
    'auto-scaling.DescribeAutoScalingGroups': () => {
      if (!suspended.has('Launch')) while (members.length < 2) members.push(`i-${(next += 1)}`);
      return {
        AutoScalingGroups: [
          {
            ...{ AutoScalingGroupName: 'Lab-Fleet', MinSize: 2, MaxSize: 2, DesiredCapacity: 2 },
            ...{
              DefaultCooldown: 0,
              AvailabilityZones: [],
              HealthCheckType: 'EC2',
              CreatedTime: new Date(0),
            },
            Instances: members.map((InstanceId) => ({
              ...{ InstanceId, LifecycleState: 'InService', HealthStatus: 'Healthy' },
              ...{ AvailabilityZone: 'eu-west-1a', ProtectedFromScaleIn: false },
            })),
            SuspendedProcesses: [...suspended].map((ProcessName) => ({ ProcessName })),
          },
        ],
      };
    },
    'auto-scaling.DescribeAutoScalingInstances': ({ InstanceIds }) => ({
      AutoScalingInstances: (InstanceIds as string[]).map((InstanceId) => ({
        ...{ InstanceId, AutoScalingGroupName: 'Lab-Fleet', AvailabilityZone: 'eu-west-1a' },
        ...{ LifecycleState: 'InService', HealthStatus: 'HEALTHY', ProtectedFromScaleIn: false },
      })),
    }),
    'auto-scaling.TerminateInstanceInAutoScalingGroup': ({ InstanceId }) => {
      members = members.filter((each) => each !== InstanceId);
      return {};
    },
    'auto-scaling.SuspendProcesses': ({ ScalingProcesses }) => {
      for (const each of ScalingProcesses as string[]) suspended.add(each);
      return {};
    },
    'auto-scaling.ResumeProcesses': ({ ScalingProcesses }) => {
      for (const each of ScalingProcesses as string[]) suspended.delete(each);
      return {};
    },
    'ec2.DescribeInstances': ({ InstanceIds }) => ({
      Reservations: (InstanceIds as string[]).map((InstanceId) => ({
        Instances: [{ InstanceId }],
      })),
    }),
  };
}

test('a host leaves through its group, which is waited for until it is whole', async () => {
  await withAws(fleet(), async (stub) => {
    await disturbing({ stub }, { kind: 'terminate', of: 'i-1' }, () => Promise.resolve());

    expect(changes(stub)).toEqual(['TerminateInstanceInAutoScalingGroup']);
    expect(stub.calls.at(-1)).toBe('auto-scaling.DescribeAutoScalingGroups');
  });
});

test('a group that may not launch is empty inside, and whole again when it may', async () => {
  await withAws(fleet(), async (stub) => {
    const lab = liveLab(stub, deployed);
    const disturbances = new Disturbances(lab);
    const inside = await disturbances.during(
      { kind: 'suspend', of: 'Fleet', process: 'Launch' },
      () =>
        disturbances.during({ kind: 'terminate', of: 'Fleet' }, () =>
          Promise.resolve(changes(stub)),
        ),
    );

    const gone = ['TerminateInstanceInAutoScalingGroup', 'TerminateInstanceInAutoScalingGroup'];
    expect(inside).toEqual(['SuspendProcesses', ...gone]);
    expect(changes(stub)).toEqual([...inside, 'ResumeProcesses']);
    expect(stub.calls.at(-1)).toBe('auto-scaling.DescribeAutoScalingGroups');
  });
});

test('a process that was suspended before stays suspended', async () => {
  await withAws(fleet(), async (stub) => {
    const suspend: Disturbance = { kind: 'suspend', of: 'Fleet', process: 'AZRebalance' };
    await disturbing({ stub }, suspend, () =>
      disturbing({ stub }, suspend, () => Promise.resolve()),
    );

    expect(changes(stub)).toEqual(['SuspendProcesses', 'ResumeProcesses']);
  });
});
