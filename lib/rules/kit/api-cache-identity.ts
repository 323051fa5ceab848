/**
 * A cached answer that may be personal. A method whose answer is equal for all says so:
 * metadata `{ "kit:same-for-everybody": "<reason>" }` on it.
 */
import type { Resource } from '../../template/template.ts';
import { isCached } from '../api-cache.ts';
import { isAuthorized, pathOf, verbOf } from '../api-methods.ts';
import { isDeclared } from '../declarations.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { mapOf, textOf, textsOf } from '../values.ts';

export const apiCacheIdentity: Rule = {
  id: 'kit/api-cache-identity',
  says: 'is cached without the caller in the cache key, so one user may see the answer to another',
  because:
    'The cache sits behind the authorizer but does not know the user: requests with equal keys get the same answer, whoever sends them.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const stages = resources.filter(({ type }) => type === 'AWS::ApiGateway::Stage');
    return resources.filter(
      (each) =>
        each.type === 'AWS::ApiGateway::Method' &&
        isAuthorized(each) &&
        !isDeclared(each, 'kit:same-for-everybody') &&
        !knowsCaller(each, find) &&
        stages.some((stage) => isServedFrom(stage, each, find)),
    );
  },
};

function isServedFrom(stage: Resource, method: Resource, find: Find): boolean {
  const isSameApi = apiOf(stage, find) === apiOf(method, find);
  return isSameApi && isCached(stage, { verb: verbOf(method), path: pathOf(method, find) });
}

function apiOf(resource: Resource, find: Find): Resource | string {
  const id = resource.properties.RestApiId;
  return find(id, resource) ?? textOf(id);
}

/** Is everything by which the authorizer tells callers apart among the cache keys? */
function knowsCaller(method: Resource, find: Find): boolean {
  const keys = textsOf(mapOf(method.properties.Integration).CacheKeyParameters);
  const known = keys.map((key) => key.toLowerCase());
  return identitySourcesOf(method, find).every((source) => known.includes(source.toLowerCase()));
}

/** The parts of the request that the authorizer reads; the Authorization header where it names none. */
function identitySourcesOf(method: Resource, find: Find): readonly string[] {
  const authorizer = find(method.properties.AuthorizerId, method);
  const named = textOf(authorizer?.properties.IdentitySource).split(',');
  const inRequest = named
    .map((each) => each.trim())
    .filter((each) => /^method\.request\./.test(each));
  return inRequest.length > 0 ? inRequest : ['method.request.header.Authorization'];
}
