/** Every rule of the kit. A rule finds what a template shows; a value that only the deployment knows is no finding. */
import { apiAuthorized } from './kit/api-authorized.ts';
import { apiCacheIdentity } from './kit/api-cache-identity.ts';
import { apiValidated } from './kit/api-validated.ts';
import { cacheNodes } from './kit/cache-nodes.ts';
import { endpointOnAllTables } from './kit/endpoint-on-all-tables.ts';
import { functionExplicit } from './kit/function-explicit.ts';
import { identityPoolScoped } from './kit/identity-pool-scoped.ts';
import { identityPoolTrust } from './kit/identity-pool-trust.ts';
import { noLongTermKeys } from './kit/no-long-term-keys.ts';
import type { Rule } from './rule.ts';

export const kitRules: readonly Rule[] = [
  apiAuthorized,
  apiCacheIdentity,
  apiValidated,
  cacheNodes,
  endpointOnAllTables,
  functionExplicit,
  identityPoolScoped,
  identityPoolTrust,
  noLongTermKeys,
];
