/**
 * Who decides about a request, in AWS's order: a deny anywhere; the limits; then a grant by the resource's policy or by
 * the caller's own, across accounts by both. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
import { Keys } from '../condition/keys.ts';
import type { Policies } from '../policies.ts';
import { accountOf, type Request } from '../request.ts';
import { accountIn } from '../text/arn.ts';
import { like } from '../text/like.ts';
import { asPlainText } from '../text/plain.ts';
import { Symbols } from '../text/symbols.ts';
import { every, isUnknown, not, type Truth } from '../truth.ts';
import { Asked } from './asked.ts';
import type { Found, NearMiss, Step } from './said.ts';
import { grantOf } from './grant.ts';

export interface Decision {
  /** `depends`: on what stands in `needs`. */
  readonly decision: 'allowed' | 'explicit deny' | 'implicit deny' | 'depends';
  /** The statement that denies, or that grants; nothing where none does. */
  readonly by?: Found;
  /** Where no policy is asked: why. */
  readonly because?: string;
  /** Context keys, or `${...}` of the template; empty where all is known. */
  readonly needs: readonly string[];
  /** What each kind of policy said, in the order in which they are asked. */
  readonly steps: () => readonly Step[];
  /** Of a request that nothing allows: the statements that nearly do; of one that is allowed: conditions that nearly deny. */
  readonly nearMisses: () => readonly NearMiss[];
}

/**
 * Actions of which no policy decides.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
function unasked({ caller, action }: Request): Pick<Decision, 'decision' | 'because'> | undefined {
  const name = action.toLowerCase();
  if (name === 'sts:getcalleridentity' && caller.kind !== 'anonymous')
    return { decision: 'allowed', because: 'whoever has credentials may ask who that is' };
  if (name === 'sts:assumerole' && caller.kind === 'root')
    return { decision: 'implicit deny', because: 'the root user assumes no role' };
  return undefined;
}

export function decide(policies: Policies, question: Request, symbols = new Symbols()): Decision {
  const request = { ...question, resource: asPlainText(question.resource) };
  const asked = new Asked(policies, { request, keys: new Keys(request), symbols });
  const said = { needs: [], steps: () => asked.steps(), nearMisses: () => [] };
  const apart = unasked(request);
  if (apart !== undefined) return { ...said, ...apart };
  const denied = asked.given.map((layer) => asked.denied(layer));
  const deny = denied.flatMap(({ found }) => found).find(({ applies }) => applies === true);
  if (deny !== undefined) return { ...said, decision: 'explicit deny', by: deny };
  const limits = (['rcps', 'scps', 'endpoint'] as const).map(
    (layer) => asked.allowed(layer)?.truth ?? true,
  );
  const grant = grantOf(asked, isOwn(request, symbols));
  const allowed = every([...denied.map(({ truth }) => not(truth)), ...limits, grant.truth]);
  if (isUnknown(allowed)) return { ...said, decision: 'depends', needs: allowed.needs };
  if (!allowed) return { ...said, decision: 'implicit deny', nearMisses: () => nearAllows(asked) };
  const by = grant.by === undefined ? {} : { by: grant.by };
  return { ...said, decision: 'allowed', ...by, nearMisses: () => nearDenies(asked) };
}

function nearAllows(asked: Asked): readonly NearMiss[] {
  return asked
    .steps()
    .filter(({ says }) => says === 'is silent')
    .flatMap(({ layer }) => asked.nearMisses(layer, 'Allow'));
}

function nearDenies(asked: Asked): readonly NearMiss[] {
  return asked.given
    .flatMap((layer) => asked.nearMisses(layer, 'Deny'))
    .filter(({ lacks }) => typeof lacks === 'number');
}

/** Does the resource belong to the caller's account? One without an account in its ARN is taken for the caller's. */
function isOwn({ caller, resource, resourceAccount }: Request, symbols: Symbols): Truth {
  const own = accountOf(caller);
  const owner = resourceAccount ?? accountIn(resource);
  if (own === undefined) return false;
  if (resource.startsWith('${') && resourceAccount === undefined) return { needs: [resource] };
  if (owner === '' || owner === '*') return true;
  return like(symbols.text(own), symbols.text(owner), symbols);
}
