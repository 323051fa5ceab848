/** Where a call comes from, and whether somebody signed in with MFA: checks 7 and 8. */
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { eachTold } from './asking.ts';
import { asUsual } from './cases.ts';

const note = '${NotesA.Arn}/docs/a.txt';

type Context = NonNullable<Permitted['context']>;
/** On what dave asks for it. */
const asked = { 's3:GetObject': note, 'dynamodb:Query': '${Songs.Arn}', 's3:DeleteObject': note };

function daves(
  action: keyof typeof asked,
  context: Context,
  expect: Permitted['expect'],
): Permitted {
  return { ...asUsual({ who: 'Dave', action, on: asked[action], context }), expect };
}

const inside = { 'aws:SourceIp': '192.0.2.9' };
const outside = { 'aws:SourceIp': '198.51.100.7' };
const byCloudFormation = {
  ...outside,
  'aws:ViaAWSService': 'true',
  'aws:CalledVia': ['cloudformation.amazonaws.com'],
};

export const officeOnly: Check<Stage> = {
  id: 'office-only-but-services-work',
  says: 'From outside the office dave is denied, from inside allowed, and what CloudFormation does for dave from outside is allowed',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(
        may,
        (['s3:GetObject', 'dynamodb:Query'] as const).flatMap((action) => [
          daves(action, outside, 'denied'),
          daves(action, inside, 'allowed'),
          daves(action, byCloudFormation, 'allowed'),
        ]),
      ),
    ),
  ],
};

const mfa = (value: string | readonly string[]) => ({ 'aws:MultiFactorAuthPresent': value });

export const mfaOrNothing: Check<Stage> = {
  id: 'mfa-or-nothing',
  says: 'To delete a note, purge the queue or drop the table is denied to session keys without MFA and to long-term keys, which know no MFA, and allowed with MFA',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        daves('s3:DeleteObject', mfa('false'), 'denied'),
        daves('s3:DeleteObject', mfa([]), 'denied'),
        daves('s3:DeleteObject', mfa('true'), 'allowed'),
        ...sensitive('sqs:PurgeQueue', '${Orders.Arn}'),
        ...sensitive('dynamodb:DeleteTable', '${Songs.Arn}'),
      ]),
    ),
    by(
      ['sdk'],
      async ({ sdk }) => eachTold([await judgeDelete(sdk), await judgeSessionToken(sdk)]),
      ['iam-enforced'],
    ),
  ],
};

/** What nobody here is allowed: a policy that allows it comes with the question, so that MFA alone decides. */
function sensitive(action: string, on: string): readonly Permitted[] {
  const statement = { Sid: 'Own', Effect: 'Allow', Action: action, Resource: '*' };
  const identity = { own: { Version: '2012-10-17', Statement: [statement] } };
  const request = { who: 'Olga', action, on, documents: { identity } };
  return [
    { ...asUsual({ ...request, context: mfa('false') }), expect: 'denied' },
    { ...asUsual({ ...request, context: mfa([]) }), expect: 'denied' },
    { ...asUsual({ ...request, context: mfa('true') }), expect: 'allowed' },
  ];
}

/** What dave may write, and not delete: it is for want of MFA. Where the deny is amiss, nothing that others look for is gone. */
async function judgeDelete(sdk: Capabilities['sdk']): Promise<Verdict> {
  const object = { Bucket: '${NotesA}', Key: 'docs/to-delete.txt' };
  const note = { ...object, Body: 'a note', ServerSideEncryption: 'AES256' };
  const dave = { principal: 'Dave' };
  const unwritten = await refusalOf(sdk('s3', 'PutObject', note, dave));
  if (unwritten !== undefined) return failed(`dave may not write either: ${unwritten.code}`);
  const refusal = await refusalOf(sdk('s3', 'DeleteObject', object, dave));
  await sdk('s3', 'DeleteObject', object);
  return refusal?.code === 'AccessDenied'
    ? held('with long-term keys a note is written and its delete refused')
    : failed(`with long-term keys a delete: ${refusal?.code ?? 'it goes through'}`);
}

async function judgeSessionToken(sdk: Capabilities['sdk']): Promise<Verdict> {
  const asked = { DurationSeconds: 900 };
  const { Credentials } = await sdk('sts', 'GetSessionToken', asked, { principal: 'Dave' });
  const { SessionToken, Expiration } = (Credentials ?? {}) as Properties;
  const ends = new Date(String(Expiration)).getTime();
  return typeof SessionToken === 'string' && ends > 0
    ? held('session keys have an end, and no delete was tried with them')
    : failed('session keys have no end');
}
