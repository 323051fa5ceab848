/** Every call that the code of target aws makes is in the policy that `lab permissions` prints. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';
import { kitCalls } from '../../../../lib/targets/aws/permissions/kit-calls.ts';
import type { ActionTable } from '../../../../lib/targets/aws/permissions/permissions.ts';

/** SDK's name of a service -> its prefix in policies. */
const prefixes: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  'auto-scaling': 'autoscaling',
  cloudformation: 'cloudformation',
  cloudwatch: 'cloudwatch',
  'cloudwatch-logs': 'logs',
  'cognito-identity': 'cognito-identity',
  'cognito-identity-provider': 'cognito-idp',
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  iam: 'iam',
  kms: 'kms',
  lambda: 'lambda',
  'resource-groups-tagging-api': 'tag',
  'route-53': 'route53',
  s3: 's3',
  'service-quotas': 'servicequotas',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
};

/** Commands whose permission has another name. */
const otherwise: Readonly<Record<string, string>> = {
  'apigateway:DeleteRestApi': 'apigateway:DELETE',
  'apigateway:GetRestApi': 'apigateway:GET',
  'lambda:GetLayerVersionByArn': 'lambda:GetLayerVersion',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:HeadBucket': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
};

/** What a user of the lab calls with nothing, or with a token: no policy of the person's. */
const ofUsers = ['cognito-identity:GetId', 'cognito-identity:GetCredentialsForIdentity'];

/** `'ec2', 'DescribeVpcs'` and `service: 'ec2', command: 'DescribeVpcs'`, wherever they stand. */
function calledIn(folder: string): readonly string[] {
  const below = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const files = below.filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const text = readFileSync(join(root, folder, name), 'utf8');
    const calls = text.matchAll(/'([a-z][a-z0-9-]*)',\s*(?:command: )?'([A-Z]\w+)'/g);
    return [...calls].flatMap(([, service = '', command = '']) => {
      const prefix = prefixes[service];
      const action = `${prefix ?? ''}:${command}`;
      return prefix === undefined ? [] : [otherwise[action] ?? action];
    });
  });
}

test('a person with the policy may do all that the kit does', () => {
  const table = JSON.parse(
    readFileSync(join(root, 'lib', 'targets', 'aws', 'permissions', 'actions.json'), 'utf8'),
  ) as ActionTable;
  const allowed = [...kitCalls.map(({ actions }) => actions), ...Object.values(table.types)];
  const known = new Set(allowed.flatMap((actions) => actions.split(' ')));
  const describes = /^(ec2|elasticloadbalancing):Describe/;
  expect(known).toContain('ec2:Describe*');
  const called = [...calledIn('lib/targets/aws'), ...calledIn('lib/targets/api')];
  expect(called.length).toBeGreaterThan(60);
  const missing = called
    .filter((action) => !ofUsers.includes(action))
    .filter((action) => !known.has(action) && !describes.test(action));
  expect([...new Set(missing)].sort()).toEqual([]);
});
