/** `may` on the model: the policies of the templates, evaluated. */
import { KitError, NotBuilt } from '../../errors.ts';
import type { Permission, PermissionRequest } from '../../capabilities.ts';
import type { Found, Step } from '../../iam/decide/said.ts';
import type { Decision } from '../../iam/decide/decide.ts';
import type { Permissions } from '../../iam/permissions.ts';
import { layerInWords } from '../../iam/policies.ts';
import { missText, reasonOf, statementText } from '../../iam/words.ts';
import type { Evidence, Hop } from '../../verdict.ts';

/** @throws Unavailable for what is not built at this stage; KitError for an ambiguous place */
export function permissionOf(permissions: Permissions, request: PermissionRequest): Permission {
  const decision = decided(permissions, request);
  return {
    decision: decision.decision,
    ...(decision.by === undefined ? {} : decidedBy(decision.by)),
    ...(decision.decision === 'implicit deny' ? { silent: silentIn(decision) } : {}),
    ...(decision.decision === 'depends' ? { needs: decision.needs } : {}),
    near: decision.nearMisses().map((each) => `${statementText(each)} ${missText(each)}`),
    trace: traceOf(request, decision),
  };
}

function decidedBy(found: Found): Pick<Permission, 'statement' | 'by'> {
  const { policy, statement } = found;
  const sid = statement.sid === undefined ? {} : { sid: statement.sid };
  return { statement: statementText(found), by: { policy: policy.name, ...sid } };
}

function silentIn({ steps }: Decision): readonly string[] {
  return steps()
    .filter(({ says }) => says === 'is silent')
    .map(({ layer }) => layerInWords[layer]);
}

function decided(permissions: Permissions, request: PermissionRequest): Decision {
  try {
    return permissions.may(request);
  } catch (error) {
    if (!(error instanceof KitError) || error.code !== 'UnknownPlace') throw error;
    throw new NotBuilt(error.message);
  }
}

function traceOf({ who }: PermissionRequest, decision: Decision): Evidence {
  const last: Hop = {
    ...{ at: who, gate: 'decision', says: reasonOf(decision) },
    verdict:
      decision.decision === 'allowed'
        ? 'passed'
        : decision.decision === 'depends'
          ? 'depends'
          : 'blocked',
  };
  return { kind: 'trace', hops: [...decision.steps().map(hopOf), last] };
}

const verdicts = {
  allows: 'passed',
  denies: 'blocked',
  depends: 'depends',
  'is silent': 'blocked',
} as const;

function hopOf({ layer, says, by, needs }: Step): Hop {
  const rule = by === undefined ? {} : { rule: statementText(by) };
  const on = needs.length === 0 ? '' : ` on ${needs.join(', ')}`;
  return {
    ...{
      at: by?.policy.name ?? layerInWords[layer],
      gate: layerInWords[layer],
      verdict: verdicts[says],
    },
    ...rule,
    says: `${says}${on}`,
  };
}
