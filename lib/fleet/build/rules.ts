/** Rules of a listener: what a request must be like, and what is done with it. */
import { v2 } from '../../network/build/ends/load-balancers.ts';
import { textOf, type Declared } from '../../network/build/source.ts';
import { at, listOf, mapOf, numberOf, type Values } from '../../network/build/values.ts';
import type { Condition, Rule } from '../fleet.ts';
import { actionOf } from './actions.ts';

/**
 * "Rules are evaluated in priority order, from the lowest value to the highest value. The default rule is evaluated last."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html#listener-rules
 */
export function rulesOf(listener: Declared): readonly Rule[] {
  const rules = listener.sources
    .naming(`${v2}::ListenerRule`, 'ListenerArn', listener.id)
    .map((rule) => ({
      id: rule.id,
      priority: numberOf(rule.properties['Priority']) ?? Number.MAX_SAFE_INTEGER,
      conditions: listOf(rule.properties['Conditions']).map((each) => conditionOf(mapOf(each))),
      action: actionOf(rule, 'Actions'),
    }))
    .sort((one, other) => one.priority - other.priority);
  const byDefault: Rule = {
    id: listener.id,
    priority: 'default',
    conditions: [],
    action: actionOf(listener, 'DefaultActions'),
  };
  return [...rules, byDefault];
}

/**
 * Each field has a map of its own; host and path may have their values beside the field, as all once did.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
 */
const maps = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'http-header': 'HttpHeaderConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const;
type Field = keyof typeof maps;

function conditionOf(written: Values): Condition {
  const name = textOf(written['Field']);
  const field = (Object.keys(maps) as Field[]).find((each) => each === name);
  if (field === undefined) return { field: 'not played', type: name };
  const config = mapOf(written[maps[field]]);
  if (config['RegexValues'] !== undefined)
    return { field: 'not played', type: `${field} by regular expression` };
  const given = listOf(config['Values'] ?? written['Values']);
  if (field === 'query-string') return { field, values: given.map(queryOf) };
  const values = given.map(textOf);
  if (field === 'http-header') return { field, name: textOf(config['HttpHeaderName']), values };
  return { field, values };
}

function queryOf(written: unknown): { readonly key: string | undefined; readonly value: string } {
  const pair = mapOf(written);
  const key = at(pair, 'Key');
  return { key: key === undefined ? undefined : textOf(key), value: textOf(pair['Value']) };
}
