/** After a removal: looks for every resource that there was, and for log groups that functions make by themselves. */
import type { Removed } from '../target.ts';
import type { Client } from './client.ts';
import type { Deployed, Where } from './deployed.ts';
import { hasLook, isPart, lookFor, type Seen } from './looks.ts';

/** What is left of these resources, and the types that nobody could look for. */
export async function lookForLeftovers(
  client: Client,
  deployed: readonly Deployed[],
  where: Where,
): Promise<Removed> {
  const looked = await lookForEach(client, deployed, where);
  const left = looked
    .filter(({ seen }) => seen === 'there')
    .map(({ resource: { type, physicalId } }) => `${type} ${physicalId}`);
  left.push(...(await implicitLogGroups(client, deployed)));
  return { left, notLookedFor: notLookedFor(deployed, looked) };
}

export interface Looked {
  readonly resource: Deployed;
  readonly seen: Seen;
}

/** Asks for every resource that can be asked for. */
export async function lookForEach(
  client: Client,
  deployed: readonly Deployed[],
  where: Where,
): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  const made = deployed.filter(({ type, physicalId }) => hasLook(type) && physicalId !== '');
  // One after the other: a burst of questions after a removal is what services throttle.
  for (const resource of made)
    looked.push({ resource, seen: await lookFor(client, resource, where) });
  return looked;
}

/** Types that nobody knows how to look for, and those whose answer told nothing, with the service's word. */
export function notLookedFor(
  deployed: readonly Deployed[],
  looked: readonly Looked[],
): readonly string[] {
  const unknown = deployed.filter(
    ({ type, physicalId }) => !hasLook(type) && !isPart(type) && physicalId !== '',
  );
  const unsaid = looked.flatMap(({ resource, seen }) =>
    typeof seen === 'string' ? [] : [`${resource.type} (${seen.unsaid})`],
  );
  return [...new Set([...unknown.map(({ type }) => type), ...unsaid])];
}

/** A function without a log group of its own makes one on its first run, which no stack removes. */
async function implicitLogGroups(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly string[]> {
  const functions = deployed.filter(({ type }) => type === 'AWS::Lambda::Function');
  const found = await Promise.all(
    functions.map(({ physicalId }) =>
      client.send('cloudwatch-logs', 'DescribeLogGroups', {
        logGroupNamePrefix: `/aws/lambda/${physicalId}`,
      }),
    ),
  );
  const groups = found.flatMap(
    ({ logGroups }) => (logGroups ?? []) as readonly { logGroupName: string }[],
  );
  return groups.map(
    ({ logGroupName }) => `AWS::Logs::LogGroup ${logGroupName} (made by the function itself)`,
  );
}
