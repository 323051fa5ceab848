/** A command on a host of the lab, through the agent of Systems Manager: no door of the lab is used. */
import { Unavailable } from '../../../errors.ts';
import { AwsRefusal } from '../../../capabilities.ts';
import type { HostOnAws } from './hosts.ts';
import { until, type LiveLab } from './live-lab.ts';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

type Running = Pick<LiveLab, 'client' | 'clock' | 'signal'>;

/** How long a command may run on the host, and how long it may take to get there and back. */
const executionSeconds = 30;
const deliverySeconds = 30;
const wait = { everySeconds: 1, withinSeconds: executionSeconds + 2 * deliverySeconds };

/**
 * Runs the lines as root with `sh`.
 * @throws Unavailable where no agent reports, or the command was not run to its end
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */
export async function runOn(
  lab: Running,
  { id, place }: Pick<HostOnAws, 'id' | 'place'>,
  commands: readonly string[],
): Promise<Ran> {
  await confirmAgent(lab, id, place);
  const { Command } = await lab.client.send('ssm', 'SendCommand', {
    InstanceIds: [id],
    DocumentName: 'AWS-RunShellScript',
    Comment: 'a check of the lab kit',
    TimeoutSeconds: deliverySeconds,
    Parameters: { commands, executionTimeout: [String(executionSeconds)] },
  });
  const { CommandId = '' } = Command as { readonly CommandId?: string };
  const ran = await until(lab, wait, () => endOf(lab, CommandId, id));
  if (ran === undefined)
    throw new Unavailable(`the command on ${place} has no end after ${wait.withinSeconds} s`);
  if (ran.status !== 'Success' && ran.status !== 'Failed')
    throw new Unavailable(`the command on ${place} ended as ${ran.status}`);
  return ran;
}

async function confirmAgent({ client }: Running, id: string, place: string): Promise<void> {
  const { InstanceInformationList } = await client.send('ssm', 'DescribeInstanceInformation', {
    Filters: [{ Key: 'InstanceIds', Values: [id] }],
  });
  const [agent] = (InstanceInformationList ?? []) as readonly { readonly PingStatus?: string }[];
  if (agent?.PingStatus === 'Online') return;
  const why = agent === undefined ? 'never reported' : `is ${String(agent.PingStatus)}`;
  throw new Unavailable(
    `the SSM agent of ${place} ${why}: a host is asked through it, so it needs a role for it and a way to its endpoints`,
  );
}

interface Ended extends Ran {
  readonly status: string;
}

const underWay = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

/** For a moment after it was sent the command is not known yet. */
async function endOf({ client }: Running, command: string, id: string): Promise<Ended | undefined> {
  try {
    const found = await client.send('ssm', 'GetCommandInvocation', {
      CommandId: command,
      InstanceId: id,
    });
    return endIn(found);
  } catch (error) {
    if (isNotThereYet(error)) return undefined;
    throw error;
  }
}

interface Invocation {
  readonly Status?: string;
  readonly StatusDetails?: string;
  readonly ResponseCode?: number;
  readonly StandardOutputContent?: string;
}

/** Of `Failed` the details may say that it was not the command's own doing: `Undeliverable`. */
function endIn(found: Invocation): Ended | undefined {
  const { Status = '', StatusDetails = Status, ResponseCode = -1 } = found;
  if (underWay.has(Status)) return undefined;
  return { status: StatusDetails, code: ResponseCode, output: found.StandardOutputContent ?? '' };
}

function isNotThereYet(error: unknown): boolean {
  const refusal = error instanceof Unavailable ? error.cause : error;
  return refusal instanceof AwsRefusal && refusal.code === 'InvocationDoesNotExist';
}
