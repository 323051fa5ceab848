/** What the book of cases has to hold, and one thing that no case of its own can show. */
import { judgeAnswer } from './checks/asking.ts';
import { cases } from './checks/cases.ts';
import { documentIn } from './checks/documents.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import { decide } from '../../lib/iam/decide/decide.ts';

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

test.each([[['AES256']], [['aws:kms']], [[]]])(
  'without its last statement the policy of the bucket decides the same about encryption %j',
  (encryption) => {
    const decisionBy = (file: string): string =>
      decide(
        {
          identity: [allowed],
          resource: [{ name: file, document: readDocument(documentIn(file), 'resource') }],
        },
        {
          caller: {
            kind: 'user',
            arn: 'arn:aws:iam::111111111111:user/dave',
            account: '111111111111',
          },
          action: 's3:PutObject',
          resource: '${NotesA.Arn}/docs/a.txt',
          resourceAccount: '111111111111',
          context: {
            values: {
              's3:x-amz-server-side-encryption': encryption,
              'aws:SecureTransport': 'true',
            },
            unknown: 'rest',
          },
        },
      ).decision;
    const expected = encryption.includes('AES256') ? 'allowed' : 'explicit deny';
    expect(decisionBy('bucket-policy.json')).toBe(expected);
    expect(decisionBy('bucket-policy-short.json')).toBe(expected);
  },
);

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
