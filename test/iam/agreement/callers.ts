/** Who asks, and the policies that stay the same whatever they ask: boundaries, and those of resources. */
import type { Caller } from '../../../lib/iam/request.ts';
import type { Properties } from '../../../lib/capabilities.ts';
import { account, names, queueArn, topicArn, type Values } from './calls.ts';
import type { Written } from './documents.ts';

export const sessionName = 'agreement';

export interface Asker {
  readonly kind: 'role' | 'user';
  readonly name: string;
  readonly isBounded: boolean;
  readonly team?: string;
}

export const askers: readonly Asker[] = [
  { kind: 'role', name: 'agreement-reader', isBounded: false, team: 'blue' },
  { kind: 'role', name: 'agreement-writer', isBounded: false },
  { kind: 'role', name: 'agreement-bounded', isBounded: true, team: 'red' },
  { kind: 'user', name: 'agreement-ada', isBounded: false, team: 'blue' },
  { kind: 'user', name: 'agreement-bob', isBounded: true },
];

export function arnOf({ kind, name }: Pick<Asker, 'kind' | 'name'>): string {
  return `arn:aws:iam::${account}:${kind}/${name}`;
}

export function sessionArnOf({ name }: Pick<Asker, 'name'>): string {
  return `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`;
}

export function callerOf(asker: Asker): Caller {
  const arn = arnOf(asker);
  if (asker.kind === 'user') return { kind: 'user', arn, account };
  return { kind: 'role', arn, account, session: sessionArnOf(asker) };
}

/** The keys that every request of theirs has. */
export function contextOf({ kind, team }: Asker, userId: string, now: Date): Values {
  return {
    'aws:SourceIp': '127.0.0.1',
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:RequestedRegion': 'us-east-1',
    'aws:ResourceAccount': account,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.trunc(now.getTime() / 1000)),
    'aws:userid': userId,
    ...(team === undefined ? {} : { 'aws:PrincipalTag/team': team }),
    ...(kind === 'user'
      ? {}
      : { 'aws:MultiFactorAuthPresent': 'false', 'aws:TokenIssueTime': now.toISOString() }),
  };
}

export const boundary: Written = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['sqs:*', 'sns:Publish', 's3:Get*', 's3:List*', 'dynamodb:*Item'],
      Resource: '*',
    },
    { Effect: 'Deny', Action: 'sqs:PurgeQueue', NotResource: queueArn(names.orders) },
  ],
};

const [reader, , bounded, ada, bob] = askers.map(arnOf);
const everybody = { AWS: `arn:aws:iam::${account}:root` };
const boundedSession = sessionArnOf({ name: 'agreement-bounded' });

const ofEvents = {
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
};

/** By ARN; of every other resource there is none. */
export const resourcePolicies: Readonly<Record<string, Written>> = {
  [queueArn(names.vault)]: policy(queueArn(names.vault), [
    { Effect: 'Allow', Principal: { AWS: [reader, bounded, ada] }, Action: 'sqs:ReceiveMessage' },
    { Effect: 'Allow', Principal: everybody, Action: ['sqs:SendMessage', 'sqs:Tag*'] },
    { Effect: 'Deny', Principal: { AWS: [ada, boundedSession] }, Action: 'sqs:GetQueue*' },
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:GetQueueAttributes',
      // The role's ARN, and its session's, which the emulator has in its place.
      Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:*::${account}:*role/agreement-*` } },
    },
  ]),
  [topicArn(names.news)]: policy(topicArn(names.news), [ofEvents]),
  [topicArn(names.alerts)]: policy(topicArn(names.alerts), [
    ofEvents,
    {
      Effect: 'Deny',
      NotPrincipal: {
        AWS: [everybody.AWS, reader, sessionArnOf({ name: 'agreement-reader' }), ada],
      },
      Action: 'sns:Publish',
    },
  ]),
  [`arn:aws:s3:::${names.archive}`]: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: [boundedSession, bob] },
        Action: 's3:*Object',
        Resource: `arn:aws:s3:::${names.archive}/*`,
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${names.archive}`, `arn:aws:s3:::${names.archive}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { AWS: reader },
        Action: 's3:ListBucket',
        Resource: `arn:aws:s3:::${names.archive}`,
      },
    ],
  },
};

export function resourcePolicyOn(resource: string): Written | undefined {
  return resourcePolicies[
    resource.startsWith('arn:aws:s3:') ? resource.replace(/\/.*$/, '') : resource
  ];
}

function policy(Resource: string, statements: readonly Properties[]): Written {
  return { Version: '2012-10-17', Statement: statements.map((each) => ({ ...each, Resource })) };
}
