/** What a sweep found, removed: stacks with what is in them, then what stands alone. */
import type { Host } from '../../../output/host.ts';
import { emptyBuckets } from '../../api/empty.ts';
import { deleteStack } from '../stacks/delete-stack.ts';
import { dispose } from './dispose.ts';
import { whyKept } from './protection.ts';
import { isOurs, inWords, type Finding } from '../look/finding.ts';
import { inSandbox } from '../enter/in-sandbox.ts';
import { findLeftovers } from '../look/leftovers.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { resourcesIn, stackNamed } from '../stacks/stacks.ts';
import { sandboxIn, type Forgotten } from './sweep.ts';
import { workIn } from '../enter/working.ts';

export interface SweptAway {
  /** Type and id, one line each. */
  readonly removed: readonly string[];
  /** With the reason. */
  readonly left: readonly string[];
}

/** Removes everything of ours in the list; what is foreign or up here stays. */
export function sweepAway(found: readonly Forgotten[], host: Host): Promise<SweptAway> {
  const ours = found.filter((each) => isOurs(each) && !each.isUpHere);
  return inSandbox(host, async ({ sandbox }) => {
    const removed: string[] = [];
    const left: string[] = [];
    const alone: Finding[] = ours.filter(({ type }) => !isStack(type));
    for (const stack of ours.filter(({ type }) => isStack(type))) {
      const after = await removeStack(stack, sandboxIn(sandbox, stack.region), host);
      if (typeof after === 'string') left.push(`${inWords(stack)}; ${after}`);
      else {
        removed.push(`${stack.type} ${stack.id}`);
        alone.push(...after);
      }
    }
    const rest = await disposeAll(alone, sandbox, host);
    return { removed: [...removed, ...rest.removed], left: [...left, ...rest.left] };
  });
}

function isStack(type: string): boolean {
  return type === 'AWS::CloudFormation::Stack';
}

/** What the stack leaves behind, or why it stays. */
async function removeStack(
  { id, lab, owner }: Forgotten,
  sandbox: Sandbox,
  host: Host,
): Promise<readonly Finding[] | string> {
  const { client } = sandbox;
  const stack = await stackNamed(client, id);
  if (stack === undefined) return [];
  const held = (await resourcesIn(client, stack.id)).map((each) => ({
    ...{ ...each, stack: stack.name, path: each.logicalId, properties: {} },
    deletionPolicy: 'Delete',
  }));
  await emptyBuckets(client, held);
  const { failed, failures } = await deleteStack(stack, workIn(sandbox, host));
  if (failed !== undefined)
    return [failed, ...failures.map((each) => `${each.logicalId}: ${whyKept(each)}`)].join('; ');
  const searched = { lab: lab ?? '', owner: owner ?? '', stacks: [stack.name], deployed: held };
  return (await findLeftovers(sandbox, searched)).findings.filter(isOurs);
}

/** What one holds goes before it: as long as a round removes something, another one may remove more. */
async function disposeAll(
  all: readonly Finding[],
  sandbox: Sandbox,
  host: Host,
): Promise<SweptAway> {
  const removed: string[] = [];
  let waiting = all.map((finding) => ({ finding, why: '' }));
  for (;;) {
    const still: typeof waiting = [];
    for (const { finding } of waiting) {
      host.progress(`removing ${finding.type} ${finding.id}`);
      const why = await dispose(sandboxIn(sandbox, finding.region).client, finding);
      if (why === undefined) removed.push(`${finding.type} ${finding.id}`);
      else still.push({ finding, why });
    }
    const isStuck = still.length === waiting.length;
    waiting = still;
    if (isStuck) break;
  }
  return { removed, left: waiting.map(({ finding, why }) => `${inWords(finding)}; ${why}`) };
}
