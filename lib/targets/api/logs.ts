/** What functions wrote, read from their log groups. */
import { refusalOf } from '../../capabilities.ts';
import { parsePlaceholder } from '../../template/placeholder.ts';
import { placeOf, resourcesAt } from '../../template/places.ts';
import { KitError } from '../../errors.ts';
import type { Client } from './client.ts';
import type { Deployed } from './deployed.ts';
import type { LogLine } from '../target.ts';

/** Lines of every function, or of those at the place, oldest first. */
export async function readLogs(
  client: Client,
  deployed: readonly Deployed[],
  place: string | undefined,
): Promise<readonly LogLine[]> {
  const functions = deployed.filter(({ type }) => type === 'AWS::Lambda::Function');
  const asked = place === undefined ? functions : resourcesAt(functions, place);
  if (asked.length === 0 && place !== undefined) {
    const names = functions.map(placeOf).join(', ');
    throw new KitError('UnknownPlace', `no function is called '${place}'`, {
      next: `there are: ${names}`,
    });
  }
  const lines = await Promise.all(asked.map((each) => linesOf(client, each, deployed)));
  return lines.flat().sort((a, b) => a.at.localeCompare(b.at));
}

async function linesOf(
  client: Client,
  from: Deployed,
  all: readonly Deployed[],
): Promise<readonly LogLine[]> {
  const logGroupName = logGroupOf(from, all);
  const events: { timestamp: number; message: string }[] = [];
  if (
    (await refusalOf(client.send('cloudwatch-logs', 'DescribeLogStreams', { logGroupName }))) !==
    undefined
  )
    return [];
  let nextToken: unknown;
  do {
    const page = await client.send('cloudwatch-logs', 'FilterLogEvents', {
      logGroupName,
      nextToken,
    });
    events.push(...((page['events'] ?? []) as typeof events));
    nextToken = page['nextToken'];
  } while (nextToken !== undefined);
  return events.map(({ timestamp, message }) => ({
    at: new Date(timestamp).toISOString(),
    from: placeOf(from),
    text: message.trimEnd(),
  }));
}

/** The group that the template names, else the one that a function makes for itself. */
function logGroupOf({ properties, physicalId }: Deployed, all: readonly Deployed[]): string {
  const { LogGroup } = (properties['LoggingConfig'] ?? {}) as { LogGroup?: string };
  const named = parsePlaceholder(LogGroup ?? '')?.logicalId;
  return (
    all.find(({ logicalId }) => logicalId === named)?.physicalId ??
    LogGroup ??
    `/aws/lambda/${physicalId}`
  );
}
