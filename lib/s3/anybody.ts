/**
 * What somebody without credentials may do to a bucket: its policy, and the public access block over it. Pure.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */

type Properties = Readonly<Record<string, unknown>>;

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

/** `action` such as `s3:GetObject`; `resource` is what stands behind the ARN of the bucket: `/key`, or nothing. */
export function anybodyMay(
  { policy, block }: Guards,
  { action, resource }: { readonly action: string; readonly resource: string },
): Decision {
  const met = statementsOf(policy).filter((each) => speaksOf(each, action, resource));
  const denies = met.filter(({ Effect }) => Effect === 'Deny');
  const allows = met.filter(({ Effect }) => Effect === 'Allow');
  if (denies.some(isUnconditional))
    return { may: 'explicit deny', because: 'a statement denies it to everybody' };
  if (allows.length === 0)
    return { may: 'implicit deny', because: `no statement allows ${action} to everybody` };
  if (denies.length > 0 || !allows.some(isUnconditional))
    return { may: 'depends', because: 'a condition decides' };
  const blocking = blocksOf(block).flatMap((each) => overPolicies[each] ?? []);
  return blocking.length > 0
    ? { may: 'explicit deny', because: blocking.join(', ') }
    : { may: 'allowed', because: `a statement allows ${action} to everybody` };
}

/** What each setting does to a policy that lets everybody in; the other two are about ACLs. */
const overPolicies: Readonly<Record<string, string>> = {
  BlockPublicPolicy: 'BlockPublicPolicy refuses to take the policy',
  RestrictPublicBuckets: 'RestrictPublicBuckets lets nobody in by it',
};

const everySetting = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
];

/**
 * The settings that are on. New buckets have all four on, also those of CloudFormation that say nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-bucket.html
 */
function blocksOf(block: unknown): readonly string[] {
  if (block === undefined) return everySetting;
  return everySetting.filter((each) => String((block as Properties)[each]) === 'true');
}

/** Those for everybody. */
function statementsOf(policy: unknown): readonly Properties[] {
  const { Statement: written = [] } = (policy ?? {}) as { readonly Statement?: unknown };
  return ([written].flat() as readonly Properties[]).filter(isForEverybody);
}

function isForEverybody({ Principal, NotPrincipal }: Properties): boolean {
  if (NotPrincipal !== undefined) return !isEverybody(NotPrincipal);
  return isEverybody(Principal);
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  return [(principal as Properties | undefined)?.['AWS']].flat().includes('*');
}

function isUnconditional({ Condition }: Properties): boolean {
  return Condition === undefined;
}

function speaksOf(statement: Properties, action: string, resource: string): boolean {
  const isMet = (list: unknown, excepted: unknown, is: (pattern: string) => boolean): boolean =>
    list === undefined
      ? excepted !== undefined && ![excepted].flat().map(String).some(is)
      : [list].flat().map(String).some(is);
  return (
    isMet(statement['Action'], statement['NotAction'], (each) =>
      isLike(each.toLowerCase(), action.toLowerCase()),
    ) &&
    isMet(statement['Resource'], statement['NotResource'], (each) =>
      isLike(behindBucket(each), resource),
    )
  );
}

/** For each resource that the policy opens to everybody one that it means: `/a` for `arn:aws:s3:::bucket/*`. */
export function samplesOf(policy: unknown): readonly string[] {
  const allows = statementsOf(policy).filter(({ Effect }) => Effect === 'Allow');
  const opened = allows.flatMap(({ Resource = '*' }) => [Resource].flat().map(String));
  return opened
    .map(behindBucket)
    .flatMap((each) => (each === '*' ? ['', '/a'] : [each.replace(/[*?]/g, 'a')]));
}

/** `arn:aws:s3:::bucket/private/*` -> `/private/*`; the bucket itself is nothing, `*` is everything. */
function behindBucket(arn: string): string {
  if (arn === '*') return '*';
  const [, path] = /^(?:\$\{[^{}]*\}|[^/$])*(\/.*)?$/.exec(arn) ?? [];
  return path ?? (arn.endsWith('*') ? '*' : '');
}

/** IAM's wildcards. */
function isLike(pattern: string, text: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's').test(text);
}
