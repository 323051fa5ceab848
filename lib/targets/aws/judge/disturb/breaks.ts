/** What each disturbance does on AWS, and how each is undone. */
import type { Disturbance, Place } from '../../../../capabilities.ts';
import { Unavailable } from '../../../../errors.ts';
import { deployedAt } from '../../../api/deployed.ts';
import { groupNamed, groupOf, hostsAt, type HostOnAws } from '../hosts.ts';
import { loseZone } from './lost-zone.ts';
import type { Tag } from '../../stacks/tags.ts';
import { until, untiring, type LiveLab } from '../live-lab.ts';
import type { Repairs } from './repairs.ts';
import { answerOtherwise, startedAgain, stopProcess } from './processes.ts';

export interface Breaking<D extends Disturbance = Disturbance> {
  readonly disturbance: D;
  readonly repairs: Repairs;
  readonly tags: readonly Tag[];
}

type OnHost = Extract<
  Disturbance,
  { readonly of: Place; readonly kind: 'stop' | 'restart' | 'terminate' | 'replace' }
>;
type Suspend = Extract<Disturbance, { readonly kind: 'suspend' }>;

/** Comes back when it is broken. @throws Unavailable for what could not be repaired */
export async function breaks(
  lab: LiveLab,
  { disturbance, repairs, tags }: Breaking,
): Promise<void> {
  switch (disturbance.kind) {
    case 'lose-zone':
      return loseZone(lab, { zone: disturbance.zone, repairs, tags });
    case 'answer':
      return answerOtherwise(lab, { ...disturbance, repairs });
    case 'suspend':
      return suspend(lab, disturbance, repairs);
    case 'terminate':
    case 'replace':
      return takeOut(lab, disturbance, repairs);
    default:
      return stopOrRestart(lab, disturbance, repairs);
  }
}

async function suspend(lab: LiveLab, { of, process }: Suspend, repairs: Repairs): Promise<void> {
  const { physicalId } = deployedAt(lab.deployed, of, ['AWS::AutoScaling::AutoScalingGroup']);
  const { suspended } = await groupNamed(lab.client, physicalId);
  // What was suspended before stays so.
  if (suspended.includes(process)) return;
  const asked = { AutoScalingGroupName: physicalId, ScalingProcesses: [process] };
  repairs.add(`resume ${process} of ${physicalId}`, async () => {
    await lab.client.send('auto-scaling', 'ResumeProcesses', asked);
    await wholeAgain(untiring(lab), physicalId, []);
  });
  await lab.client.send('auto-scaling', 'SuspendProcesses', asked);
}

/**
 * Hosts leave through their group, so that the load balancer lets requests in flight come to their end; the group
 * launches others.
 */
async function takeOut(
  lab: LiveLab,
  { kind, of, process }: OnHost,
  repairs: Repairs,
): Promise<void> {
  if (process !== undefined) throw new Unavailable(`AWS can ${kind} hosts, not processes`);
  const hosts = await hostsAt(lab, of);
  const gone = hosts.map(({ id }) => id);
  const [first] = gone;
  if (first === undefined) throw new Unavailable(`there is no host at ${of} now`);
  for (const id of gone)
    if ((await groupOf(lab.client, id)) === undefined)
      throw new Unavailable(
        `${of} (${id}) is in no Auto Scaling group: nothing would bring it back`,
      );
  const group = (await groupOf(lab.client, first)) ?? '';
  repairs.add(`wait until ${group} has its hosts again`, () =>
    wholeAgain(untiring(lab), group, gone),
  );
  for (const id of gone)
    await lab.client.send('auto-scaling', 'TerminateInstanceInAutoScalingGroup', {
      InstanceId: id,
      ShouldDecrementDesiredCapacity: false,
    });
  if (kind === 'replace') await wholeAgain(lab, group, gone);
}

const groupWait = { everySeconds: 5, withinSeconds: 900 };

/** As many well hosts as the group wants, and none of those that went; not waited for while it launches none. */
async function wholeAgain(lab: LiveLab, group: string, gone: readonly string[]): Promise<void> {
  const isWhole = await until(lab, groupWait, async () => {
    const { desired, members, suspended } = await groupNamed(lab.client, group);
    if (suspended.includes('Launch')) return true;
    const well = members.filter(({ id, isWell }) => isWell && !gone.includes(id));
    return well.length >= desired ? true : undefined;
  });
  if (isWhole !== true)
    throw new Error(`${group} has not its hosts again after ${groupWait.withinSeconds} s`);
}

async function stopOrRestart(lab: LiveLab, asked: OnHost, repairs: Repairs): Promise<void> {
  const { kind, of, process } = asked;
  const hosts = await hostsAt(lab, of);
  if (hosts.length === 0) throw new Unavailable(`there is no host at ${of} now`);
  if (process === undefined) return stopHosts(lab, { kind, hosts, repairs });
  for (const host of hosts) await stopProcess(lab, { host, process, repairs });
  if (kind === 'restart') for (const host of hosts) await startedAgain(lab, host, process);
}

interface Stopping extends Pick<OnHost, 'kind'> {
  readonly hosts: readonly HostOnAws[];
  readonly repairs: Repairs;
}

async function stopHosts(lab: LiveLab, { kind, hosts, repairs }: Stopping): Promise<void> {
  for (const host of hosts) await refuseUnrepairable(lab, host);
  for (const host of hosts) {
    repairs.add(`start ${host.place} (${host.id})`, () => start(untiring(lab), host));
    await stop(lab, host);
    if (kind === 'restart') await start(lab, host);
  }
}

/** A host of a group would be replaced, and one with an address given at launch would come back with another. */
async function refuseUnrepairable({ client }: LiveLab, host: HostOnAws): Promise<void> {
  const { id, place, losesAddress, publicAddress, state } = host;
  const group = await groupOf(client, id);
  if (group !== undefined)
    throw new Unavailable(
      `${group} would replace ${id} when it stops: terminate is what repairs itself`,
    );
  if (losesAddress)
    throw new Unavailable(
      `${place} has ${publicAddress ?? 'a public address'} only until it stops: it would come back with another`,
    );
  if (state !== 'running') throw new Unavailable(`${place} is ${state}, not running`);
}

const hostWait = { everySeconds: 5, withinSeconds: 600 };

/** The longest disturbance with its repair: a host stops, has stopped, runs; a group is replaced, and whole again. */
export const longestSeconds = Math.max(3 * hostWait.withinSeconds, 2 * groupWait.withinSeconds);

async function stop(lab: LiveLab, { id, place }: HostOnAws): Promise<void> {
  await lab.client.send('ec2', 'StopInstances', { InstanceIds: [id] });
  if (!(await becomes(lab, id, 'stopped')))
    throw new Unavailable(`${place} has not stopped after ${hostWait.withinSeconds} s`);
}

async function start(lab: LiveLab, { id, place }: HostOnAws): Promise<void> {
  // One that is still stopping takes no start.
  await until(lab, hostWait, async () => {
    const [host] = await hostsAt(lab, id);
    return host?.state === 'stopping' ? undefined : true;
  });
  await lab.client.send('ec2', 'StartInstances', { InstanceIds: [id] });
  if (!(await becomes(lab, id, 'running')))
    throw new Unavailable(`${place} does not run after ${hostWait.withinSeconds} s`);
}

async function becomes(lab: LiveLab, id: string, state: string): Promise<boolean> {
  const found = await until(lab, hostWait, async () => {
    const [host] = await hostsAt(lab, id);
    return host?.state === state ? true : undefined;
  });
  return found === true;
}
