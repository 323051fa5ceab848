/** Actions of listeners and rules. */
import { textOf, type Declared } from '../../network/build/source.ts';
import { at, listOf, mapOf, numberOf, type Values } from '../../network/build/values.ts';
import type { Action } from '../fleet.ts';
import { Written } from './written.ts';

/**
 * "Each rule must include exactly one of forward, redirect, or fixed-response, and it must be the last action": what comes
 * before it asks who the client is, which nobody plays here.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
export function actionOf(from: Declared, property: string): Action {
  const actions = listOf(from.properties[property])
    .map(mapOf)
    .sort((one, other) => orderOf(one) - orderOf(other));
  const types = actions.map((each) => textOf(each['Type']));
  const strange = types.find((type) => !['forward', 'redirect', 'fixed-response'].includes(type));
  const last = actions.at(-1);
  if (strange !== undefined || last === undefined)
    return { kind: 'not played', type: strange ?? 'no action' };
  if (last['Type'] === 'redirect') return redirectOf(mapOf(last['RedirectConfig']));
  if (last['Type'] === 'fixed-response') return fixedOf(mapOf(last['FixedResponseConfig']));
  return forwardOf(last, from);
}

function orderOf(action: Values): number {
  return numberOf(action['Order']) ?? 0;
}

/** The groups in `ForwardConfig`, or the one beside it. A weight counts against the others alone. */
function forwardOf(action: Values, from: Declared): Action {
  const listed = listOf(at(action, 'ForwardConfig.TargetGroups')).map(mapOf);
  const all = listed.length > 0 ? listed : [action];
  const sticky = new Written(mapOf(at(action, 'ForwardConfig.TargetGroupStickinessConfig')));
  return {
    kind: 'forward',
    groups: all.map((each) => ({
      group: from.refer(each['TargetGroupArn']),
      weight: new Written(each).number('Weight', 1),
    })),
    stickySeconds: sticky.flag('Enabled', false) ? sticky.number('DurationSeconds', 0) : undefined,
  };
}

/**
 * "Any components that you do not modify retain their original values."
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
 */
function redirectOf(config: Values): Action {
  const written = new Written(config);
  return {
    kind: 'redirect',
    status: written.text('StatusCode', 'HTTP_302') === 'HTTP_301' ? 301 : 302,
    protocol: written.text('Protocol', '#{protocol}'),
    host: written.text('Host', '#{host}'),
    port: written.text('Port', '#{port}'),
    path: written.text('Path', '/#{path}'),
    query: written.text('Query', '#{query}'),
  };
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html */
function fixedOf(config: Values): Action {
  const written = new Written(config);
  return {
    kind: 'fixed-response',
    status: written.number('StatusCode', 503),
    contentType: written.text('ContentType', 'text/plain'),
    body: written.text('MessageBody', ''),
  };
}
