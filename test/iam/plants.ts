/** Bugs that people make about policies, each as one changed line of `lib/iam`. */
import type { Plant } from '../support/planted.ts';

function at(file: string, says: string, [from, to]: readonly [string, string]): Plant {
  return { says, file, from, to };
}

/** In what decides; the facts know better. */
export const decidePlants: readonly Plant[] = [
  at('decide/decide.ts', 'a deny in the boundary is not looked at', [
    'asked.given.map((layer) => asked.denied(layer))',
    "asked.given.filter((layer) => layer !== 'boundary').map((layer) => asked.denied(layer))",
  ]),
  at('decide/decide.ts', 'a deny in the session policy is not looked at', [
    'asked.given.map((layer) => asked.denied(layer))',
    "asked.given.filter((layer) => layer !== 'session').map((layer) => asked.denied(layer))",
  ]),
  at('decide/decide.ts', 'a deny that may be is none', [
    'every([...denied.map(({ truth }) => not(truth)), ...limits, grant.truth])',
    'every([...limits, grant.truth])',
  ]),
  at('decide/decide.ts', 'SCPs need not allow', [
    "(['rcps', 'scps', 'endpoint'] as const)",
    "(['rcps', 'endpoint'] as const)",
  ]),
  at('decide/decide.ts', 'the policy of the endpoint need not allow', [
    "(['rcps', 'scps', 'endpoint'] as const)",
    "(['rcps', 'scps'] as const)",
  ]),
  at('decide/grant.ts', 'across accounts the policy of the resource is enough', [
    'return { truths: [...owns, truth], by: found };',
    'return { truths: [truth], by: found };',
  ]),
  at('decide/grant.ts', 'across accounts the boundary is forgotten', [
    ": [identityOf(asked).truth, limitOf(asked, 'boundary'), limitOf(asked, 'session')];",
    ": [identityOf(asked).truth, limitOf(asked, 'session')];",
  ]),
  at('decide/grant.ts', 'inside an account both sides have to allow', [
    'if (sameAccount === true) return best(pathsInside(asked));',
    'if (sameAccount === true) return best(pathsAcross(asked));',
  ]),
  at('decide/grant.ts', "a grant to the session's ARN is limited by the boundary", [
    "granted('itself', [])",
    "granted('itself', limits)",
  ]),
  at('decide/grant.ts', "a grant to the role's ARN is not limited", [
    "granted('role', limits)",
    "granted('role', [])",
  ]),
  at('decide/grant.ts', 'an account as principal grants by itself', [
    "granted('anybody', [])]",
    "granted('anybody', []), granted('account', [])]",
  ]),
  at('decide/grant.ts', 'a key is used without its policy', [
    '/^(kms:|sts:assumerole|',
    '/^(sts:assumerole|',
  ]),
  at('decide/grant.ts', 'a role is assumed without its trust policy', [
    '/^(kms:|sts:assumerole|',
    '/^(kms:|',
  ]),
  at('decide/grant.ts', 'the root user needs policies', [
    "if (asked.request.caller.kind === 'root') return { truth: true, found: [] };",
    '',
  ]),
  at('decide/grant.ts', 'no session policy is one that is silent', [
    'return asked.allowed(layer)?.truth ?? true;',
    'return asked.allowed(layer)?.truth ?? false;',
  ]),
  at('decide/asked.ts', 'levels of SCPs are alternatives', [
    'return { truth: every(levels.map(({ truth }) => truth)), found };',
    'return { truth: some(levels.map(({ truth }) => truth)), found };',
  ]),
  at('decide/asked.ts', 'SCPs limit a service-linked role', [
    "if (layer === 'scps' && (isLinked || !('account' in caller))) return false;",
    "if (layer === 'scps' && !('account' in caller)) return false;",
  ]),
  at('rcp-services.ts', 'RCPs limit every service', [
    'return rcpServices.has(service) && ',
    "return service !== '' && ",
  ]),
  at('decide/names.ts', 'NotPrincipal in a Deny hits whom it names', [
    'return not(some([meant.anybody, every(needed)]));',
    'return some([meant.anybody, every(needed)]);',
  ]),
  at('decide/names.ts', 'NotPrincipal in a Deny spares who has a boundary', [
    '  if (principals.isExcept && hasBoundary) return true;\n',
    '',
  ]),
  at('decide/names.ts', 'a service is named as an account is', [
    'isOneOf(principals.services, caller.name, symbols)',
    'isOneOf(principals.aws, caller.name, symbols)',
  ]),
  at('decide/applies.ts', 'NotAction is Action', [
    'return isExcept ? not(listed) : listed;',
    'return listed;',
  ]),
  at('decide/applies.ts', 'actions are compared with their case', [
    'like(symbols.pattern(pattern.toLowerCase()), symbols.text(action.toLowerCase()), symbols)',
    'like(symbols.pattern(pattern), symbols.text(action), symbols)',
  ]),
  at('condition/condition.ts', 'ForAllValues is false where the key is absent', [
    "if (isIfExists || quantifier === 'all') return true;",
    'if (isIfExists) return true;',
  ]),
  at('condition/condition.ts', 'IfExists is ignored', [
    "if (isIfExists || quantifier === 'all') return true;",
    "if (quantifier === 'all') return true;",
  ]),
  at('condition/condition.ts', 'a key that is absent meets a positive operator', [
    'return operatorOf(operator).isNegated;',
    'return true;',
  ]),
  at('condition/condition.ts', 'ForAnyValue wants all', [
    "if (quantifier === 'any') return some(met);",
    "if (quantifier === 'any') return every(met);",
  ]),
  at('condition/condition.ts', 'Null is inverted', [
    'return wantsMissing.includes(isMissing);',
    'return wantsMissing.includes(!isMissing);',
  ]),
  at('condition/condition.ts', 'what is not known is taken for absent', [
    '      return { needs: key.needs };\n  }',
    '      return isMetByNothing(condition);\n  }',
  ]),
  at('condition/keys.ts', 'keys are compared with their case', [
    'this.given.set(key.toLowerCase(),',
    'this.given.set(key,',
  ]),
  at('condition/operators.ts', 'numbers are compared as texts', [
    'NumericLessThan: numeric((value, wanted) => value < wanted)',
    'NumericLessThan: numeric((value, wanted) => String(value) < String(wanted))',
  ]),
  at('condition/operators.ts', 'StringEquals knows wildcards', [
    'like(symbols.text(wanted), symbols.text(value), symbols);',
    'like(symbols.pattern(wanted), symbols.text(value), symbols);',
  ]),
  at('condition/variables.ts', 'the default of a variable is ignored', [
    '[otherwise ?? []].flat()',
    '[]',
  ]),
  at('text/like.ts', '? matches nothing', [
    'return pattern === text || (pattern === anyOne && text >= 0);',
    'return pattern === text;',
  ]),
  at('text/like.ts', 'a last star matches nothing more', [
    '  while (pattern[p] === star) p += 1;\n',
    '',
  ]),
  at('text/arn.ts', 'a star in ArnLike crosses the colons', [
    'if (wanted.length < parts || given.length < parts)',
    'if (wanted.length <= parts || given.length < parts)',
  ]),
  at('truth.ts', 'unknown is true', [
    'return truths.some(isUnknown) ? { needs: needsOf(truths) } : otherwise;',
    'return truths.some(isUnknown) ? true : otherwise;',
  ]),
];

/** In what gathers the policies of a template; the shop knows better. */
export const gatherPlants: readonly Plant[] = [
  at('gather/identities.ts', 'a user has none of the policies of a group', [
    "if (user.type !== 'AWS::IAM::User') return",
    "if (user.type !== '') return",
  ]),
  at('gather/identities.ts', 'a boundary is not read', [
    'PermissionsBoundary === undefined',
    'true',
  ]),
  at('gather/identities.ts', 'policies that attach themselves are not found', [
    '...inline, ...managed, ...attached',
    '...inline, ...managed',
  ]),
  at('gather/carriers.ts', 'a Lambda permission lets in whatever calls', [
    "...given('ArnLike', { 'AWS:SourceArn': SourceArn }),",
    '',
  ]),
  at('gather/held.ts', 'a trust policy is read as that of a bucket', [
    "'AWS::IAM::Role': 'trust',",
    '',
  ]),
  at('gather/naming.ts', 'a name that is given is not used', [
    "if (typeof given !== 'string') return this.token(source);",
    'return this.token(source);',
  ]),
  at('gather/naming.ts', 'what the deployment names may be any text', [
    'isGenerated: true, ...(isName ? { form: generatedName } : {})',
    'isGenerated: false',
  ]),
  at('gather/callers.ts', 'a function acts as nobody', [
    "'AWS::Lambda::Function': ({ Role }) => Role,",
    "'AWS::Lambda::Function': () => undefined,",
  ]),
  at('policies.ts', 'a policy that is kept elsewhere allows nothing', [
    'return { name: needs, document: emptyDocument, elsewhere: { needs, mayDeny } };',
    'return { name: needs, document: emptyDocument };',
  ]),
  at('permissions.ts', 'the policy of a resource is not asked', [
    'elsewhere === undefined && of === service : on === source,',
    'elsewhere === undefined && of === service : false,',
  ]),
  at('permissions.ts', 'an account that a question names may be the own one', [
    'const apart = [...new Set([...this.naming.accounts, ...named])].sort();',
    'const apart: string[] = [];',
  ]),
];
