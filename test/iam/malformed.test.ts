/** What is wrong with a document is told with its place and in a sentence, and grants nothing; what is right is taken. */
import { decide } from '../../lib/iam/decide/decide.ts';
import type { DocumentKind } from '../../lib/iam/policy/problems.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import { but, good, held, of, trust, version, when } from './documents.ts';
import { malformed } from './malformed-documents.ts';

describe('a malformed document', () => {
  const rows = malformed.map(([what, ...row]) => [what, row] as const);

  test.each(rows)('says what is wrong: %s', (_, [written, place, says, kind = 'identity']) => {
    const { problems, statements } = readDocument(written, kind);

    expect(problems.map((each) => ({ ...each, says: each.says.slice(0, says.length) }))).toEqual([
      { place, says, isRefused: true },
    ]);
    expect(statements).toEqual([]);
  });

  it('says all that is wrong, with the statement that it is in', () => {
    const written = of(good, { ...good, Effect: 'Permit', Action: 'Get' }, { ...good, Sids: 'A' });
    expect(readDocument(written, 'identity').problems.map(({ place }) => place)).toEqual([
      ...['Statement[1].Effect', 'Statement[1].Action', 'Statement[2].Sids'],
    ]);
  });

  it('shows of a long value the beginning', () => {
    const [problem] = readDocument(but({ Effect: 'A'.repeat(100) }), 'identity').problems;
    expect(problem?.says).toBe(`it is Allow or Deny, not "${'A'.repeat(56)}...`);
  });

  it('grants nothing by its other statements, and denies nothing either', () => {
    expect(decisionBy(of(good))).toBe('allowed');
    expect(decisionBy(of(good, { ...good, Effect: 'allow' }))).toBe('implicit deny');
    expect(decisionBy(of({ ...good, Effect: 'Deny' }, { ...good, Action: 'Get' }))).toBe(
      'implicit deny',
    );
  });
});

function decisionBy(written: unknown): string {
  const document = readDocument(written, 'identity');
  const account = '111122223333';
  return decide(
    { identity: [{ name: 'Own', document }] },
    {
      caller: { kind: 'user', arn: `arn:aws:iam::${account}:user/Ann`, account },
      ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::box/a' },
      context: { values: { 'aws:SecureTransport': 'true' }, unknown: [] },
    },
  ).decision;
}

const valid: readonly (readonly [what: string, written: unknown, kind?: DocumentKind])[] = [
  ['one statement that is no list', { Version: version, Statement: good }],
  ['JSON text', JSON.stringify(of(good))],
  ['lists of actions and resources', but({ Action: ['s3:GetObject', 's3:Put*'], Resource: ['*'] })],
  ['no version', { Statement: [good] }],
  [
    'the version before variables, with an id',
    { Version: '2008-10-17', Id: 'Mine', Statement: good },
  ],
  [
    'NotAction and NotResource',
    of({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::vault/*' }),
  ],
  [
    'a star for every action and an ARN that ends early',
    but({ Action: '*', Resource: 'arn:aws:s3*' }),
  ],
  ['an empty Sid', but({ Sid: '' })],
  ['a boolean for a value', when({ Bool: { 'aws:SecureTransport': true } })],
  [
    'numbers for values',
    when({ NumericLessThanIfExists: { 'aws:MultiFactorAuthAge': [300, 3600] } }),
  ],
  [
    'operators and quantifiers in another case',
    when({ 'forallvalues:stringlikeifexists': { 'aws:TagKeys': 'a' } }),
  ],
  ['an empty condition', when({})],
  [
    'an ARN whose last part has colons',
    but({ Resource: ['*', 'arn:aws:logs:eu-west-1:111122223333:log-group:/a:*'] }),
  ],
  [
    'what a template refers to',
    but({
      Resource: ['${Bucket.Arn}/*', 'arn:${AWS::Partition}:s3:::box/a', '{{resolve:ssm:/arn}}'],
    }),
  ],
  ['a variable in a resource', but({ Resource: "arn:aws:s3:::box/${aws:username, 'a'}" })],
  [
    'principals of every kind',
    but(
      {
        Principal: { AWS: ['111122223333', '*'], Service: 's3.amazonaws.com', CanonicalUser: 'a1' },
      },
      held,
    ),
    'resource',
  ],
  [
    'NotPrincipal',
    but({ Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: '111122223333' } }, held),
    'resource',
  ],
  ['a trust policy', of(trust), 'trust'],
  ['a Sid with a blank, held by a resource', but({ Sid: 'Read all' }, held), 'resource'],
  [
    'a policy of a repository, without a resource',
    but({ Action: 'ecr:*', Resource: undefined }, held),
    'repository',
  ],
];

describe('a document', () => {
  const rows = valid.map(([what, ...row]) => [what, row] as const);

  test.each(rows)('is taken with %s', (_, [written, kind = 'identity']) => {
    const { problems, statements } = readDocument(written, kind);

    expect(problems).toEqual([]);
    expect(statements).toHaveLength(1);
  });

  test.each(rows.slice(0, 11))('allows what it says, with %s', (_, [written]) => {
    expect(decisionBy(written)).toBe('allowed');
  });

  it('reads values as texts, and a list of one as that one', () => {
    const [statement] = readDocument(
      but({ Action: ['s3:*'], Condition: { 'ForAnyValue:NumericEquals': { 'a:b': [1, true] } } }),
      'identity',
    ).statements;
    expect(statement).toEqual({
      ...{ index: 0, effect: 'Allow', actions: { isExcept: false, patterns: ['s3:*'] } },
      resources: { isExcept: false, patterns: ['arn:aws:s3:::box/*'] },
      conditions: [
        {
          quantifier: 'any',
          operator: 'NumericEquals',
          isIfExists: false,
          key: 'a:b',
          values: ['1', 'true'],
        },
      ],
    });
  });
});
