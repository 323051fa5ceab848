/** One stack deleted, with what CloudFormation said on the way. */
import { AwsRefusal } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import { eventsOf, stackNamed, type Stack, type StackEvent } from './stacks.ts';
import { untilNext, type Working } from '../enter/working.ts';

export interface Deletion {
  readonly stack: string;
  /** The status that it ended in; nothing where it is gone. */
  readonly failed?: string;
  /** Resources whose deletion failed, each with the reason. */
  readonly failures: readonly StackEvent[];
}

/** CloudFormation ends every deletion by itself, the slowest resources of labs within half an hour. */
const boundMilliseconds = 90 * 60_000;

/** Deletes the stack and waits. @throws StackBusy where CloudFormation does not end */
export async function deleteStack(stack: Stack, working: Working): Promise<Deletion> {
  const { client } = working.sandbox;
  const before = (await eventsOf(client, stack.id))[0]?.id;
  await request(stack, working);
  const until = Date.now() + boundMilliseconds;
  const total = (await eventsOf(client, stack.id)).filter(isMade).length;
  while (Date.now() < until) {
    const now = await stackNamed(client, stack.id);
    if (now === undefined || now.status === 'DELETE_COMPLETE')
      return { stack: stack.name, failures: [] };
    const events = await eventsOf(client, stack.id, before);
    sayWhere(stack, { events, total }, working);
    if (now.status !== 'DELETE_IN_PROGRESS')
      return { stack: stack.name, failed: now.status, failures: events.filter(isFailure) };
    await untilNext(working);
  }
  throw new KitError('StackBusy', `the stack ${stack.name} is still being deleted`, {
    next: 'type it again later; what is gone is gone',
  });
}

/** A stack that is being changed cannot be deleted before that has ended. */
async function request({ id, name }: Stack, working: Working): Promise<void> {
  const { client } = working.sandbox;
  const until = Date.now() + boundMilliseconds;
  for (;;) {
    try {
      await client.send('cloudformation', 'DeleteStack', { StackName: id });
      return;
    } catch (error) {
      const isBusy = error instanceof AwsRefusal && /in status \w*IN_PROGRESS/.test(error.message);
      if (!isBusy || Date.now() > until) throw error;
      working.host.progress(`waiting until ${name} has stopped changing`);
      await untilNext(working);
    }
  }
}

function sayWhere(
  { name }: Stack,
  { events, total }: { events: readonly StackEvent[]; total: number },
  { host }: Working,
): void {
  const done = events.filter(({ status }) => /^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  const last = events[0] === undefined ? '' : `, ${events[0].logicalId} ${events[0].status}`;
  host.progress(`removing ${name} (${done.length} of ${total}${last})`);
}

function isMade({ status, type }: StackEvent): boolean {
  return status === 'CREATE_COMPLETE' && type !== 'AWS::CloudFormation::Stack';
}

function isFailure({ status, type }: StackEvent): boolean {
  return status === 'DELETE_FAILED' && type !== 'AWS::CloudFormation::Stack';
}
