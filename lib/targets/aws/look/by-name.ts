/** Resources whose names begin as CloudFormation names what a stack holds: `<Stack>-<LogicalId>-<suffix>`. */
import { AwsRefusal, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Named } from './arns.ts';
import { everyItem, type Listing } from '../stacks/every-item.ts';
import type { Sandbox } from '../enter/sandbox.ts';

interface Names extends Listing {
  readonly type: string;
  /** The name in an item; items of some lists are names themselves. */
  readonly name: (item: never) => unknown;
  /** How CloudFormation begins the name for this stack. @default `<Stack>-` */
  readonly prefix?: (stack: string) => string;
}

const nameOf =
  (member: string) =>
  (item: Properties): unknown =>
    item[member];
const asItIs = (item: unknown): unknown => item;

/** Lists that are not narrowed by the service are narrowed here; none of them is long in a sandbox. */
const lists: readonly Names[] = [
  {
    ...{ type: 'AWS::S3::Bucket', service: 's3', command: 'ListBuckets', list: 'Buckets' },
    token: ['ContinuationToken', 'ContinuationToken'],
    name: nameOf('Name'),
    // Names of buckets have no capitals.
    prefix: (stack) => `${stack.toLowerCase()}-`,
  },
  {
    ...{ type: 'AWS::DynamoDB::Table', service: 'dynamodb', command: 'ListTables' },
    list: 'TableNames',
    token: ['ExclusiveStartTableName', 'LastEvaluatedTableName'],
    name: asItIs,
  },
  {
    ...{ type: 'AWS::Lambda::Function', service: 'lambda', command: 'ListFunctions' },
    list: 'Functions',
    token: ['Marker', 'NextMarker'],
    name: nameOf('FunctionName'),
  },
  {
    ...{ type: 'AWS::IAM::Role', service: 'iam', command: 'ListRoles', list: 'Roles' },
    token: ['Marker', 'Marker'],
    name: nameOf('RoleName'),
  },
  {
    ...{ type: 'AWS::SQS::Queue', service: 'sqs', command: 'ListQueues', list: 'QueueUrls' },
    input: { MaxResults: 1000 },
    name: asItIs,
  },
  {
    ...{ type: 'AWS::SNS::Topic', service: 'sns', command: 'ListTopics', list: 'Topics' },
    name: nameOf('TopicArn'),
  },
];

export interface FoundByName extends Named {
  /** The last part of the id, which CloudFormation made. */
  readonly name: string;
}

export interface ByName {
  readonly found: readonly FoundByName[];
  /** Types that could not be listed, each with the service's word. */
  readonly notLookedFor: readonly string[];
}

/** Everything whose name begins like what the stacks held. */
export async function namedLike(
  stacks: readonly string[],
  { client }: Pick<Sandbox, 'client'>,
): Promise<ByName> {
  const found: FoundByName[] = [];
  const notLookedFor: string[] = [];
  for (const list of lists)
    try {
      found.push(...(await inList(client, list, stacks)));
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error;
      notLookedFor.push(`${list.type} (${error.code})`);
    }
  return { found, notLookedFor };
}

async function inList(
  client: Client,
  { type, name, prefix = (stack) => `${stack}-`, ...listing }: Names,
  stacks: readonly string[],
): Promise<readonly FoundByName[]> {
  const prefixes = stacks.map(prefix);
  const items = await everyItem<never>(client, listing);
  return items
    .map((item) => String(name(item)))
    .map((id) => ({ type, id, name: id.replace(/^.*[/:]/, '') }))
    .filter((each) => prefixes.some((start) => each.name.startsWith(start)));
}

/** Log groups whose names begin so; several beginnings are asked for one after the other. */
export async function logGroupsNamed(
  client: Client,
  prefixes: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const logGroupNamePrefix of prefixes) {
    const groups = await everyItem<{ readonly logGroupName: string }>(client, {
      service: 'cloudwatch-logs',
      command: 'DescribeLogGroups',
      input: { logGroupNamePrefix },
      list: 'logGroups',
      token: ['nextToken', 'nextToken'],
    });
    found.push(...groups.map(({ logGroupName }) => logGroupName));
  }
  return [...new Set(found)];
}

/** The same resource, whether it was found by its ARN or by its name. */
export function sameAs(one: Named, other: Named): boolean {
  return one.type === other.type && plain(one) === plain(other);
}

function plain({ type, id }: Named): string {
  // A queue has its URL at every endpoint, and means the same.
  return type === 'AWS::SQS::Queue' ? id.replace(/^https?:\/\/[^/]+/, '') : id;
}
