/**
 * What lets a request through once nothing denies it: inside one account the resource's policy or the caller's own,
 * across accounts both. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
import { accountOf } from '../request.ts';
import { every, isUnknown, some, type Truth } from '../truth.ts';
import type { Asked } from './asked.ts';
import type { Found, Said } from './said.ts';
import type { Named } from './names.ts';

export interface Grant {
  readonly truth: Truth;
  /** The statement that grants, where it is certain. */
  readonly by?: Found;
}

/** One way in: everything in it has to be true, and the statement speaks for it. */
interface Path {
  readonly truths: readonly Truth[];
  readonly by: readonly Found[];
}

export function grantOf(asked: Asked, sameAccount: Truth): Grant {
  if (sameAccount === true) return best(pathsInside(asked));
  const across = best(pathsAcross(asked));
  if (sameAccount === false) return across;
  const inside = best(pathsInside(asked));
  if (inside.truth !== across.truth) return { truth: sameAccount };
  return inside.by === undefined ? across : inside;
}

/**
 * Actions that no policy of an identity grants by itself: the resource's policy has to leave it to the account.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const heldByResource = /^(kms:|sts:assumerole|sts:tagsession|sts:setsourceidentity)/i;

function needsResource({ request: { action, resource } }: Asked): boolean {
  return heldByResource.test(action) && resource !== '*';
}

function pathsInside(asked: Asked): readonly Path[] {
  const limits = [limitOf(asked, 'boundary'), limitOf(asked, 'session')];
  const own = identityOf(asked);
  const account = needsResource(asked) ? grantedThere(asked, 'account') : asked.granted('account');
  const ownPath = needsResource(asked)
    ? { truths: [own.truth, account.truth, ...limits], by: account.found }
    : { truths: [own.truth, ...limits], by: own.found };
  const granted = (how: keyof Named, limitedBy: readonly Truth[]): Path => {
    const { truth, found } = asked.granted(how);
    return { truths: [truth, ...limitedBy], by: found };
  };
  return [ownPath, granted('itself', []), granted('role', limits), granted('anybody', [])];
}

const hows = ['itself', 'role', 'anybody', 'account'] as const;

/** Whoever has no account has no policies of their own: the resource's alone decides. */
function pathsAcross(asked: Asked): readonly Path[] {
  const owns =
    accountOf(asked.request.caller) === undefined
      ? []
      : [identityOf(asked).truth, limitOf(asked, 'boundary'), limitOf(asked, 'session')];
  return hows.map((how) => {
    const { truth, found } = grantedThere(asked, how);
    return { truths: [...owns, truth], by: found };
  });
}

/** What the resource's policy has to grant, wherever it is kept. */
function grantedThere(asked: Asked, how: keyof Named): Said {
  const { resource, isElsewhere = false } = asked.request;
  if (!isElsewhere || asked.given.includes('resource')) return asked.granted(how);
  return { truth: { needs: [`the policy of ${resource}`] }, found: [] };
}

/** The root user needs no policy. */
function identityOf(asked: Asked): { readonly truth: Truth; readonly found: readonly Found[] } {
  if (asked.request.caller.kind === 'root') return { truth: true, found: [] };
  return asked.allowed('identity') ?? { truth: false, found: [] };
}

function limitOf(asked: Asked, layer: 'boundary' | 'session'): Truth {
  return asked.allowed(layer)?.truth ?? true;
}

function best(paths: readonly Path[]): Grant {
  const truths = paths.map((path) => every(path.truths));
  const open = truths.findIndex((truth) => truth === true);
  const by = paths[open]?.by.find(({ applies }) => applies === true);
  const truth = some(truths);
  return { truth, ...(by === undefined || isUnknown(truth) ? {} : { by }) };
}
