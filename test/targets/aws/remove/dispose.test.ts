/** Deleting one thing after the other, in an account played on loopback. */
import { dispose } from '../../../../lib/targets/aws/remove/dispose.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { workingIn } from '../played-stacks.ts';

jest.setTimeout(60_000);

async function disposed(
  type: string,
  answers: PlayedAnswers,
): Promise<{ why: string | undefined; calls: readonly string[] }> {
  return workingIn(answers, async ({ sandbox }, stub) => {
    const why = await dispose(sandbox.client, { type, id: 'it' });
    return { why, calls: [...stub.calls] };
  });
}

test('what is gone already is gone', async () => {
  const gone = { error: 'ResourceNotFoundException' };
  const { why } = await disposed('AWS::DynamoDB::Table', { 'dynamodb.DeleteTable': gone });
  expect(why).toBeUndefined();
});

test('what cannot be deleted says why', async () => {
  const held = { error: 'DependencyViolation', message: 'somebody holds it' };
  const { why } = await disposed('AWS::EC2::VPC', { 'ec2.DeleteVpc': held });
  expect(why).toBe('DependencyViolation: somebody holds it');
});

test('a type that the kit cannot delete is said', async () => {
  const { why, calls } = await disposed('rds:db', {});
  expect(why).toBe('the kit does not know how to delete it');
  expect(calls).toEqual([]);
});

test('a bucket is emptied first', async () => {
  const { why, calls } = await disposed('AWS::S3::Bucket', {
    's3.HeadBucket': {},
    's3.ListObjectVersions': [{ Versions: [{ Key: 'a', VersionId: '1' }] }, {}],
    's3.DeleteObjects': {},
    's3.DeleteBucket': {},
  });
  expect(why).toBeUndefined();
  expect(calls.slice(-2)).toEqual(['s3.ListObjectVersions', 's3.DeleteBucket']);
  expect(calls).toContain('s3.DeleteObjects');
});

test('a role loses what hangs on it first', async () => {
  const { why, calls } = await disposed('AWS::IAM::Role', {
    'iam.ListAttachedRolePolicies': {
      AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    },
    'iam.DetachRolePolicy': {},
    'iam.ListRolePolicies': { PolicyNames: ['Inline'] },
    'iam.DeleteRolePolicy': {},
    'iam.ListInstanceProfilesForRole': { InstanceProfiles: [] },
    'iam.DeleteRole': {},
  });
  expect(why).toBeUndefined();
  expect(calls.filter((each) => !each.includes('List'))).toEqual([
    'iam.DetachRolePolicy',
    'iam.DeleteRolePolicy',
    'iam.DeleteRole',
  ]);
});

test.each([
  [
    'AWS::DynamoDB::Table',
    'dynamodb.DeleteTable',
    'Resource cannot be deleted as it is currently protected against deletion.',
    /aws dynamodb update-table --table-name it --no-deletion-protection-enabled/,
  ],
  [
    'AWS::Cognito::UserPool',
    'cognito-identity-provider.DeleteUserPool',
    'The user pool cannot be deleted because deletion protection is activated.',
    /aws cognito-idp update-user-pool --user-pool-id it --deletion-protection INACTIVE/,
  ],
  [
    'AWS::EC2::Instance',
    'ec2.TerminateInstances',
    "Modify its 'disableApiTermination' instance attribute and try again.",
    /aws ec2 modify-instance-attribute --instance-id it --no-disable-api-termination/,
  ],
])('a protected %s says who protects it and how that is lifted', async (type, ...told) => {
  const [call, message, how] = told;
  const { why } = await disposed(type, { [call]: { error: 'ValidationException', message } });
  expect(why).toMatch(/^it is protected from deletion, as the production variant has it; aws /);
  expect(why).toMatch(how);
});
