/** A decision in words. Pure. */
import type { Decision } from './decide/decide.ts';
import type { Found, NearMiss } from './decide/said.ts';
import { layerInWords, type Layer } from './policies.ts';
import type { Condition, Statement } from './policy/statement.ts';

/** `implicit deny: nothing allows it` */
export function reasonOf(decision: Decision): string {
  return decision.because ?? reasonIn(decision);
}

function reasonIn({ decision, by, needs, steps }: Decision): string {
  const statement = by === undefined ? undefined : statementText(by);
  switch (decision) {
    case 'allowed':
      return statement === undefined ? 'the root user needs no policy' : `by ${statement}`;
    case 'explicit deny':
      return `by ${statement ?? 'a statement'}`;
    case 'depends':
      return `on ${needs.join(', ')}`;
    case 'implicit deny':
      return silence(
        steps()
          .filter(({ says }) => says === 'is silent')
          .map(({ layer }) => layer),
      );
  }
}

/** What grants is missing; or what would have to let it through is. */
function silence(silent: readonly Layer[]): string {
  const limits = silent.filter((layer) => layer !== 'identity' && layer !== 'resource');
  const [limit] = limits;
  if (limit !== undefined)
    return `${layerInWords[limit]} ${isPlural(limit) ? 'do' : 'does'} not allow it`;
  return 'no policy allows it';
}

function isPlural(layer: Layer): boolean {
  return layerInWords[layer].endsWith('policies');
}

/** `statement 'ReadTodos' of policy Handlers/Read` */
export function statementText({ policy, statement }: Pick<Found, 'policy' | 'statement'>): string {
  const which =
    statement.sid === undefined
      ? `statement ${statement.index + 1}`
      : `statement '${statement.sid}'`;
  return `${which} of ${policy.name}`;
}

/** What of the statement keeps the request out. */
export function missText({ statement, lacks }: NearMiss): string {
  if (lacks === 'action') return `speaks of ${listText(statement.actions)}`;
  if (lacks === 'resource') return `speaks of ${listText(statement.resources)}`;
  if (lacks === 'principal') return `names ${principalText(statement)}`;
  const condition = statement.conditions[lacks];
  return condition === undefined ? 'has a condition' : `wants ${conditionText(condition)}`;
}

function listText(listed: Statement['resources']): string {
  if (listed === undefined) return 'nothing';
  const [first = '', ...more] = listed.patterns;
  const rest = more.length === 0 ? '' : ` and ${more.length} more`;
  return `${listed.isExcept ? 'everything but ' : ''}${first}${rest}`;
}

function principalText({ principals }: Statement): string {
  const { aws = [], services = [], federated = [] } = principals ?? {};
  return [...aws, ...services, ...federated].join(', ') || 'somebody else';
}

function conditionText({ quantifier, operator, isIfExists, key, values }: Condition): string {
  const set =
    quantifier === undefined ? '' : quantifier === 'any' ? 'ForAnyValue:' : 'ForAllValues:';
  return `${set}${operator}${isIfExists ? 'IfExists' : ''} ${key} ${values.join(' or ')}`;
}
