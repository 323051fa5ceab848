/** Tokens that must not open anything. */
import { randomUUID } from 'node:crypto';
import type { Capabilities } from '../../../lib/capabilities.ts';
import { at } from '../../../lib/checks/facts.ts';

type Sdk = Capabilities['sdk'];
const service = 'cognito-identity-provider';

interface SignedIn {
  readonly UserPoolId: string;
  readonly ClientId: string;
  readonly username: string;
  readonly password: string;
}

/** A's own token with one character of its payload changed: the rest of it, the signature too, is genuine. */
export async function alteredToken(sdk: Sdk): Promise<string> {
  const token = await idToken(sdk, {
    UserPoolId: '${SignIn/Users}',
    ClientId: '${SignIn/Web}',
    username: '${A.username}',
    password: '${A.password}',
  });
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = Buffer.from(payload, 'base64url').toString();
  const altered = claims.replace(
    /("sub":\s*")(.)/,
    (_, before: string, first: string) => `${before}${first === 'f' ? 'e' : 'f'}`,
  );
  return [header, Buffer.from(altered).toString('base64url'), signature].join('.');
}

/** Judges with a genuine token of a user pool that has nothing to do with the lab, and takes the pool away again. */
export async function withForeignToken<T>(
  sdk: Sdk,
  judge: (token: string) => Promise<T>,
): Promise<T> {
  const made = await sdk(service, 'CreateUserPool', { PoolName: `todo-api-check-${randomUUID()}` });
  const UserPoolId = String(at(made, 'UserPool.Id'));
  try {
    return await judge(await foreignToken(sdk, UserPoolId));
  } finally {
    await sdk(service, 'DeleteUserPool', { UserPoolId });
  }
}

async function foreignToken(sdk: Sdk, UserPoolId: string): Promise<string> {
  const made = await sdk(service, 'CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'check',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const ClientId = String(at(made, 'UserPoolClient.ClientId'));
  const user = { UserPoolId, Username: 'stranger' };
  const password = `Aa1!${randomUUID()}`;
  await sdk(service, 'AdminCreateUser', { ...user, MessageAction: 'SUPPRESS' });
  await sdk(service, 'AdminSetUserPassword', { ...user, Password: password, Permanent: true });
  return idToken(sdk, { UserPoolId, ClientId, username: user.Username, password });
}

async function idToken(
  sdk: Sdk,
  { UserPoolId, ClientId, username, password }: SignedIn,
): Promise<string> {
  const signedIn = await sdk(service, 'AdminInitiateAuth', {
    UserPoolId,
    ClientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  return String(at(signedIn, 'AuthenticationResult.IdToken'));
}
