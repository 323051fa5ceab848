/** Where a call comes from, and whether somebody signed in with MFA: checks 7 and 8. */
import { refusalOf, type Capabilities, type Properties } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { asUsual } from './cases.ts';

const note = '${NotesA.Arn}/docs/a.txt';

function daves(
  action: string,
  context: Permitted['context'],
  expect: Permitted['expect'],
): Permitted {
  return { ...asUsual({ who: 'Dave', action, on: note, ...(context && { context }) }), expect };
}

const outside = { 'aws:SourceIp': '198.51.100.7' };

export const officeOnly: Check<Stage> = {
  id: 'office-only-but-services-work',
  says: 'From outside the office dave is denied, from inside allowed, and what CloudFormation does for dave from outside is allowed',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        daves('s3:GetObject', outside, 'denied'),
        daves('s3:GetObject', { 'aws:SourceIp': '192.0.2.9' }, 'allowed'),
        daves(
          's3:GetObject',
          {
            ...outside,
            'aws:ViaAWSService': 'true',
            'aws:CalledVia': ['cloudformation.amazonaws.com'],
          },
          'allowed',
        ),
      ]),
    ),
  ],
};

const mfa = (value: string | readonly string[]) => ({ 'aws:MultiFactorAuthPresent': value });

export const mfaOrNothing: Check<Stage> = {
  id: 'mfa-or-nothing',
  says: 'A delete is denied to session keys without MFA and to long-term keys, which know no MFA, and allowed with MFA',
  ways: [
    by(['may'], ({ may }) =>
      judgePermissions(may, [
        daves('s3:DeleteObject', mfa('false'), 'denied'),
        daves('s3:DeleteObject', mfa([]), 'denied'),
        daves('s3:DeleteObject', mfa('true'), 'allowed'),
      ]),
    ),
    by(['sdk'], async ({ sdk }) => every([await judgeDelete(sdk), await judgeSessionToken(sdk)]), [
      'iam-enforced',
    ]),
  ],
};

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
    ? held('with long-term keys a delete is refused')
    : failed(`with long-term keys a delete: ${refusal?.code ?? 'it goes through'}`);
}

async function judgeSessionToken(sdk: Capabilities['sdk']): Promise<Verdict> {
  const asked = { DurationSeconds: 900 };
  const { Credentials } = await sdk('sts', 'GetSessionToken', asked, { principal: 'Dave' });
  const { SessionToken, Expiration } = (Credentials ?? {}) as Properties;
  const ends = new Date(String(Expiration)).getTime();
  return typeof SessionToken === 'string' && ends > 0
    ? held(`session keys end by themselves: ${String(Expiration)}`)
    : failed('session keys have no end');
}
