/** Every word for what a served API may really enforce or do, with what it means. Declared by probes, never assumed. */
import type { Feature } from '../capabilities.ts';

export const features: Readonly<Record<Feature, string>> = {
  'rest-cognito': 'a REST API refuses what its Cognito authorizer refuses',
  'request-validation': 'a REST API refuses a body that its model forbids',
  'api-cache': 'a REST API answers from the cache of its stage',
  'iam-enforced': 'a call that a policy denies is refused',
  'identity-pool': 'an identity pool hands out credentials that work, and only for a good token',
  'policy-variables':
    'a variable such as ${cognito-identity.amazonaws.com:sub} in a policy stands for its value',
  'role-trust': "an identity pool hands out a role only where the role's trust policy allows it",
};
