/** What the AWS SDK itself knows of an operation: its shapes and their names on the wire, read from its schemas. */

/** Kit's name of a service -> its name in a signature, and its SDK. */
const services: Readonly<Record<string, readonly [signed: string, load: () => Promise<object>]>> = {
  'api-gateway': ['apigateway', () => import('@aws-sdk/client-api-gateway')],
  'auto-scaling': ['autoscaling', () => import('@aws-sdk/client-auto-scaling')],
  cloudformation: ['cloudformation', () => import('@aws-sdk/client-cloudformation')],
  cloudwatch: ['monitoring', () => import('@aws-sdk/client-cloudwatch')],
  'cloudwatch-logs': ['logs', () => import('@aws-sdk/client-cloudwatch-logs')],
  'cognito-identity': ['cognito-identity', () => import('@aws-sdk/client-cognito-identity')],
  'cognito-identity-provider': [
    'cognito-idp',
    () => import('@aws-sdk/client-cognito-identity-provider'),
  ],
  dynamodb: ['dynamodb', () => import('@aws-sdk/client-dynamodb')],
  ec2: ['ec2', () => import('@aws-sdk/client-ec2')],
  'elastic-load-balancing-v2': [
    'elasticloadbalancing',
    () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  ],
  iam: ['iam', () => import('@aws-sdk/client-iam')],
  kms: ['kms', () => import('@aws-sdk/client-kms')],
  lambda: ['lambda', () => import('@aws-sdk/client-lambda')],
  'resource-groups-tagging-api': [
    'tagging',
    () => import('@aws-sdk/client-resource-groups-tagging-api'),
  ],
  'route-53': ['route53', () => import('@aws-sdk/client-route-53')],
  s3: ['s3', () => import('@aws-sdk/client-s3')],
  'service-quotas': ['servicequotas', () => import('@aws-sdk/client-service-quotas')],
  sns: ['sns', () => import('@aws-sdk/client-sns')],
  sqs: ['sqs', () => import('@aws-sdk/client-sqs')],
  ssm: ['ssm', () => import('@aws-sdk/client-ssm')],
  sts: ['sts', () => import('@aws-sdk/client-sts')],
};

interface Traits {
  readonly xmlName?: string;
  readonly ec2QueryName?: string;
  readonly xmlFlattened?: number;
  /** Method, path with labels, status. */
  readonly http?: readonly [string, string, number];
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpLabel?: true;
  readonly httpPayload?: true;
  readonly httpResponseCode?: true;
}

/** A shape as the SDK writes it: a number for what is simple, else `[kind, namespace, name, traits, ...]`. */
export type Schema = number | string | readonly unknown[];

export interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly traits: Traits;
}

export interface Operation {
  readonly name: string;
  readonly input: Schema;
  readonly output: Schema;
  readonly http: Traits['http'];
}

export interface Played {
  /** As the kit calls it: `cloudwatch-logs`. */
  readonly service: string;
  readonly operations: readonly Operation[];
  /** Writes and reads bodies of this service where they are JSON, or XML. */
  readonly codec: Codec;
}

export interface Codec {
  createSerializer(): { write(schema: Schema, value: unknown): void; flush(): string | Uint8Array };
  createDeserializer(): { read(schema: Schema, bytes: Uint8Array): unknown };
}

const kinds = { list: 1, map: 2, operation: 9 };

/** The service behind a name in a signature. @throws where nobody plays it */
export async function playedService(signed: string): Promise<Played> {
  const found = Object.entries(services).find(([, [name]]) => name === signed);
  if (found === undefined) throw new Error(`nobody plays '${signed}'`);
  const [service, [, load]] = found;
  const module = (await load()) as Readonly<Record<string, unknown>>;
  const operations = Object.entries(module)
    .filter(
      ([name, each]) => name.endsWith('$') && Array.isArray(each) && each[0] === kinds.operation,
    )
    .map(([, each]) => operationOf(each as readonly unknown[]));
  return { service, operations, codec: codecOf(module) ?? (await xmlCodec()) };
}

function operationOf([, , name, traits, input, output]: readonly unknown[]): Operation {
  return {
    name: String(name),
    http: traitsOf(traits).http,
    input: dereferenced(input),
    output: dereferenced(output),
  };
}

/** Only what speaks JSON or rest-xml has one of its own. */
function codecOf(module: Readonly<Record<string, unknown>>): Codec | undefined {
  const name = Object.keys(module).find((each) => /^[A-Z].*Client$/.test(each)) ?? '';
  const Sdk = module[name] as new (settings: object) => { config: { protocol: { codec?: Codec } } };
  return new Sdk({ region: 'us-east-1' }).config.protocol.codec;
}

async function xmlCodec(): Promise<Codec> {
  const codec = codecOf(await import('@aws-sdk/client-s3'));
  if (codec === undefined) throw new Error('the SDK of S3 has no codec');
  return codec;
}

export function isStructure(schema: Schema): boolean {
  return Array.isArray(schema) && [3, -3, 4].includes(Number(schema[0]));
}

/** The members of a structure; none where it is none. */
export function membersOf(schema: Schema): readonly Member[] {
  if (!isStructure(schema)) return [];
  const [, , , , names, schemas] = schema as [0, 0, 0, 0, readonly string[], readonly unknown[]];
  return names.map((name, index) => ({ name, ...memberOf(schemas[index]) }));
}

/** What a list holds, or nothing where the shape is no list. */
export function itemOf(schema: Schema): Omit<Member, 'name'> | undefined {
  if (typeof schema === 'number')
    return schema >= 64 && schema < 128 ? memberOf(schema % 64) : undefined;
  return schema[0] === kinds.list ? memberOf(schema[4]) : undefined;
}

export function isMap(schema: Schema): boolean {
  return typeof schema === 'number' ? schema >= 128 : schema[0] === kinds.map;
}

function memberOf(written: unknown): Omit<Member, 'name'> {
  if (!Array.isArray(written) || written.length !== 2)
    return { schema: dereferenced(written), traits: {} };
  const [reference, traits] = written as [unknown, unknown];
  return { schema: dereferenced(reference), traits: traitsOf(traits) };
}

function dereferenced(reference: unknown): Schema {
  return (typeof reference === 'function' ? (reference as () => unknown)() : reference) as Schema;
}

/** Traits without a value of their own are bits: label 1, payload 16, response code 32. */
function traitsOf(written: unknown): Traits {
  if (typeof written === 'object' && written !== null) return written;
  const bits = Number(written);
  return {
    ...((bits & 1) === 1 ? { httpLabel: true } : {}),
    ...((bits & 16) === 16 ? { httpPayload: true } : {}),
    ...((bits & 32) === 32 ? { httpResponseCode: true } : {}),
  };
}
