/** `http` and `sdk`, and what goes with them, against an endpoint that serves the AWS API. */
import type {
  Caller,
  Capabilities,
  HttpRequest,
  HttpResponse,
  Place,
  Properties,
} from '../../capabilities.ts';
import { KitError, NotBuilt, Unavailable } from '../../errors.ts';
import { parsePlaceholder } from '../../template/placeholder.ts';
import { resourcesAt } from '../../template/places.ts';
import type { Client, Identity } from './client.ts';
import { deployedAt, referenceTo, substituted, type Deployed, type Where } from './deployed.ts';
import { send, type Address } from './request.ts';
import { poolCredentials, signIn, userNamed, type Tokens, type User } from './users.ts';
import { waiting } from './waiting.ts';

export interface ServedLab {
  readonly client: Client;
  readonly where: Where;
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly users: readonly User[];
  /** Another account's owner; nothing where there is no other account to call from. */
  readonly ownerOf?: (account: string) => Identity;
  /** Of a user of the template; nothing where nobody should make one. */
  readonly keyOf?: (client: Client, user: string) => Promise<Identity>;
  /** Of a place or an output. @throws Unavailable where it answers no HTTP */
  addressOf(name: Place): Address;
}

/** What a client of the lab can do. */
export function servedCapabilities(
  lab: ServedLab,
): Pick<Capabilities, 'http' | 'sdk' | 'eventually' | 'steadily'> {
  const session = new Session(lab);
  return {
    ...waiting,
    http: (request) => session.http(request),
    sdk: (...call) => session.sdk(call),
  };
}

class Session {
  private readonly lab: ServedLab;
  private readonly tokens = new Map<string, Promise<Tokens>>();
  private readonly clients = new Map<Place, Promise<Client>>();

  constructor(lab: ServedLab) {
    this.lab = lab;
  }

  async http(request: HttpRequest): Promise<HttpResponse> {
    const filled = await this.filled(request);
    const { method = 'GET', headers = {}, body, path } = filled;
    const { url, ...host } = this.lab.addressOf(request.to);
    const to = filled.presigned === true ? await this.presigned(filled) : `${url}${path}`;
    return send(
      { url: to, ...host },
      {
        method,
        headers: { ...contentType(body), ...(await this.authorization(request.as)), ...headers },
        ...(body === undefined || typeof body === 'string'
          ? { body }
          : { body: JSON.stringify(body) }),
      },
    );
  }

  /** The method says which operation on the object is signed. */
  private presigned({ to, path, method = 'GET' }: HttpRequest): Promise<string> {
    const { physicalId } = deployedAt(this.lab.deployed, to, ['AWS::S3::Bucket']);
    const input = { Bucket: physicalId, Key: path.replace(/^\//, '') };
    return this.lab.client.presigned(`${method === 'PUT' ? 'Put' : 'Get'}Object`, input);
  }

  async sdk([service, command, input, as]: Parameters<Capabilities['sdk']>): Promise<Properties> {
    const client = await this.clientOf(as);
    return client.send(service, command, await this.filled(input));
  }

  private async authorization(user: Place | undefined): Promise<Readonly<Record<string, string>>> {
    return user === undefined ? {} : { authorization: (await this.tokensOf(user)).idToken };
  }

  private filled<T>(value: T): Promise<T> {
    return substituted(value, (name) => this.look(name));
  }

  private clientOf({ principal, region, account }: Caller = {}): Promise<Client> {
    if (region !== undefined)
      throw new Unavailable('calls from another region are not served here');
    if (account !== undefined) return Promise.resolve(this.strangerOf(account));
    if (principal === undefined) return Promise.resolve(this.lab.client);
    return remembered(this.clients, principal, async () =>
      this.lab.client.as(await this.identityOf(principal)),
    );
  }

  private strangerOf(account: string): Client {
    const { client, ownerOf } = this.lab;
    if (ownerOf === undefined)
      throw new Unavailable('calls from another account are not served here');
    return client.as(ownerOf(account));
  }

  /** A user of the pool gets the identity pool's credentials, a user of the template a key, a role or function its role's. */
  private async identityOf(principal: Place): Promise<Identity> {
    const { client, deployed, users } = this.lab;
    if (users.some(({ name }) => name === principal)) {
      const pool = deployed.find(({ type }) => type === 'AWS::Cognito::IdentityPool');
      if (pool === undefined) throw new NotBuilt('an identity pool');
      return poolCredentials(client, {
        user: userNamed(users, principal),
        tokens: await this.tokensOf(principal),
        identityPool: pool.physicalId,
      });
    }
    const [user] = resourcesAt(deployed, principal).filter(({ type }) => type === 'AWS::IAM::User');
    if (user !== undefined) return this.keyOf(user.physicalId);
    const { Credentials } = await client.send('sts', 'AssumeRole', {
      RoleArn: this.roleOf(principal),
      RoleSessionName: 'lab-check',
    });
    const {
      AccessKeyId = '',
      SecretAccessKey = '',
      SessionToken = '',
    } = Credentials as Readonly<Record<string, string>>;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
  }

  private keyOf(user: string): Promise<Identity> {
    const { client, keyOf } = this.lab;
    if (keyOf === undefined) throw new Unavailable(`no key is made for ${user} here`);
    return keyOf(client, user);
  }

  private roleOf(principal: Place): string {
    const { deployed, where } = this.lab;
    const found = deployedAt(deployed, principal, ['AWS::Lambda::Function', 'AWS::IAM::Role']);
    if (found.type === 'AWS::IAM::Role')
      return referenceTo([found], `${found.logicalId}.Arn`, where);
    const role = parsePlaceholder(String(found.properties['Role']));
    if (role?.attribute !== 'Arn')
      throw new Unavailable(`the role of ${principal} is not one of this template`);
    return referenceTo(deployed, `${role.logicalId}.Arn`, where);
  }

  private async look(name: string): Promise<string> {
    const [first = '', attribute = ''] = name.split('.');
    const user = this.lab.users.find((each) => each.name === first);
    if (user !== undefined) return this.ofUser(user, attribute);
    return this.lab.outputs[name] ?? referenceTo(this.lab.deployed, name, this.lab.where);
  }

  private async ofUser(user: User, attribute: string): Promise<string> {
    if (attribute === 'username' || attribute === 'password') return user[attribute];
    const tokens = await this.tokensOf(user.name);
    if (attribute === 'sub' || attribute === 'idToken' || attribute === 'accessToken')
      return tokens[attribute];
    throw new KitError('UnknownAttribute', `a user has no '${attribute}'`, {
      next: 'there are: username, password, sub, idToken, accessToken',
    });
  }

  private tokensOf(name: Place): Promise<Tokens> {
    return remembered(this.tokens, name, () =>
      signIn(this.lab.client, userNamed(this.lab.users, name)),
    );
  }
}

function remembered<T>(
  known: Map<string, Promise<T>>,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

function contentType(body: unknown): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}
