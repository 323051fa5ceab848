/** What already stands under the names of the stacks that are to be made: ours, somebody else's, or dead. */
import { KitError } from '../../../errors.ts';
import { everyItem } from './every-item.ts';
import { stackNamed, type Stack } from './stacks.ts';
import { isOf, isOfKit, type Label } from './tags.ts';
import type { Working } from '../enter/working.ts';

/** Names of change sets that the kit makes begin so. */
export const changeSetPrefix = 'aws-lab-kit-';

/**
 * Statuses of a stack that never came up: nothing can be deployed to it until it is deleted.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
const dead = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'REVIEW_IN_PROGRESS'];
const stuck = ['DELETE_FAILED'];

export function isDead({ status }: Stack): boolean {
  return dead.includes(status) || stuck.includes(status);
}

/**
 * The stacks of these names that stand, all of them of this lab and owner.
 * @throws ForeignStack, OtherOwner, StackBusy
 */
export async function standing(
  names: readonly string[],
  label: Pick<Label, 'lab' | 'owner'>,
  working: Working,
): Promise<readonly Stack[]> {
  const found: Stack[] = [];
  for (const name of names) {
    const stack = await stackNamed(working.sandbox.client, name);
    if (stack === undefined) continue;
    await refuseOthers(stack, label, working);
    found.push(stack);
  }
  return found;
}

async function refuseOthers(
  stack: Stack,
  label: Pick<Label, 'lab' | 'owner'>,
  working: Working,
): Promise<void> {
  const { name, status, tags } = stack;
  const { title } = working.sandbox;
  if (!(await isOwn(stack, label, working))) {
    const owner = tags['lab:owner'];
    if (isOfKit(tags) && tags['lab:id'] === label.lab && owner !== undefined)
      throw new KitError(
        'OtherOwner',
        `the stack ${name} in ${title} belongs to '${owner}', and you are '${label.owner}'`,
        { next: `ask '${owner}' to take it down, or choose another region` },
      );
    throw new KitError(
      'ForeignStack',
      `a stack ${name} stands in ${title} that is not the kit's: it carries no tag lab:id of ${label.lab}`,
      { next: 'choose another region, or remove that stack yourself if it is yours' },
    );
  }
  if (/_IN_PROGRESS$/.test(status) && !isDead(stack))
    throw new KitError('StackBusy', `the stack ${name} in ${title} is changing: ${status}`, {
      next: 'wait until CloudFormation has ended, then type it again',
    });
}

/** Is it of this lab and owner? */
export async function isOwn(
  stack: Stack,
  label: Pick<Label, 'lab' | 'owner'>,
  working: Working,
): Promise<boolean> {
  return isOf(stack.tags, label) || isOnlyReviewed(stack, working);
}

/** A stack that a change set of the kit alone made holds nothing, and may carry no tags yet. */
export async function isOnlyReviewed(
  { name, status }: Stack,
  { sandbox }: Working,
): Promise<boolean> {
  if (status !== 'REVIEW_IN_PROGRESS') return false;
  const changeSets = await changeSetsOf(name, sandbox.client);
  return changeSets.length > 0 && changeSets.every((each) => each.startsWith(changeSetPrefix));
}

/** Names of the change sets that wait on the stack. */
export async function changeSetsOf(
  stack: string,
  client: Working['sandbox']['client'],
): Promise<readonly string[]> {
  const found = await everyItem<{ readonly ChangeSetName: string }>(client, {
    service: 'cloudformation',
    command: 'ListChangeSets',
    input: { StackName: stack },
    list: 'Summaries',
  });
  return found.map(({ ChangeSetName }) => ChangeSetName);
}
