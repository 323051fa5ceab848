/** AWS SDK clients by service name, loaded when first used, against one endpoint with one identity. */
import { AwsRefusal, type Properties } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { scrubEnvironment } from '../environment.ts';

export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Connection {
  /** Nothing for the real AWS. */
  readonly endpoint?: string;
  readonly region: string;
  /** Who calls; a function is asked again when what it gave has expired. */
  readonly identity: Identity | (() => Promise<Identity & { readonly expiration?: Date }>);
  /** How often a call is tried where the service throttles or fails. @default 2 */
  readonly attempts?: number;
  /** A call that nobody answers for so long fails; without it, it is waited for. */
  readonly silenceMilliseconds?: number;
}

/** Sends commands of the AWS SDK. */
export interface Client {
  readonly connection: Connection;
  /** @throws AwsRefusal on an answer of the 4xx kind */
  send(service: string, command: string, input: Properties): Promise<Properties>;
  /** A URL that lets whoever has it do this to an object of S3 for 60 s. */
  presigned(command: string, input: Properties): Promise<string>;
  /** The same place as somebody else. */
  as(identity: Identity): Client;
}

type SdkModule = Readonly<Record<string, unknown>>;
type Construct = new (...args: unknown[]) => { send(command: unknown): Promise<Properties> };

const modules: Readonly<Record<string, () => Promise<SdkModule>>> = {
  'api-gateway': () => import('@aws-sdk/client-api-gateway'),
  'auto-scaling': () => import('@aws-sdk/client-auto-scaling'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  'cloudwatch-logs': () => import('@aws-sdk/client-cloudwatch-logs'),
  'cognito-identity': () => import('@aws-sdk/client-cognito-identity'),
  'cognito-identity-provider': () => import('@aws-sdk/client-cognito-identity-provider'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  'elastic-load-balancing-v2': () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  iam: () => import('@aws-sdk/client-iam'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  'resource-groups-tagging-api': () => import('@aws-sdk/client-resource-groups-tagging-api'),
  'route-53': () => import('@aws-sdk/client-route-53'),
  s3: () => import('@aws-sdk/client-s3'),
  'service-quotas': () => import('@aws-sdk/client-service-quotas'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  ssm: () => import('@aws-sdk/client-ssm'),
  sts: () => import('@aws-sdk/client-sts'),
};

export function clientFor(connection: Connection): Client {
  const made = new Map<string, InstanceType<Construct>>();
  const sdkOf = (service: string, module: SdkModule): InstanceType<Construct> => {
    const sdk = made.get(service) ?? construct(module, connection);
    made.set(service, sdk);
    return sdk;
  };
  return {
    connection,
    as: (identity) => clientFor({ ...connection, identity }),
    send: async (service, command, input) => {
      const module = await load(service);
      const asked = commandOf(module, { service, command, input });
      return sdkOf(service, module).send(asked).catch(refused);
    },
    presigned: async (command, input) => {
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const module = await load('s3');
      const asked = commandOf(module, { service: 's3', command, input });
      return getSignedUrl(sdkOf('s3', module) as never, asked as never, {
        expiresIn: presignedSeconds,
      });
    },
  };
}

const presignedSeconds = 60;

interface Asked {
  readonly service: string;
  readonly command: string;
  readonly input: Properties;
}

/** @throws UnknownSdkCommand */
function commandOf(module: SdkModule, { service, command, input }: Asked): object {
  const Command = module[`${command}Command`] as Construct | undefined;
  if (Command !== undefined) return new Command(input);
  const says = `the SDK client of ${service} has no command '${command}'`;
  throw new KitError('UnknownSdkCommand', says);
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
  { endpoint, region, identity, attempts = 2, silenceMilliseconds }: Connection,
): InstanceType<Construct> {
  const name = Object.keys(module).find((each) => /^[A-Z].*Client$/.test(each)) ?? '';
  const Sdk = module[name] as Construct;
  return new Sdk({
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    region,
    credentials: identity,
    maxAttempts: attempts,
    requestHandler:
      silenceMilliseconds === undefined
        ? { connectionTimeout: 2000, requestTimeout: 30_000 }
        : bounded(silenceMilliseconds),
  });
}

/** @see https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-node-http-handler/Interface/NodeHttpHandlerOptions/ */
function bounded(requestTimeout: number): object {
  return { connectionTimeout: 5000, requestTimeout, throwOnRequestTimeout: true };
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
