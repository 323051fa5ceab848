/** What Cognito lets anybody do: guests of identity pools, and who signs up by themselves. Pure. */
import type { Find } from '../rules/references.ts';
import type { Subject } from '../rules/rule.ts';
import { isTrue, mapOf, textOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import { idOf } from '../template/places.ts';
import { allowedIn, effective } from './allowed.ts';
import { whether } from './hosted.ts';
import { notKnownHere } from './named.ts';
import { namedAmong } from './references.ts';
import type { Allowed, Answers } from './report.ts';

/**
 * Whoever asks gets the credentials of the role for guests.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html#authenticated-and-unauthenticated-identities
 */
export function guestAnswers(pool: Resource, subject: Subject, find: Find): Answers | undefined {
  const { AllowUnauthenticatedIdentities: allows } = pool.properties;
  const perhaps = allows === undefined ? undefined : whether(allows);
  if (perhaps === undefined) return undefined;
  const attached = subject.resources.filter(
    (each) =>
      each.type === 'AWS::Cognito::IdentityPoolRoleAttachment' &&
      find(each.properties['IdentityPoolId'], each) === pool,
  );
  const told = attached.flatMap((each) => asGuest(each, subject, find));
  const open = attached.length === 0 ? ['if a role for guests is attached elsewhere'] : told;
  return { open: open.map((each) => `guest credentials: ${each}${perhaps}`), guarded: [] };
}

function asGuest(attachment: Resource, subject: Subject, find: Find): readonly string[] {
  const { unauthenticated } = mapOf(attachment.properties['Roles']);
  if (unauthenticated === undefined) return [];
  const role = find(unauthenticated, attachment);
  if (role === undefined) return [`what role ${textOf(unauthenticated)} allows`];
  return effective(allowedIn(subject))
    .filter((each) => idOf(each) === idOf(role))
    .map(inWords);
}

function inWords({ actions, on, statement, isKnown }: Allowed): string {
  return isKnown ? `${actions.join(', ')} on ${on.join(', ')}` : `${statement}, ${notKnownHere}`;
}

/**
 * Does the method ask only for the token of a user pool where people sign themselves up?
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
 */
export function isForWhoSignsUp(method: Resource, { resources }: Subject, find: Find): boolean {
  const authorizer = find(method.properties['AuthorizerId'], method);
  if (authorizer === undefined) return false;
  const { ProviderARNs, JwtConfiguration } = authorizer.properties;
  return namedAmong(resources)([ProviderARNs, mapOf(JwtConfiguration).Issuer], authorizer).some(
    ({ type, properties }) =>
      type === 'AWS::Cognito::UserPool' &&
      !isTrue(mapOf(properties['AdminCreateUserConfig']).AllowAdminCreateUserOnly),
  );
}
