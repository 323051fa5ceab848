/** AWS SDK clients by service name, loaded when first used, against one endpoint with one identity. */
import { AwsRefusal, type Properties } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';

export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly identity: Identity;
}

/** Sends commands of the AWS SDK. */
export interface Client {
  readonly connection: Connection;
  /** @throws AwsRefusal on an answer of the 4xx kind */
  send(service: string, command: string, input: Properties): Promise<Properties>;
  /** The same place as somebody else. */
  as(identity: Identity): Client;
}

type SdkModule = Readonly<Record<string, unknown>>;
type Construct = new (...args: unknown[]) => { send(command: unknown): Promise<Properties> };

const modules: Readonly<Record<string, () => Promise<SdkModule>>> = {
  'api-gateway': () => import('@aws-sdk/client-api-gateway'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  'cloudwatch-logs': () => import('@aws-sdk/client-cloudwatch-logs'),
  'cognito-identity': () => import('@aws-sdk/client-cognito-identity'),
  'cognito-identity-provider': () => import('@aws-sdk/client-cognito-identity-provider'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  s3: () => import('@aws-sdk/client-s3'),
  sts: () => import('@aws-sdk/client-sts'),
};

export function clientFor(connection: Connection): Client {
  const made = new Map<string, InstanceType<Construct>>();
  return {
    connection,
    as: (identity) => clientFor({ ...connection, identity }),
    send: async (service, command, input) => {
      const module = await load(service);
      const sdk = made.get(service) ?? construct(module, connection);
      made.set(service, sdk);
      const Command = module[`${command}Command`] as Construct | undefined;
      if (Command === undefined)
        throw new KitError(
          'UnknownSdkCommand',
          `the SDK client of ${service} has no command '${command}'`,
        );
      return sdk.send(new Command(input)).catch(refused);
    },
  };
}

/** Loads SDK clients that will be needed, while something else is waited for. */
export async function warm(services: readonly string[]): Promise<void> {
  for (const service of services) await load(service);
}

async function load(service: string): Promise<SdkModule> {
  const found = modules[service];
  if (found === undefined) {
    const names = Object.keys(modules);
    throw new KitError('UnknownSdkService', `the kit has no SDK client of '${service}'`, {
      next: nearest(service, names) ?? `there are: ${names.join(', ')}`,
    });
  }
  scrubEnvironment();
  return found();
}

function construct(
  module: SdkModule,
  { endpoint, region, identity }: Connection,
): InstanceType<Construct> {
  const name = Object.keys(module).find((each) => /^[A-Z].*Client$/.test(each)) ?? '';
  const Sdk = module[name] as Construct;
  return new Sdk({
    endpoint,
    region,
    credentials: identity,
    maxAttempts: 2,
    forcePathStyle: true,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 30_000 },
  });
}

/** What the person set up for the real AWS never takes part: neither variables nor the files in the home folder. */
function scrubEnvironment(): void {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_')))
    Reflect.deleteProperty(process.env, name);
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])
    process.env[name] = '/dev/null';
  // Which Node the kit takes is said by the kit.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function refused(error: unknown): never {
  const { name, message, $metadata } = error as ServiceError;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status >= 400 && status < 500) throw new AwsRefusal(name, status, message);
  throw error;
}
