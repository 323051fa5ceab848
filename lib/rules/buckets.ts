/** Buckets, and what the templates let everybody do with them. Pure. */
import { anybodyMay, samplesOf } from '../s3/anybody.ts';
import type { Resource } from '../template/template.ts';
import { finderOf } from './references.ts';
import { statementsOf, type Condition, type Statement } from './statements.ts';
import { isTrue, listOf, mapOf, textOf } from './values.ts';

export function bucketsIn(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(({ type }) => type === 'AWS::S3::Bucket');
}

/** The documents of the policies on a bucket: they name it by reference or, where it has one, by name. */
export function policiesOn(bucket: Resource, resources: readonly Resource[]): readonly unknown[] {
  const find = finderOf(resources);
  const { BucketName } = bucket.properties;
  return resources
    .filter(({ type }) => type === 'AWS::S3::BucketPolicy')
    .filter((policy) => {
      const { Bucket } = policy.properties;
      return find(Bucket, policy) === bucket || (Bucket !== undefined && Bucket === BucketName);
    })
    .map(({ properties }) => properties.PolicyDocument);
}

/** May anybody do this to some object of the bucket, or to the bucket, in AWS's meaning of public? */
export function isPublic(
  { properties }: Resource,
  policies: readonly unknown[],
  action: string,
): boolean {
  const block = properties.PublicAccessBlockConfiguration;
  return policies.map(withoutConditions).some((policy) =>
    samplesOf(policy).some((resource) => {
      return anybodyMay({ policy, block }, { action, resource }).may === 'allowed';
    }),
  );
}

/** Does an ACL open it, which nothing blocks? New buckets have ACLs blocked where nothing else is said. */
export function isPublicByAcl({ properties }: Resource): boolean {
  const block = properties.PublicAccessBlockConfiguration;
  const { BlockPublicAcls, IgnorePublicAcls } = mapOf(block);
  const isBlocked = block === undefined || isTrue(BlockPublicAcls) || isTrue(IgnorePublicAcls);
  return !isBlocked && /^(Public|AuthenticatedRead$)/.test(textOf(properties.AccessControl));
}

/**
 * Conditions as S3 weighs them when it decides whether a policy is public: one that asks for a fixed value of these keys
 * takes the statement out of it, any other changes nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
function withoutConditions(document: unknown): unknown {
  const parsed = statementsOf(document);
  const weighed = listOf(mapOf(document).Statement).filter((_, index) => {
    const statement = parsed[index];
    return statement !== undefined && isWeighed(statement);
  });
  return {
    Statement: weighed.map(mapOf).map(({ Condition: _, Principal, ...statement }) => ({
      ...statement,
      Principal: isIdentityOfTheWeb(Principal) ? '*' : Principal,
    })),
  };
}

/** Whoever signs in at `graph.facebook.com`; a provider of the account's own has an ARN. */
function isIdentityOfTheWeb(principal: unknown): boolean {
  return listOf(mapOf(principal).Federated).some((each) => !textOf(each).startsWith('arn:'));
}

/** A Deny on a condition leaves open what the condition does not meet. */
function isWeighed({ isAllow, conditions }: Statement): boolean {
  return isAllow ? !conditions.some(isFixed) : conditions.length === 0;
}

const fixing = new Set([
  'aws:sourceip',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

function isFixed({ key, operator, isIfExists, values }: Condition): boolean {
  const isDemanded = /^(string(equals|like|equalsignorecase)|arn(equals|like)|ipaddress)$/;
  return (
    fixing.has(key) &&
    isDemanded.test(operator) &&
    !isIfExists &&
    !values.some((each) => /[*?]/.test(each) || /^(0\.0\.0\.0|::)\/0$/.test(each))
  );
}
