/** Everything that a lab has on an emulator goes: buckets emptied, stacks removed in each of their accounts. */
import { silent, type Host } from '../../output/host.ts';
import { deleteStack } from '../api/deploy.ts';
import { emptyBuckets } from '../api/empty.ts';
import { lookForLeftovers } from '../api/leftovers.ts';
import type { Removed } from '../target.ts';
import { clientOf, homeOf, inAccount, inEachAccount } from './accounts.ts';
import type { EmulatorAdapter } from './adapter.ts';
import { removeLateLogGroups } from './late-logs.ts';
import type { Notes } from './notes.ts';
import { removeKeys } from './user-keys.ts';

type Standing = Pick<Notes, 'endpoint' | 'stacks' | 'accounts'>;

/** Gives the stacks that would not go. */
export async function removeLab(
  adapter: Pick<EmulatorAdapter, 'clear'>,
  notes: Notes,
  host: Host,
): Promise<readonly string[]> {
  const { endpoint, deployed } = notes;
  await inEachAccount(clientOf(endpoint), deployed, emptyBuckets);
  await inEachAccount(clientOf(endpoint), deployed, async (client, own) => {
    await removeKeys(client, own);
    await adapter.clear?.(client, own);
  });
  const standing = await removeStacks(notes, host);
  await inEachAccount(clientOf(endpoint), deployed, removeLateLogGroups);
  return standing;
}

/** The last one first. Gives those that would not go. */
export async function removeStacks(
  { endpoint, stacks, accounts = {} }: Standing,
  host: Host = silent,
): Promise<readonly string[]> {
  const standing: string[] = [];
  for (const stack of [...stacks].reverse()) {
    const client = inAccount(clientOf(endpoint), accounts[stack]);
    if (!(await deleteStack(client, stack, host))) standing.push(stack);
  }
  return standing;
}

export async function leftoversOf({ endpoint, deployed }: Notes): Promise<Removed> {
  const looked = await inEachAccount(clientOf(endpoint), deployed, (client, own) =>
    lookForLeftovers(client, own, homeOf(own)),
  );
  return {
    left: looked.flatMap(({ left }) => left),
    notLookedFor: [...new Set(looked.flatMap(({ notLookedFor }) => notLookedFor))],
  };
}
