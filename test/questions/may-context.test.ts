/** What `--context` and `--without` may say of a request. */
import { contextOf, unknownNames } from '../../lib/questions/may-context.ts';
import { unknownKeys } from '../../lib/questions/may-names.ts';
import { resource } from '../iam/resources.ts';

const taken: readonly (readonly [
  pairs: readonly string[],
  without: readonly string[],
  context: unknown,
])[] = [
  [['aws:TagKeys=a', 'AWS:tagkeys=b'], [], { 'aws:TagKeys': ['a', 'b'] }],
  [['aws:CalledVia=a', 'aws:CalledVia=b'], [], { 'aws:CalledVia': ['a', 'b'] }],
  [
    ['dynamodb:LeadingKeys=a', 'dynamodb:LeadingKeys=b'],
    [],
    { 'dynamodb:LeadingKeys': ['a', 'b'] },
  ],
  [
    ['sts:TransitiveTagKeys=a', 'sts:TransitiveTagKeys=b'],
    [],
    { 'sts:TransitiveTagKeys': ['a', 'b'] },
  ],
  [['kms:GrantOperations=a', 'kms:GrantOperations=b'], [], { 'kms:GrantOperations': ['a', 'b'] }],
  [
    ['aws:PrincipalTag/a=b=c'],
    ['aws:SourceIp'],
    { 'aws:PrincipalTag/a': 'b=c', 'aws:SourceIp': [] },
  ],
  [['aws:SourceIp=2001:db8::1'], [], { 'aws:SourceIp': '2001:db8::1' }],
  [['aws:SourceIp=${Address}'], [], { 'aws:SourceIp': '${Address}' }],
  [['aws:CurrentTime=2026-01-31T12:00:00Z'], [], { 'aws:CurrentTime': '2026-01-31T12:00:00Z' }],
  [['aws:EpochTime=1767225600'], [], { 'aws:EpochTime': '1767225600' }],
  [['aws:SecureTransport=False'], [], { 'aws:SecureTransport': 'False' }],
  [['aws:MultiFactorAuthAge=300'], [], { 'aws:MultiFactorAuthAge': '300' }],
  [['aws:SourceVpce='], [], { 'aws:SourceVpce': '' }],
];

test.each(taken)('%j without %j is taken', async (pairs, without, context) => {
  expect(await contextOf(pairs, without)).toEqual(context);
});

const refused: readonly (readonly [
  pairs: readonly string[],
  without: readonly string[],
  says: string,
])[] = [
  [
    ['aws:CurrentTime=2026-01-31', 'aws:currenttime=2019-01-31'],
    [],
    'aws:CurrentTime has one value in a request, not 2',
  ],
  [['aws:PrincipalTag/team=a', 'aws:PrincipalTag/team=b'], [], 'has one value'],
  [['dynamodb:Select=a', 'dynamodb:Select=b'], [], 'has one value'],
  [['sts:RoleSessionName=a', 'sts:RoleSessionName=b'], [], 'has one value'],
  [
    ['aws:SourceIp=192.0.2.1'],
    ['AWS:sourceip'],
    '--context says what aws:SourceIp is, and --without that it is none',
  ],
  [
    ['aws:CurrentTime=garbage'],
    [],
    "aws:CurrentTime is a date such as 2026-01-31 or 2026-01-31T12:00:00Z, not 'garbage'",
  ],
  [['aws:CurrentTime='], [], "not ''"],
  [['aws:CurrentTime=2026-13-31'], [], 'is a date'],
  [['aws:CurrentTime=2026-01-31T12:00:00'], [], 'is a date'],
  [['aws:EpochTime=2026-01-31'], [], 'aws:EpochTime is a number of seconds'],
  [['AWS:SOURCEIP=192.0.2.0/24'], [], 'is one address such as 203.0.113.7'],
  [['aws:SourceIp=garbage'], [], 'is one address'],
  [['aws:SecureTransport=yes'], [], "aws:SecureTransport is true or false, not 'yes'"],
  [['aws:MultiFactorAuthPresent=1'], [], 'is true or false'],
  [['aws:ViaAWSService='], [], 'is true or false'],
  [['aws:MultiFactorAuthAge=old'], [], 'is a number of seconds'],
  [['__proto__=x'], [], "'__proto__' is no condition key"],
  [['constructor=x'], [], "'constructor' is no condition key"],
  [[], ['toString'], "'toString' is no condition key"],
];

test.each(refused)('%j without %j is refused', async (pairs, without, says) => {
  await expect(contextOf(pairs, without)).rejects.toMatchObject({
    code: 'BadOption',
    message: expect.stringContaining(says) as string,
    next: expect.any(String) as string,
  });
});

test('keys of an identity provider are taken on trust, and a prefix that every object has is no service', async () => {
  const keys = ['token.actions.githubusercontent.com:sub', 'oidc.example.org/id:aud', 'saml:aud'];
  expect(await unknownKeys(keys)).toEqual([]);
  const odd = ['aws:SourceAcount', 'constructor:name', '__proto__:x'];
  expect(await unknownKeys(odd)).toEqual(odd);
});

test('names that no resource has are told, pseudo parameters and variables are none', () => {
  const context = {
    'aws:SourceArn': '${Photos.Arn}/${Nope.Arn}',
    'aws:SourceAccount': '${AWS::AccountId}',
    'aws:CalledVia': ['${Nope}', '${aws:username}', '${Other}'],
  };
  expect(unknownNames(context, [resource('Photos', 'AWS::S3::Bucket')])).toEqual(['Nope', 'Other']);
});
