/**
 * What S3 Block Public Access leaves of a bucket policy that lets everybody in, as one more policy of the bucket. Pure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { operatorOf } from '../condition/operators.ts';
import { admitsAll, type Condition, type Document, type Statement } from '../policy/statement.ts';
import { readDocument } from '../policy/read.ts';
import { isMap } from '../policy/values.ts';
import { partsOf } from '../text/arn.ts';

/** What denies the request, and what refuses to take such a policy; the other two settings are about ACLs. */
const aboutPolicies = ['RestrictPublicBuckets', 'BlockPublicPolicy'];

/**
 * Denies everybody who is neither of the owner's account nor a service of AWS. Nothing where the policy lets only some in,
 * or nothing is blocked.
 * @param block the `PublicAccessBlockConfiguration`; new buckets have all of it on, also those that say nothing
 */
export function publicAccessPolicy(
  policies: readonly Document[],
  { block, account }: { readonly block: unknown; readonly account: string },
): Document | undefined {
  const [setting] = aboutPolicies.filter((each) => isOn(block, each));
  const isOpen = policies.some(({ statements }) => statements.some(isPublic));
  if (setting === undefined || !isOpen) return undefined;
  const statement = {
    ...{ Sid: setting, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' },
    Condition: {
      StringNotEquals: { 'aws:PrincipalAccount': account },
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
  return readDocument({ Version: '2012-10-17', Statement: [statement] }, 'resource');
}

function isOn(block: unknown, setting: string): boolean {
  if (block === undefined) return true;
  return isMap(block) && String(block[setting]) === 'true';
}

/** Does it let in more than fixed values name? */
function isPublic({ effect, principals, conditions }: Statement): boolean {
  return effect === 'Allow' && admitsAll(principals) && !conditions.some(isFixed);
}

const fixing =
  /^(aws:(source(ip|arn|account|owner|vpc|vpce|orgid)|principal(arn|account|orgid)|userid)|s3:(dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id))$/;

/** Does it hold a request to fixed values, in S3's meaning? */
export function isFixed({ key, operator, isIfExists, quantifier, values }: Condition): boolean {
  if (operator === 'Null' || isIfExists || quantifier === 'all') return false;
  if (operatorOf(operator).isNegated || !fixing.test(key.toLowerCase())) return false;
  return values.every((each) => isFixedValue(each, key.toLowerCase()));
}

/** A name of an access point may be open where its account is not; blocks of more than /8 are the world. */
function isFixedValue(value: string, key: string): boolean {
  if (key === 'aws:sourceip') return Number(value.split('/')[1] ?? 32) >= 8;
  if (key === 's3:dataaccesspointarn') return /^\d{12}$|^\$\{/.test(partsOf(value)[4] ?? '');
  return !/[*?]|\$\{aws:/i.test(value);
}
