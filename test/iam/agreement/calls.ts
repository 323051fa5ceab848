/** What is asked of the emulator, on resources that are made once. */
import type { Properties } from '../../../lib/capabilities.ts';

export const account = '000000000000';
const region = 'us-east-1';

/** The value, or the values, that a context key has in a request. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface Call {
  readonly service: string;
  readonly command: string;
  readonly input: Properties;
  readonly action: string;
  readonly resource: string;
  /** The keys that this call brings along. */
  readonly context: Values;
}

export const names = {
  orders: 'agreement-orders',
  vault: 'agreement-vault',
  news: 'agreement-news',
  alerts: 'agreement-alerts',
  todos: 'agreement-todos',
  files: 'agreement-files',
  archive: 'agreement-archive',
} as const;

export const objects = ['reports/june.txt', 'notes:draft.txt'] as const;
export const queueTags = { team: 'blue' };

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function topicArn(name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

function onQueue(name: string, tags: Values): readonly Call[] {
  const call = (command: string, input: Properties = {}, context: Values = {}): Call => ({
    ...{ service: 'sqs', command, action: `sqs:${command}`, resource: queueArn(name) },
    input: { QueueUrl: `http://localhost/${account}/${name}`, ...input },
    context: { ...tags, ...context },
  });
  const cost = { cost: '1', owner: 'ops' };
  return [
    call('SendMessage', { MessageBody: 'one' }),
    call('ReceiveMessage', { WaitTimeSeconds: 0 }),
    call('GetQueueAttributes', { AttributeNames: ['All'] }),
    call('PurgeQueue'),
    call('TagQueue', { Tags: cost }, { 'aws:TagKeys': Object.keys(cost), ...requestTags(cost) }),
  ];
}

function requestTags(tags: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
  );
}

function publish(name: string): Call {
  const resource = topicArn(name);
  const input = { TopicArn: resource, Message: 'one' };
  return {
    ...{ service: 'sns', command: 'Publish', action: 'sns:Publish' },
    resource,
    input,
    context: {},
  };
}

const todo = { id: { S: 'ada' }, title: { S: 'Buy milk' } };
const projection = { ProjectionExpression: 'id, title' };
const asked = {
  KeyConditionExpression: 'id = :id',
  ExpressionAttributeValues: { ':id': todo.id },
};
const bothAttributes = { 'dynamodb:Attributes': Object.keys(todo) };
const adas = { 'dynamodb:LeadingKeys': ['ada'] };

function onTable(command: string, input: Properties, context: Values): Call {
  return {
    ...{ service: 'dynamodb', command, action: `dynamodb:${command}` },
    resource: `arn:aws:dynamodb:${region}:${account}:table/${names.todos}`,
    input: { TableName: names.todos, ...input },
    context,
  };
}

const onTodos: readonly Call[] = [
  onTable('GetItem', { Key: { id: todo.id }, ...projection }, { ...bothAttributes, ...adas }),
  onTable('PutItem', { Item: todo }, { ...bothAttributes, ...adas }),
  onTable(
    'Query',
    { ...asked, ...projection, Select: 'SPECIFIC_ATTRIBUTES' },
    { ...bothAttributes, ...adas, 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  ),
  onTable('Scan', { Select: 'COUNT' }, { 'dynamodb:Select': 'COUNT' }),
];

function onBucket(Bucket: string): readonly Call[] {
  const resource = `arn:aws:s3:::${Bucket}`;
  const [report, draft] = objects;
  const call = (command: string, Key: string, rest: Properties = {}): Call => ({
    ...{ service: 's3', command, action: `s3:${command}`, resource: `${resource}/${Key}` },
    ...{ input: { Bucket, Key, ...rest }, context: {} },
  });
  const list = (Prefix: string, MaxKeys: number): Call => ({
    ...{ service: 's3', command: 'ListObjectsV2', action: 's3:ListBucket', resource },
    input: { Bucket, Prefix, MaxKeys },
    context: { 's3:prefix': Prefix, 's3:max-keys': String(MaxKeys) },
  });
  return [
    call('GetObject', report),
    call('GetObject', draft),
    call('PutObject', report, { Body: 'June' }),
    {
      ...call('PutObject', report, { Body: 'June', ACL: 'private' }),
      context: { 's3:x-amz-acl': 'private' },
    },
    list('reports/', 10),
    list('', 100),
  ];
}

export const calls: readonly Call[] = [
  ...onQueue(names.orders, { 'aws:ResourceTag/team': queueTags.team }),
  ...onQueue(names.vault, {}),
  ...[publish(names.news), publish(names.alerts)],
  ...onTodos,
  ...onBucket(names.files),
  ...onBucket(names.archive),
];
