/** Stacks as CloudFormation tells of them. */
import { refusalOf, type Properties } from '../../../capabilities.ts';
import { saysGone } from '../../api/looks.ts';
import type { Client } from '../../api/client.ts';
import { everyItem } from './every-item.ts';
import { readTags, type Tags } from './tags.ts';

export interface Stack {
  readonly name: string;
  /** Its ARN: the only name by which it can be asked for once it is deleted. */
  readonly id: string;
  /** CloudFormation's word: `CREATE_COMPLETE`. */
  readonly status: string;
  readonly tags: Tags;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

const service = 'cloudformation';

/** The stack of this name or id; nothing where there is none, or only deleted ones of this name. */
export async function stackNamed(client: Client, name: string): Promise<Stack | undefined> {
  const asked = client.send(service, 'DescribeStacks', { StackName: name });
  const refusal = await refusalOf(asked);
  if (refusal !== undefined && !saysGone(refusal)) throw refusal;
  if (refusal !== undefined) return undefined;
  const { Stacks = [] } = await asked;
  const [found] = Stacks as readonly Properties[];
  return found === undefined ? undefined : stackIn(found);
}

/** Every stack of the region that is not deleted. */
export async function everyStack(client: Client): Promise<readonly Stack[]> {
  const all = await everyItem(client, { service, command: 'DescribeStacks', list: 'Stacks' });
  return all.map(stackIn).filter(({ status }) => status !== 'DELETE_COMPLETE');
}

/**
 * The id of the stack of each name that was deleted last. CloudFormation remembers deleted stacks for 90 days.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html
 */
export async function deletedStacks(client: Client): Promise<readonly string[]> {
  const all = await everyItem<Readonly<Record<string, string>>>(client, {
    service,
    command: 'ListStacks',
    input: { StackStatusFilter: ['DELETE_COMPLETE'] },
    list: 'StackSummaries',
  });
  const newestFirst = [...all].sort((a, b) => deletedAt(b) - deletedAt(a));
  const last = new Map<string, string>();
  for (const { StackName = '', StackId = '' } of newestFirst)
    if (!last.has(StackName)) last.set(StackName, StackId);
  return [...last.values()];
}

function deletedAt(summary: Readonly<Record<string, unknown>>): number {
  const { DeletionTime, LastUpdatedTime, CreationTime } = summary;
  return new Date(String(DeletionTime ?? LastUpdatedTime ?? CreationTime)).getTime();
}

function stackIn(found: Properties): Stack {
  const outputs = (found['Outputs'] ?? []) as readonly Readonly<Record<string, string>>[];
  return {
    name: String(found['StackName']),
    id: String(found['StackId']),
    status: String(found['StackStatus']),
    tags: readTags(found['Tags']),
    outputs: Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    ),
  };
}

/** What the stack holds: logical and physical ids, types. */
export async function resourcesIn(
  client: Client,
  stack: string,
): Promise<readonly Pick<StackEvent, 'logicalId' | 'physicalId' | 'type'>[]> {
  const all = await everyItem<Readonly<Record<string, string | undefined>>>(client, {
    service,
    command: 'ListStackResources',
    input: { StackName: stack },
    list: 'StackResourceSummaries',
  });
  return all.map((each) => ({
    logicalId: each['LogicalResourceId'] ?? '',
    physicalId: each['PhysicalResourceId'] ?? '',
    type: each['ResourceType'] ?? '',
  }));
}

/** What happened to the stack since the event with this id, the newest first; everything without an id. */
export async function eventsOf(
  client: Client,
  stack: string,
  since?: string,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let NextToken: unknown;
  do {
    const page = await client.send(service, 'DescribeStackEvents', {
      StackName: stack,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const event of ((page['StackEvents'] ?? []) as readonly Properties[]).map(eventIn)) {
      if (event.id === since) return events;
      events.push(event);
    }
    NextToken = page['NextToken'];
  } while (NextToken !== undefined);
  return events;
}

function eventIn(found: Properties): StackEvent {
  const text = (name: string): string => (found[name] ?? '') as string;
  return {
    id: text('EventId'),
    logicalId: text('LogicalResourceId'),
    physicalId: text('PhysicalResourceId'),
    type: text('ResourceType'),
    status: text('ResourceStatus'),
    reason: text('ResourceStatusReason'),
  };
}
