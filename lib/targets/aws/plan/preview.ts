/** `up --dry-run`: what CloudFormation would do, asked by a change set for each stack, which is deleted again. */
import { readFileSync } from 'node:fs';
import type { Properties } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import { silent } from '../../../output/host.ts';
import { columns, count } from '../../../output/table.ts';
import { readStacks, type StackFile } from '../../../template/read.ts';
import { deleteStack } from '../stacks/delete-stack.ts';
import { everyItem } from '../stacks/every-item.ts';
import { changeSetPrefix, changeSetsOf, isDead } from '../stacks/existing.ts';
import { stackNamed, type Stack } from '../stacks/stacks.ts';
import { tagsOf, type Label } from '../stacks/tags.ts';
import { untilNext, type Working } from '../enter/working.ts';

export interface ToPreview {
  readonly folder: string;
  readonly label: Label;
  /** Stacks of the lab that stand already. */
  readonly standing: readonly Stack[];
}

/**
 * CloudFormation takes a template of this size with the request; a longer one would have to be uploaded first.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const mostBytes = 51_200;

/** What would be done, one line each. Nothing of it stays, also after a failure or Ctrl-C. */
export async function previewLines(
  { folder, label, standing }: ToPreview,
  working: Working,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const file of readStacks(folder)) {
    const stack = standing.find(({ name }) => name === file.stack);
    if (stack !== undefined && isDead(stack) && stack.status !== 'REVIEW_IN_PROGRESS')
      lines.push(`${stack.name} never came up (${stack.status}): up asks to clear it first.`);
    else lines.push(...(await previewOf(file, { label, stack }, working)));
  }
  return lines;
}

interface Asked {
  readonly label: Label;
  readonly stack: Stack | undefined;
}

async function previewOf(
  file: StackFile,
  { label, stack }: Asked,
  working: Working,
): Promise<readonly string[]> {
  const { host } = working;
  const ChangeSetName = `${changeSetPrefix}preview-${Date.now()}`;
  let taken: Promise<void> | undefined;
  const undo = host.onInterrupt(() => (taken ??= takeBack(file.stack, ChangeSetName, working)));
  try {
    host.progress(`asking CloudFormation what ${file.stack} would be`);
    await working.sandbox.client.send('cloudformation', 'CreateChangeSet', {
      StackName: file.stack,
      ChangeSetName,
      ChangeSetType: stack === undefined || isDead(stack) ? 'CREATE' : 'UPDATE',
      TemplateBody: bodyOf(file),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      Tags: tagsOf(label),
    });
    return await changesOf(file.stack, ChangeSetName, working);
  } finally {
    await undo.run();
  }
}

/** @throws TemplateTooLong */
function bodyOf({ file, stack }: StackFile): string {
  const body = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
  if (Buffer.byteLength(body) <= mostBytes) return body;
  const says = `the template of ${stack} is longer than the ${mostBytes} bytes that can be asked about without an upload`;
  throw new KitError('TemplateTooLong', says, { next: 'leave out --dry-run: up asks, too' });
}

async function changesOf(
  StackName: string,
  ChangeSetName: string,
  working: Working,
): Promise<readonly string[]> {
  const { client } = working.sandbox;
  for (;;) {
    const asked = { StackName, ChangeSetName };
    const made = await client.send('cloudformation', 'DescribeChangeSet', asked);
    const status = String(made['Status']);
    if (status === 'FAILED') return [`${StackName}: ${failureIn(made)}`];
    if (!/PENDING|IN_PROGRESS/.test(status)) break;
    await untilNext(working);
  }
  const changes = await everyItem<{ readonly ResourceChange?: Change }>(client, {
    service: 'cloudformation',
    command: 'DescribeChangeSet',
    input: { StackName, ChangeSetName },
    list: 'Changes',
  });
  const rows = changes.flatMap(({ ResourceChange }) => ResourceChange ?? []).map(rowOf);
  return [`${StackName}: ${count(rows.length, 'change')}`, ...columns(rows, 2)];
}

type Change = Readonly<
  Partial<Record<'Action' | 'LogicalResourceId' | 'ResourceType' | 'Replacement', string>>
>;

function rowOf(change: Change): readonly string[] {
  const { Action = '', LogicalResourceId = '', ResourceType = '', Replacement } = change;
  const replaced: Readonly<Record<string, string>> = {
    True: 'is replaced by a new one',
    Conditional: 'may be replaced by a new one',
  };
  return [Action, ResourceType, LogicalResourceId, replaced[Replacement ?? ''] ?? ''];
}

/** A stack that needs what another one exports cannot be asked about before that one stands. */
function failureIn({ StatusReason }: Properties): string {
  const reason = String(StatusReason);
  if (/didn't contain changes|No updates/i.test(reason)) return 'no change';
  return `cannot be asked about yet: ${reason}`;
}

/**
 * Deletes the change set, and the stack in review that it alone made. Deleting a change set leaves such a stack standing.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-delete.html
 */
async function takeBack(StackName: string, ChangeSetName: string, working: Working): Promise<void> {
  const { sandbox, host } = working;
  host.progress(`taking back the question about ${StackName}`);
  const stack = await stackNamed(sandbox.client, StackName);
  if (stack === undefined) return;
  await sandbox.client.send('cloudformation', 'DeleteChangeSet', { StackName, ChangeSetName });
  if (stack.status !== 'REVIEW_IN_PROGRESS') return;
  const others = await changeSetsOf(StackName, sandbox.client);
  if (others.some((each) => each !== ChangeSetName)) return;
  // Also after Ctrl-C it is waited for.
  await deleteStack(stack, { ...working, host: silent });
}
