/** What a template leaves open is never taken for certain, and what is no principal names nobody. */
import { decide } from '../../lib/iam/decide/decide.ts';
import type { Policies } from '../../lib/iam/policies.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import { callerIn } from './caller.ts';

const allow = { Effect: 'Allow', Action: 's3:GetObject' };

function own(statement: object): Policies {
  const Statement = { ...allow, Resource: '*', ...statement };
  const document = readDocument({ Version: '2012-10-17', Statement }, 'identity');
  return { identity: [{ name: 'own', document }] };
}

function ofBucket(Principal: unknown): Policies {
  const Statement = { ...allow, Resource: '*', Principal };
  const document = readDocument({ Version: '2012-10-17', Statement }, 'resource');
  return { resource: [{ name: 'of the bucket', document }] };
}

const flag = { Condition: { Null: { 'aws:TokenIssueTime': '${Flag}' } } };

const rows: readonly (readonly [string, Policies, string, string])[] = [
  [
    'an ARN given as a parameter',
    own({ Resource: '${Arn}/docs/x' }),
    'arn:aws:s3:::box/docs/x',
    'depends',
  ],
  ['the same ARN', own({ Resource: '${Arn}/docs/x' }), '${Arn}/docs/x', 'depends'],
  ['a Null whose value is a parameter', own(flag), 'arn:aws:s3:::box/a', 'depends'],
  [
    'an ARN of five parts',
    ofBucket({ AWS: 'arn:aws:iam::111122223333' }),
    'arn:aws:s3:::box/a',
    'implicit deny',
  ],
  [
    'the ARN of the user',
    ofBucket({ AWS: 'arn:aws:iam::111122223333:user/a' }),
    'arn:aws:s3:::box/a',
    'allowed',
  ],
];

test.each(rows.map(([title, ...rest]) => [title, rest] as const))('%s', (_, rest) => {
  const [policies, resource, expected] = rest;
  const caller = callerIn('arn:aws:iam::111122223333:user/a');
  const request = {
    caller,
    action: 's3:GetObject',
    resource,
    context: { values: {}, unknown: [] },
  };
  expect(decide(policies, request).decision).toBe(expected);
});

test('who owns a resource of which only the deployment knows the ARN is not known', () => {
  const caller = callerIn('arn:aws:iam::111122223333:user/a');
  const request = {
    caller,
    action: 's3:GetObject',
    resource: '${Arn}',
    context: { values: {}, unknown: [] },
  };
  expect(decide(own({}), request)).toMatchObject({ decision: 'depends', needs: ['${Arn}'] });
});
