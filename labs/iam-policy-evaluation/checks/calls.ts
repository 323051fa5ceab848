/** Cases tried by calls, with the credentials of whom they are about. */
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import { together } from './asking.ts';
import type { Case } from './cases.ts';

type Sdk = Capabilities['sdk'];
type Call = readonly [service: string, command: string, input: Properties];

const object = { Bucket: '${NotesA}', Key: 'docs/a.txt' };
const TableName = '${Songs}';
const QueueUrl = '${Orders}';

/** The call that an action is asked for by. */
const calls: Readonly<Record<string, Call>> = {
  's3:ListBucket': ['s3', 'ListObjectsV2', { Bucket: '${NotesA}' }],
  's3:GetObject': ['s3', 'GetObject', object],
  's3:PutObject': [
    's3',
    'PutObject',
    { ...object, Body: 'a note', ServerSideEncryption: 'AES256' },
  ],
  // Not the one that others read meanwhile: that an object is not there does not matter to S3.
  's3:DeleteObject': ['s3', 'DeleteObject', { ...object, Key: 'docs/none.txt' }],
  'dynamodb:Query': [
    'dynamodb',
    'Query',
    {
      TableName,
      KeyConditionExpression: 'artist = :artist',
      ExpressionAttributeValues: { ':artist': { S: 'nobody' } },
    },
  ],
  'dynamodb:Scan': ['dynamodb', 'Scan', { TableName }],
  'sqs:GetQueueAttributes': [
    'sqs',
    'GetQueueAttributes',
    { QueueUrl, AttributeNames: ['QueueArn'] },
  ],
  'sqs:SendMessage': ['sqs', 'SendMessage', { QueueUrl, MessageBody: 'of a check' }],
};

/** Decisions alone: a refusal names no statement. What is allowed may find nothing there. */
export async function judgeCalls(
  sdk: Sdk,
  cases: readonly Case[],
  what = 'cases by calls',
): Promise<Verdict> {
  await sdk('s3', 'PutObject', { ...object, Body: 'a note', ServerSideEncryption: 'AES256' });
  return together(await Promise.all(cases.map((each) => judgeCall(sdk, each))), what);
}

/** The refusal, or nothing where the call goes through. */
export function comesOf(sdk: Sdk, action: string, principal: string): ReturnType<typeof refusalOf> {
  const call = calls[action];
  if (call === undefined) throw new Error(`no call asks for ${action}`);
  const [service, command, input] = call;
  return refusalOf(sdk(service, command, input, { principal }));
}

async function judgeCall(sdk: Sdk, { id, asked, expect }: Case): Promise<Verdict> {
  const refusal = await comesOf(sdk, asked.action, asked.who);
  const came = refusal?.code ?? 'it goes through';
  const says = `${id}: ${came}`;
  const isDenied = came.includes('AccessDenied');
  if (refusal !== undefined && !isDenied) return failed(`${says}: ${refusal.message}`);
  return isDenied === (expect.decision !== 'allowed') ? held(says) : failed(says);
}
