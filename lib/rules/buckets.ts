/** Buckets, and what the templates let everybody do with them. Pure. */
import type { HeldPolicy } from '../iam/gather/held.ts';
import { isFixed } from '../iam/gather/public-access.ts';
import type { Policy } from '../iam/policies.ts';
import type { Document, Principals, Statement } from '../iam/policy/statement.ts';
import { anybodyMayBy, samplesOf } from '../s3/anybody.ts';
import type { Resource } from '../template/template.ts';
import { isTrue, mapOf, textOf } from './values.ts';

export function bucketsIn(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(({ type }) => type === 'AWS::S3::Bucket');
}

/** May anybody do this to some object of the bucket, or to the bucket, in AWS's meaning of public? */
export function isPublic(
  { properties }: Resource,
  policies: readonly Policy[],
  action: string,
): boolean {
  const block = properties.PublicAccessBlockConfiguration;
  const weighed = policies.map(({ document }) => withoutConditions(document));
  return weighed.some((document) =>
    samplesOf(document).some(
      (resource) => anybodyMayBy({ document, block }, { action, resource }).may === 'allowed',
    ),
  );
}

/** What anybody may do by a policy on a bucket that is in no template, if nothing blocks it there. */
export function openedElsewhere(
  { carrier, elsewhere, policy }: HeldPolicy,
  actions: readonly string[],
): readonly string[] {
  if (carrier.type !== 'AWS::S3::BucketPolicy' || elsewhere === undefined) return [];
  const bucket = { ...carrier, properties: { PublicAccessBlockConfiguration: {} } };
  return actions.filter((action) => isPublic(bucket, [policy], action));
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
function withoutConditions(document: Document): Document {
  const statements = document.statements.filter(isWeighed).map((statement) => ({
    ...statement,
    ...(isForTheWeb(statement.principals) ? { principals: anybody } : {}),
    conditions: [],
  }));
  return { ...document, statements };
}

const anybody: Principals = {
  ...{ isExcept: false, isAnybody: true },
  ...{ aws: [], services: [], federated: [], canonical: [] },
};

/** Whoever signs in at `graph.facebook.com`; a provider of the account's own has an ARN. */
function isForTheWeb(principals: Principals | undefined): boolean {
  if (principals === undefined || principals.isExcept) return false;
  return principals.federated.some((each) => !each.startsWith('arn:'));
}

/** A Deny on a condition leaves open what the condition does not meet. */
function isWeighed({ effect, conditions }: Statement): boolean {
  return effect === 'Allow' ? !conditions.some(isFixed) : conditions.length === 0;
}
