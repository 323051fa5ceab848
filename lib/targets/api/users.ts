/** The lab's users A and B: made through the admin API of its user pool, with passwords of this run. */
import { randomBytes } from 'node:crypto';
import { refusalOf } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import type { Client, Identity } from './client.ts';
import type { Deployed } from './deployed.ts';

export interface User {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly pool: string;
  readonly client: string;
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly sub: string;
}

const service = 'cognito-identity-provider';

/** Users A and B where the lab has a user pool whose client lets an administrator sign in; else none. */
export async function makeUsers(
  client: Client,
  deployed: readonly Deployed[],
  known: readonly User[],
): Promise<readonly User[]> {
  const web = deployed.find(
    ({ type, properties }) =>
      type === 'AWS::Cognito::UserPoolClient' && allowsAdmin(properties['ExplicitAuthFlows']),
  );
  const pool = deployed.find(({ type }) => type === 'AWS::Cognito::UserPool');
  if (web === undefined || pool === undefined) return [];
  return Promise.all(
    ['A', 'B'].map(async (name) => {
      const same = known.find((each) => each.name === name && each.pool === pool.physicalId);
      if (same !== undefined) return { ...same, client: web.physicalId };
      const user: User = {
        name,
        username: `${name.toLowerCase()}@example.com`,
        password: `Aa1!${randomBytes(12).toString('hex')}`,
        pool: pool.physicalId,
        client: web.physicalId,
      };
      await makeUser(client, user);
      return user;
    }),
  );
}

function allowsAdmin(flows: unknown): boolean {
  return Array.isArray(flows) && flows.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH');
}

async function makeUser(client: Client, { pool, username, password }: User): Promise<void> {
  const refusal = await refusalOf(
    client.send(service, 'AdminCreateUser', {
      UserPoolId: pool,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  if (refusal !== undefined && refusal.code !== 'UsernameExistsException') throw refusal;
  await client.send(service, 'AdminSetUserPassword', {
    UserPoolId: pool,
    Username: username,
    Password: password,
    Permanent: true,
  });
}

/** The user of that name. @throws UnknownUser */
export function userNamed(users: readonly User[], name: string): User {
  const found = users.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = users.map((each) => each.name).join(', ');
  throw new KitError('UnknownUser', `the lab has no user '${name}'`, {
    next: names === '' ? 'it has no users: leave --as out' : `there are: ${names}`,
  });
}

/** Signs the user in. */
export async function signIn(client: Client, user: User): Promise<Tokens> {
  const { AuthenticationResult } = await client.send(service, 'AdminInitiateAuth', {
    UserPoolId: user.pool,
    ClientId: user.client,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  });
  const { IdToken: idToken = '', AccessToken: accessToken = '' } = AuthenticationResult as Readonly<
    Record<string, string>
  >;
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { sub } = JSON.parse(payload) as { sub: string };
  return { idToken, accessToken, sub };
}

/** Temporary credentials that the identity pool hands to the signed-in user. */
export async function poolCredentials(
  client: Client,
  { user, tokens, identityPool }: { user: User; tokens: Tokens; identityPool: string },
): Promise<Identity> {
  const Logins = {
    [`cognito-idp.${client.connection.region}.amazonaws.com/${user.pool}`]: tokens.idToken,
  };
  const { IdentityId } = await client.send('cognito-identity', 'GetId', {
    IdentityPoolId: identityPool,
    Logins,
  });
  const { Credentials } = await client.send('cognito-identity', 'GetCredentialsForIdentity', {
    IdentityId,
    Logins,
  });
  const {
    AccessKeyId = '',
    SecretKey = '',
    SessionToken = '',
  } = Credentials as Readonly<Record<string, string>>;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
}
