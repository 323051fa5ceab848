/** What the book of cases has to hold, and one thing that no case of its own can show. */
import { judgeAnswer } from './checks/asking.ts';
import { cases } from './checks/cases.ts';
import { documentIn } from './checks/documents.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import { decide } from '../../lib/iam/decide/decide.ts';
import type { Context } from '../../lib/iam/request.ts';

test('there are 64 cases of the table and more than 80 others, each once', () => {
  const ids = cases.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const rows = ids.filter((id) =>
    /^(same|across)-(scps|resource|identity|boundary|session|nothing)/.test(id),
  );
  expect(rows).toHaveLength(64);
  expect(ids.length - rows.length).toBeGreaterThan(80);
});

test('a wrong decision, a wrong policy and a wrong statement are each noticed', () => {
  const answer = {
    decision: 'allowed',
    statement: "statement 'UseNotes' of policy A/Policies/Developers",
    by: { policy: 'policy A/Policies/Developers', sid: 'UseNotes' },
    trace: { kind: 'trace', hops: [] },
  } as const;
  const outcome = (expect: Parameters<typeof judgeAnswer>[2]): string =>
    judgeAnswer('a case', answer, expect).outcome;
  const right = { decision: 'allowed', policy: 'developers.json', sid: 'UseNotes' } as const;
  expect(outcome(right)).toBe('held');
  expect(outcome({ ...right, decision: 'explicit deny' })).toBe('failed');
  expect(outcome({ ...right, policy: 'operators.json' })).toBe('failed');
  expect(outcome({ ...right, sid: 'ListNotes' })).toBe('failed');
});

/** With which encryption a note is written, over TLS or not, and what both policies of the bucket decide. */
const writes = [
  [['AES256'], 'true', 'allowed'],
  [['aws:kms'], 'true', 'explicit deny'],
  [[], 'true', 'explicit deny'],
  [['AES256'], 'false', 'explicit deny'],
] as const;

test.each(writes)(
  'without its last statement the policy of the bucket decides the same about encryption %j with TLS %s',
  (encryption, isSecure, expected) => {
    const context = {
      's3:x-amz-server-side-encryption': encryption,
      'aws:SecureTransport': isSecure,
    };
    expect(writtenBy('bucket-policy.json', context)).toBe(expected);
    expect(writtenBy('bucket-policy-short.json', context)).toBe(expected);
  },
);

function writtenBy(file: string, values: Context['values']): string {
  const policies = {
    identity: [allowed],
    resource: [{ name: file, document: readDocument(documentIn(file), 'resource') }],
  };
  const account = '111111111111';
  return decide(policies, {
    caller: { kind: 'user', arn: `arn:aws:iam::${account}:user/dave`, account },
    action: 's3:PutObject',
    resource: '${NotesA.Arn}/docs/a.txt',
    resourceAccount: account,
    context: { values, unknown: 'rest' },
  }).decision;
}

const allowed = {
  name: 'own',
  document: readDocument(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
    },
    'identity',
  ),
};
