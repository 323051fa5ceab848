/** Conditions on keys that a call has, and on some that it lacks. */
import fc from 'fast-check';
import type { Properties } from '../../../lib/capabilities.ts';
import { account, type Call } from './calls.ts';

type Kind = 'text' | 'texts' | 'arn' | 'number' | 'date' | 'flag' | 'address';

const operators: Readonly<Record<Kind, readonly string[]>> = {
  text: [
    ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
    ...['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ],
  texts: ['ForAllValues', 'ForAnyValue'].flatMap((set) =>
    [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringNotLike',
      'StringEqualsIgnoreCase',
    ].map((operator) => `${set}:${operator}`),
  ),
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  number: [
    ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
    ...['NumericGreaterThan', 'NumericGreaterThanEquals'],
  ],
  date: ['DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  flag: ['Bool'],
  address: ['IpAddress', 'NotIpAddress'],
};

type Known = readonly [kind: Kind, values: readonly string[]];

const past = ['2020-01-01T00:00:00Z', '2020-01', '2020-06-30', '1577836800'];
const future = ['2099-12-31T23:59:59Z', '2099-12', '2099-12-31', '4102444800'];
const teams = ['blue', 'BLUE', 'b*', 'bl?e', 'red', '*', '${aws:PrincipalTag/team}'];

/** In every call, there or not. */
const global: Readonly<Record<string, Known>> = {
  'aws:PrincipalArn': [
    'arn',
    [
      `arn:aws:iam::${account}:role/agreement-*`,
      `arn:aws:iam::${account}:user/agreement-ada`,
      `arn:aws:iam::*:role/agreement-reader`,
      `arn:aws:sts::${account}:assumed-role/*`,
      'arn:aws:iam:*:user/agreement-ada',
      'arn:*:user/agreement-b?b',
    ],
  ],
  'aws:PrincipalAccount': ['text', [account, '111122223333', '0*', '${aws:ResourceAccount}']],
  'aws:PrincipalType': ['text', ['AssumedRole', 'User', 'assumedrole', '*er']],
  'aws:PrincipalTag/team': ['text', teams],
  'aws:PrincipalTag/none': ['text', ['blue', '*']],
  'aws:username': ['text', ['agreement-ada', 'agreement-*', 'Agreement-Bob']],
  'aws:userid': ['text', ['*:agreement', 'AROA*', 'AIDA*']],
  'aws:RequestedRegion': ['text', ['us-east-1', 'us-*', 'eu-west-1', 'US-EAST-1']],
  'aws:ResourceAccount': ['text', [account, '111122223333']],
  'aws:SourceVpce': ['text', ['vpce-1a2b3c4d', '*']],
  'aws:PrincipalOrgID': ['text', ['o-a1b2c3d4e5']],
  'aws:SourceArn': ['arn', ['arn:aws:s3:::agreement-files', 'arn:aws:*:*:*:*']],
  'aws:TagKeys': ['texts', ['cost', 'owner', 'COST', 'own*', 'team']],
  'aws:CurrentTime': ['date', [...past, ...future]],
  'aws:TokenIssueTime': ['date', [...past, ...future]],
  'aws:EpochTime': ['number', ['1577836800', '4102444800']],
  'aws:SecureTransport': ['flag', ['true', 'false']],
  'aws:MultiFactorAuthPresent': ['flag', ['true', 'false']],
  'aws:ViaAWSService': ['flag', ['true', 'false']],
  'aws:SourceIp': ['address', ['127.0.0.1', '127.0.0.0/8', '10.0.0.0/8', '::1/128', '0.0.0.0/0']],
};

/** Of one service. */
const own: Readonly<Record<string, Readonly<Record<string, Known>>>> = {
  sqs: {
    'aws:ResourceTag/team': ['text', teams],
    'aws:RequestTag/cost': ['text', ['1', '2', '*']],
    'aws:TagKeys': ['texts', ['cost', 'owner', 'COST', 'own*', 'team']],
  },
  sns: {},
  s3: {
    's3:prefix': ['text', ['reports/', 'rep*', 'notes/', '', '*']],
    's3:max-keys': ['number', ['10', '50', '100']],
    's3:x-amz-acl': ['text', ['private', 'public-read', 'bucket-owner-*']],
  },
  dynamodb: {
    'dynamodb:LeadingKeys': ['texts', ['ada', 'bob', '*', '${aws:PrincipalTag/team}']],
    'dynamodb:Attributes': ['texts', ['id', 'title', 'secret', '*']],
  },
};

/** The page speaks of Query and Scan alone. */
const select: Readonly<Record<string, Known>> = {
  'dynamodb:Select': ['text', ['COUNT', 'SPECIFIC_ATTRIBUTES', 'ALL_ATTRIBUTES', '*_ATTRIBUTES']],
};

type Condition = readonly [operator: string, key: string, values: string | readonly string[]];

/** Nothing, half the time. */
export function conditionsFor(call: Call): fc.Arbitrary<Properties | undefined> {
  const keys = Object.entries({
    ...(own[call.service] ?? {}),
    ...('dynamodb:Select' in call.context ? select : {}),
  });
  const one = fc
    .boolean()
    .chain((isOwn) =>
      fc.constantFrom(...(isOwn && keys.length > 0 ? keys : Object.entries(global))),
    )
    .chain(([key, known]) => conditionOn(key, known));
  const some = fc
    .uniqueArray(one, { minLength: 1, maxLength: 2, selector: ([, key]) => key.toLowerCase() })
    .map(written);
  return fc.boolean().chain((has) => (has ? some : fc.constant(undefined)));
}

function conditionOn(key: string, [kind, values]: Known): fc.Arbitrary<Condition> {
  const name = fc.constantFrom(key, key, key, key.toLowerCase());
  const suffix = fc.constantFrom('', '', '', 'IfExists');
  const compared = fc.tuple(
    fc.tuple(fc.constantFrom(...operators[kind]), suffix).map((parts) => parts.join('')),
    name,
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
  );
  const isThere = fc.tuple(
    fc.constant('Null'),
    name,
    fc.constantFrom<string | readonly string[]>(
      'true',
      'false',
      ['true', 'false'],
      ['false', 'true'],
    ),
  );
  return fc.oneof({ weight: 9, arbitrary: compared }, { weight: 1, arbitrary: isThere });
}

function written(conditions: readonly Condition[]): Properties {
  const all: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, values] of conditions)
    (all[operator] ??= {})[key] = values.length === 1 ? values[0] : values;
  return all;
}
