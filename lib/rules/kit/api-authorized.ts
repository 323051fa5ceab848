/**
 * An open method, unless it is a preflight or declared public: metadata `{ "kit:public": "<reason>" }` on it.
 * WebSocket APIs are not concerned: they ask who is there once, at `$connect`.
 */
import type { Resource } from '../../template/template.ts';
import { isAuthorized, verbOf } from '../api-methods.ts';
import { isDeclared } from '../declarations.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';

export const apiAuthorized: Rule = {
  id: 'kit/api-authorized',
  says: 'answers anybody: no authorizer stands before it and no reason is declared',
  because:
    'Whoever knows the address of an open method can call it; an API key names a usage plan, not a person.',
  source:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    return resources.filter(
      (each) =>
        isRequest(each, find) &&
        verbOf(each) !== 'OPTIONS' &&
        !isAuthorized(each) &&
        !isDeclared(each, 'kit:public'),
    );
  },
};

function isRequest(resource: Resource, find: Find): boolean {
  if (resource.type === 'AWS::ApiGateway::Method') return true;
  if (resource.type !== 'AWS::ApiGatewayV2::Route') return false;
  return find(resource.properties.ApiId, resource)?.properties.ProtocolType !== 'WEBSOCKET';
}
