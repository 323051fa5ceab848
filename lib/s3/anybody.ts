/**
 * What somebody without credentials may do to a bucket: its policy, and the public access block over it. Pure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { decide } from '../iam/decide/decide.ts';
import { named } from '../iam/decide/names.ts';
import { publicAccessPolicy } from '../iam/gather/public-access.ts';
import { readDocument } from '../iam/policy/read.ts';
import {
  emptyDocument,
  type Document,
  type Listed,
  type Statement,
} from '../iam/policy/statement.ts';
import { partsOf } from '../iam/text/arn.ts';
import { Symbols } from '../iam/text/symbols.ts';
import { own } from '../template/values.ts';

/** The account of the bucket, of which nobody without credentials is. */
const owner = '111122223333';

export interface Guards {
  /** Of the bucket policy, as it is written. */
  readonly policy?: unknown;
  /** The `PublicAccessBlockConfiguration`, as it is written; a bucket has all four on when nothing is said. */
  readonly block?: unknown;
}

export interface Decision {
  /** `depends`: on a condition, or on a name that only the deployment knows. */
  readonly may: 'allowed' | 'explicit deny' | 'implicit deny' | 'depends';
  readonly because: string;
}

interface Asked {
  readonly action: string;
  /** What stands behind the ARN of the bucket: `/key`, or nothing. */
  readonly resource: string;
}

export function anybodyMay({ policy, block }: Guards, asked: Asked): Decision {
  return anybodyMayBy({ document: documentOf(policy), block }, asked);
}

/** The same by a policy that was read. */
export function anybodyMayBy(
  { document, block }: { readonly document: Document; readonly block?: unknown },
  { action, resource }: Asked,
): Decision {
  const told = ofOneBucket(document);
  const blocked = publicAccessPolicy([told], { block, account: owner });
  const policies = [told, ...(blocked === undefined ? [] : [blocked])];
  const { decision, by, needs } = decide(
    { resource: policies.map((each) => ({ name: 'bucket policy', document: each })) },
    {
      ...{ caller: { kind: 'anonymous' }, action, resource: `${bucket}${resource}` },
      context: { values: {}, unknown: 'rest' },
    },
  );
  const because = {
    allowed: `a statement allows ${action} to everybody`,
    'explicit deny':
      own(overPolicies, by?.statement.sid ?? '') ?? 'a statement denies it to everybody',
    'implicit deny': `no statement allows ${action} to everybody`,
    depends: `a condition decides: ${needs.join(', ')}`,
  }[decision];
  return { may: decision, because };
}

/** What each setting does to a policy that lets everybody in. */
const overPolicies: Readonly<Record<string, string>> = {
  BlockPublicPolicy: 'BlockPublicPolicy refuses to take the policy',
  RestrictPublicBuckets: 'RestrictPublicBuckets lets nobody in by it',
};

function documentOf(policy: unknown): Document {
  return policy === undefined ? emptyDocument : readDocument(policy, 'resource');
}

/** The policy of a bucket speaks of that bucket, by whatever name: here they are all the same. */
const bucket = 'arn:aws:s3:::bucket';

function ofOneBucket(document: Document): Document {
  const statements = document.statements.map((statement) => ({
    ...statement,
    ...(statement.resources === undefined ? {} : { resources: withBucket(statement.resources) }),
  }));
  return { ...document, statements };
}

function withBucket({ isExcept, patterns }: Listed): Listed {
  return { isExcept, patterns: patterns.map((each) => inBucket(behindBucket(each))) };
}

function inBucket(path: string): string {
  return path === '*' ? path : `${bucket}${path}`;
}

/** For each resource that the policy opens to everybody one that it means: `/a` for `arn:aws:s3:::bucket/*`. */
export function samplesOf({ statements }: Document): readonly string[] {
  return statements
    .filter(isOpening)
    .flatMap(({ resources }) =>
      resources?.isExcept === true ? ['*'] : (resources?.patterns ?? []),
    )
    .map(behindBucket)
    .flatMap((each) => (each === '*' ? ['', '/a'] : [each.replace(/[*?]/g, 'a')]));
}

function isOpening({ effect, principals }: Statement): boolean {
  const { anybody } = named(principals, { kind: 'anonymous' }, new Symbols());
  return effect === 'Allow' && anybody === true;
}

/** `arn:aws:s3:::bucket/private/*` -> `/private/*`; the bucket itself is nothing, `*` is everything. */
function behindBucket(arn: string): string {
  const resource = partsOf(arn)[5] ?? arn;
  const [, path] = /^(?:\$\{[^{}]*\}|[^/$])*(\/.*)?$/s.exec(resource) ?? [];
  return path ?? (resource.endsWith('*') ? '*' : '');
}
