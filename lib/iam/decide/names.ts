/**
 * Whom the statement of a resource's policy names, and how directly: that decides what else may limit the caller. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { Principals } from '../policy/statement.ts';
import type { Caller } from '../request.ts';
import { accountIn, isLikeArn, partsOf, segmentsOf } from '../text/arn.ts';
import { like } from '../text/like.ts';
import type { Symbols } from '../text/symbols.ts';
import { every, not, some, type Truth } from '../truth.ts';

/** How a statement names the caller; how far its grant reaches follows from it. */
export interface Named {
  /** By the ARN of the user or of the session, a service or a provider by name: nothing that is silent limits it. */
  readonly itself: Truth;
  /** By the ARN of the role: boundary and session policies limit it. */
  readonly role: Truth;
  readonly anybody: Truth;
  /** By the account, which leaves it to the policies of its identities. */
  readonly account: Truth;
}

/** "Using it with Allow is not supported", says AWS, and not what comes of it. */
const unsupported = 'what AWS makes of NotPrincipal in an Allow';

const nobody: Named = { itself: false, role: false, anybody: false, account: false };

/** Whom an Allow names. A policy of an identity has no principals: it speaks of its holder. */
export function named(principals: Principals | undefined, caller: Caller, symbols: Symbols): Named {
  if (principals === undefined) return { ...nobody, itself: true };
  const meant = meantBy(principals, caller, symbols);
  if (!principals.isExcept) return meant;
  const isListed = some(truthsOf(meant)) === true;
  return isListed ? nobody : { ...nobody, anybody: { needs: [unsupported] } };
}

/**
 * Does a Deny hit the caller? `NotPrincipal` spares only whom it lists with everything that the caller is: session,
 * role and account, and nobody who has a permissions boundary.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isHit(
  principals: Principals | undefined,
  { caller, hasBoundary }: { readonly caller: Caller; readonly hasBoundary: boolean },
  symbols: Symbols,
): Truth {
  if (principals === undefined) return true;
  if (principals.isExcept && hasBoundary) return true;
  const meant = meantBy(principals, caller, symbols);
  if (!principals.isExcept) return some(truthsOf(meant));
  const needed =
    caller.kind === 'role'
      ? [meant.itself, meant.role, meant.account]
      : caller.kind === 'user'
        ? [meant.itself, meant.account]
        : [meant.itself];
  return not(some([meant.anybody, every(needed)]));
}

function truthsOf({ itself, role, anybody, account }: Named): readonly Truth[] {
  return [itself, role, anybody, account];
}

function meantBy(principals: Principals, caller: Caller, symbols: Symbols): Named {
  const whole = { ...nobody, anybody: principals.isAnybody };
  switch (caller.kind) {
    case 'service':
      return { ...whole, itself: isOneOf(principals.services, caller.name, symbols) };
    case 'federated':
      return { ...whole, itself: isOneOf(principals.federated, caller.provider, symbols) };
    case 'anonymous':
      return whole;
    case 'root':
      return { ...whole, itself: isAccount(principals, caller.account, symbols) };
    case 'user':
      return {
        ...whole,
        itself: isOneOf(principals.aws, caller.arn, symbols),
        account: isAccount(principals, caller.account, symbols),
      };
    case 'role':
      return {
        ...whole,
        itself: isSession(principals, caller, symbols),
        role: isOneOf(principals.aws, caller.arn, symbols),
        account: isAccount(principals, caller.account, symbols),
      };
  }
}

function isOneOf(texts: readonly string[], wanted: string, symbols: Symbols): Truth {
  return some(texts.map((each) => isSame(each, wanted, symbols)));
}

/** ARNs part by part: what differs in one of them is not looked for in the others. */
function isSame(text: string, wanted: string, symbols: Symbols): Truth {
  const is = (one: string, other: string): Truth =>
    like(symbols.text(one), symbols.text(other), symbols);
  if (!text.startsWith('arn:') || !wanted.startsWith('arn:')) return is(text, wanted);
  const [named, parts] = [partsOf(text), partsOf(wanted)];
  return named.length === parts.length && every(named.map((part, at) => is(part, parts[at] ?? '')));
}

/** Where it is not said which session asks, a statement for one of the role's may mean it. */
function isSession(
  { aws }: Principals,
  { arn, session }: Extract<Caller, { kind: 'role' }>,
  symbols: Symbols,
): Truth {
  if (session !== undefined) return isOneOf(aws, session, symbols);
  const [, partition, , , account] = partsOf(arn);
  const any = `arn:${partition ?? ''}:sts::${account ?? ''}:assumed-role/${segmentsOf(arn).at(-1) ?? ''}/*`;
  const met = aws.filter((each) => isLikeArn(any, each, symbols) !== false);
  return met.length > 0 && { needs: ['the name of the session'] };
}

/** `111122223333`, or the ARN of its root. Which account has a canonical id is not known. */
function isAccount({ aws, canonical }: Principals, account: string, symbols: Symbols): Truth {
  const accounts = aws
    .filter((each) => !each.startsWith('arn:') || each.endsWith(':root'))
    .map((each) => (each.startsWith('arn:') ? accountIn(each) : each));
  const others = canonical.filter((each) => !each.endsWith('.S3CanonicalUserId}'));
  return some([
    isOneOf(accounts, account, symbols),
    others.length > 0 && { needs: others.map((each) => `which account ${each} is`) },
  ]);
}
