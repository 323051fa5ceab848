/** What a bucket's policy and its public access block let everybody do, as the user guide tells it. */
import { readDocument } from '../../lib/iam/policy/read.ts';
import { anybodyMay, samplesOf, type Decision } from '../../lib/s3/anybody.ts';
import fc from '../support/fast-check.ts';

const arn = 'arn:aws:s3:::amzn-s3-demo-bucket';
const open = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `${arn}/*`,
  ...more,
});

function may(
  statements: unknown,
  [action, resource]: [string, string],
  block: unknown = open,
): Decision['may'] {
  return anybodyMay({ policy: { Statement: statements }, block }, { action, resource }).may;
}
const getA: [string, string] = ['s3:GetObject', '/a'];

describe('statements', () => {
  test.each<[string, unknown, [string, string], Decision['may']]>([
    ['the policy of a website lets everybody get', allow(), getA, 'allowed'],
    ['and nothing else', allow(), ['s3:PutObject', '/a'], 'implicit deny'],
    ['nor list', allow(), ['s3:ListBucket', ''], 'implicit deny'],
    ['without a statement nobody may', [], getA, 'implicit deny'],
    ['AWS: * is everybody too', allow({ Principal: { AWS: '*' } }), getA, 'allowed'],
    ['a list with a star too', allow({ Principal: { AWS: ['1', '*'] } }), getA, 'allowed'],
    ['an account is not', allow({ Principal: { AWS: '111122223333' } }), getA, 'implicit deny'],
    ['a service is not', allow({ Principal: { Service: 'x' } }), getA, 'implicit deny'],
    [
      'NotPrincipal is all others',
      allow({ Principal: undefined, NotPrincipal: { AWS: '1' } }),
      getA,
      'depends',
    ],
    ['actions have wildcards', allow({ Action: 's3:Get*' }), getA, 'allowed'],
    ['and no case', allow({ Action: 'S3:getobject' }), getA, 'allowed'],
    [
      'NotAction is all others',
      allow({ Action: undefined, NotAction: 's3:Put*' }),
      getA,
      'allowed',
    ],
    ['a folder is no other', allow({ Resource: `${arn}/b/*` }), getA, 'implicit deny'],
    [
      'objects are not the bucket',
      allow({ Action: 's3:*' }),
      ['s3:ListBucket', ''],
      'implicit deny',
    ],
    [
      'the bucket is not its objects',
      allow({ Action: 's3:*', Resource: arn }),
      ['s3:GetObject', '/a'],
      'implicit deny',
    ],
    ['a star is both', allow({ Action: 's3:*', Resource: '*' }), ['s3:ListBucket', ''], 'allowed'],
    [
      'a condition decides later',
      allow({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
      getA,
      'depends',
    ],
    [
      'but nobody without credentials is in an organization',
      allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      getA,
      'implicit deny',
    ],
    [
      'a name that only the deployment knows decides too',
      allow({ Resource: `${arn}/\${Folder}/*` }),
      ['s3:GetObject', '/a/b'],
      'depends',
    ],
    [
      'a policy that S3 refuses lets nobody in',
      [allow(), allow({ Efect: 'Allow' })],
      getA,
      'implicit deny',
    ],
    [
      'an ARN that only the deployment knows',
      allow({ Resource: '${SiteBucket397A1860.Arn}/*' }),
      getA,
      'allowed',
    ],
  ])('%s', (_, ...[statements, asked, told]) => {
    expect(may(statements, asked)).toBe(told);
  });

  test('an explicit Deny beats the Allow, and only for what it names', () => {
    const both = [allow(), allow({ Effect: 'Deny', Resource: `${arn}/private/*` })];
    expect(may(both, ['s3:GetObject', '/private/plan.txt'])).toBe('explicit deny');
    expect(may(both, getA)).toBe('allowed');
    expect(may(both.toReversed(), ['s3:GetObject', '/private/plan.txt'])).toBe('explicit deny');
  });

  test('a Deny on a condition leaves it open', () => {
    const tls = allow({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(may([allow(), tls], getA)).toBe('depends');
  });
});

describe('the public access block (access-control-block-public-access.html)', () => {
  test.each<[string, unknown, Decision['may']]>([
    ['BlockPublicPolicy takes no public policy', { BlockPublicPolicy: true }, 'explicit deny'],
    ['RestrictPublicBuckets lets nobody in', { RestrictPublicBuckets: 'true' }, 'explicit deny'],
    ['the settings for ACLs are not about policies', open, 'allowed'],
    ['a setting that is not written is off', {}, 'allowed'],
    ['where nothing is said all four are on', undefined, 'explicit deny'],
  ])('%s', (_, block, told) => {
    const policy = { Statement: [allow()] };
    const asked = { action: 's3:GetObject', resource: '/a' };
    expect(anybodyMay({ policy, block }, asked).may).toBe(told);
  });
});

test('for each resource that is open there is a sample', () => {
  const Statement = [
    allow({ Resource: [arn, `${arn}/*`, `${arn}/photos/??.jpg`] }),
    allow({ Effect: 'Deny', Resource: `${arn}/x` }),
    allow({ Resource: '*' }),
  ];
  expect(samplesOf(readDocument({ Statement }, 'resource'))).toEqual([
    '',
    '/a',
    '/photos/aa.jpg',
    '',
    '/a',
  ]);
});

test('another Deny opens nothing, another Allow closes nothing', () => {
  const path = fc.constantFrom('/*', '/a', '/b/*', '');
  const action = fc.constantFrom('s3:GetObject', 's3:*', 's3:Put*');
  const statement = fc
    .record({ effect: fc.constantFrom('Allow', 'Deny'), path, action })
    .map(({ effect, path: tail, action: Action }) =>
      allow({ Effect: effect, Resource: `${arn}${tail}`, Action }),
    );
  fc.assert(
    fc.property(fc.array(statement), statement, path, (all, more, tail) => {
      const asked: [string, string] = ['s3:GetObject', tail.replace('*', 'x')];
      const [before, after] = [may(all, asked), may([...all, more], asked)];
      const [less, greater] = more.Effect === 'Deny' ? [after, before] : [before, after];
      expect(less === 'allowed' && greater !== 'allowed').toBe(false);
    }),
  );
});
