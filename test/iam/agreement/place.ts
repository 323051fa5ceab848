/** The resources and the identities on a running emulator, and what it answers to a pair. */
import { AwsRefusal, type Properties } from '../../../lib/capabilities.ts';
import type { Client, Identity } from '../../../lib/targets/api/client.ts';
import { arnOf, askers, boundary, resourcePolicies, sessionName, type Asker } from './callers.ts';
import { account, names, objects, queueArn, queueTags, topicArn } from './calls.ts';
import type { Pair, Written } from './documents.ts';

type Outcome = 'allowed' | 'explicit deny' | 'implicit deny';

export interface Answer {
  readonly pair: Pair;
  readonly outcome: Outcome;
  /** `aws:userid` of the one who asked. */
  readonly userId: string;
}

export async function makeResources(owner: Client): Promise<void> {
  const send: Client['send'] = (...asked) => owner.send(...asked);
  for (const QueueName of [names.orders, names.vault]) {
    const policy = policyText(queueArn(QueueName));
    await send('sqs', 'CreateQueue', {
      QueueName,
      ...(policy === undefined ? { tags: queueTags } : { Attributes: { Policy: policy } }),
    });
  }
  for (const Name of [names.news, names.alerts])
    await send('sns', 'CreateTopic', { Name, Attributes: { Policy: policyText(topicArn(Name)) } });
  for (const Bucket of [names.files, names.archive]) {
    await send('s3', 'CreateBucket', { Bucket });
    for (const Key of objects) await send('s3', 'PutObject', { Bucket, Key, Body: 'text' });
    const Policy = policyText(`arn:aws:s3:::${Bucket}`);
    if (Policy !== undefined) await send('s3', 'PutBucketPolicy', { Bucket, Policy });
  }
  await send('dynamodb', 'CreateTable', {
    TableName: names.todos,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  const PolicyDocument = JSON.stringify(boundary);
  await send('iam', 'CreatePolicy', { PolicyName: boundaryName, PolicyDocument });
}

const boundaryName = 'agreement-boundary';

function policyText(resource: string): string | undefined {
  const policy = resourcePolicies[resource];
  return policy && JSON.stringify(policy);
}

/**
 * In the order of the pairs. Those of different identities at the same time, those of one after the other: each has its policies changed.
 */
export async function ask(owner: Client, pairs: readonly Pair[]): Promise<readonly Answer[]> {
  const lanes = await Promise.all(
    askers.map(async (asker) => {
      const identified = await identify(owner, asker);
      const answers: Answer[] = [];
      for (const pair of pairs.filter((each) => each.asker === asker))
        answers.push(await answerTo(owner, identified, pair));
      return answers;
    }),
  );
  const answers = new Map(lanes.flat().map((answer) => [answer.pair, answer]));
  return pairs.flatMap((pair) => answers.get(pair) ?? []);
}

interface Identified {
  readonly client: Client;
  readonly userId: string;
}

async function identify(owner: Client, asker: Asker): Promise<Identified> {
  const { kind, name, isBounded, team } = asker;
  const made = {
    ...(isBounded ? { PermissionsBoundary: `arn:aws:iam::${account}:policy/${boundaryName}` } : {}),
    ...(team === undefined ? {} : { Tags: [{ Key: 'team', Value: team }] }),
  };
  if (kind === 'role')
    await owner.send('iam', 'CreateRole', {
      ...{ RoleName: name, AssumeRolePolicyDocument: trust, ...made },
    });
  else await owner.send('iam', 'CreateUser', { UserName: name, ...made });
  const client =
    kind === 'role' ? await assumed(owner, asker) : owner.as(await accessKey(owner, name));
  const { UserId } = await client.send('sts', 'GetCallerIdentity', {});
  return { client, userId: String(UserId) };
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
});

async function assumed(owner: Client, asker: Asker, session?: Written): Promise<Client> {
  const { Credentials } = await owner.send('sts', 'AssumeRole', {
    ...{ RoleArn: arnOf(asker), RoleSessionName: sessionName },
    ...(session && { Policy: JSON.stringify(session) }),
  });
  return owner.as(identityIn(Credentials));
}

async function accessKey(owner: Client, UserName: string): Promise<Identity> {
  const { AccessKey } = await owner.send('iam', 'CreateAccessKey', { UserName });
  return identityIn(AccessKey);
}

function identityIn(given: unknown): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken } = given as Readonly<Record<string, string>>;
  return {
    accessKeyId: AccessKeyId ?? '',
    secretAccessKey: SecretAccessKey ?? '',
    ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
  };
}

async function answerTo(owner: Client, identified: Identified, pair: Pair): Promise<Answer> {
  const { asker, call, identity, session } = pair;
  const policy: Properties = {
    PolicyName: sessionName,
    PolicyDocument: JSON.stringify(identity),
  };
  if (asker.kind === 'role')
    await owner.send('iam', 'PutRolePolicy', { RoleName: asker.name, ...policy });
  else await owner.send('iam', 'PutUserPolicy', { UserName: asker.name, ...policy });
  const client = session === undefined ? identified.client : await assumed(owner, asker, session);
  const outcome = await client
    .send(call.service, call.command, call.input)
    .then(() => 'allowed' as const, outcomeOf);
  return { pair, outcome, userId: identified.userId };
}

/** Every call is one that succeeds where it is allowed: another refusal is a mistake of this suite. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof AwsRefusal) || !/^(AccessDenied|AuthorizationError)/.test(error.code))
    throw error;
  return error.message.includes('explicit deny') ? 'explicit deny' : 'implicit deny';
}
