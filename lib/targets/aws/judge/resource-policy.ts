/** The policy that a resource itself has, as the service tells it. */
import { AwsRefusal, type Properties } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import type { Client } from '../../api/client.ts';

export interface ResourcePolicy {
  readonly text: string;
  /** A statement allows something to somebody who may be a role, by name or as anybody. */
  readonly allows: boolean;
  readonly denies: boolean;
  /** Policies of identities alone decide nothing here: a key whose policy does not leave it to the account. */
  readonly keepsIdentitiesOut: boolean;
}

interface Arn {
  readonly service: string;
  readonly resource: string;
  readonly region: string;
  readonly account: string;
  readonly whole: string;
}

type Look = (client: Client, arn: Arn) => Promise<unknown>;

const looks: Readonly<Record<string, Look>> = {
  s3: async (client, { resource }) =>
    (await client.send('s3', 'GetBucketPolicy', { Bucket: resource.split('/')[0] }))['Policy'],
  sqs: async (client, { resource, region, account }) => {
    const { Attributes } = await client.send('sqs', 'GetQueueAttributes', {
      QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${resource}`,
      AttributeNames: ['Policy'],
    });
    return (Attributes as Properties | undefined)?.['Policy'];
  },
  sns: async (client, { whole }) => {
    const { Attributes } = await client.send('sns', 'GetTopicAttributes', { TopicArn: whole });
    return (Attributes as Properties | undefined)?.['Policy'];
  },
  lambda: async (client, { whole }) =>
    (await client.send('lambda', 'GetPolicy', { FunctionName: whole }))['Policy'],
  kms: async (client, { resource }) =>
    (
      await client.send('kms', 'GetKeyPolicy', {
        KeyId: resource.replace(/^key\//, ''),
        PolicyName: 'default',
      })
    )['Policy'],
  dynamodb: async (client, { whole }) =>
    (
      await client.send('dynamodb', 'GetResourcePolicy', {
        ResourceArn: whole.replace(/\/(index|stream)\/.*$/, ''),
      })
    )['Policy'],
};

/** What services say where there is no policy, or no such resource: then no policy of it decides anything. */
const none =
  /^(NoSuchBucketPolicy|NoSuchBucket|ResourceNotFoundException|PolicyNotFoundException)$/;

/**
 * Nothing where it has none, or where its service has none at all. The client is asked through `instrument`, so what it
 * is not allowed to see is *unverified*.
 * @throws Unavailable
 */
export async function resourcePolicyOf(
  client: Client,
  arn: string,
): Promise<ResourcePolicy | undefined> {
  const [, , service = '', region = '', account = '', ...rest] = arn.split(':');
  const resource = service === 'lambda' ? rest.slice(1).join(':') : rest.join(':');
  const asked = { service, region, account, resource, whole: arn };
  const found = await looks[service]?.(client, asked).catch(absent);
  return typeof found === 'string' && found !== '' ? read(found, service) : undefined;
}

function read(text: string, service: string): ResourcePolicy {
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  const statements = [Statement ?? []].flat() as readonly Stated[];
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(principalsOf);
  return {
    text,
    allows: allowed.some((one) => !isAccount.test(one)),
    denies: statements.some(({ Effect }) => Effect === 'Deny'),
    keepsIdentitiesOut: service === 'kms' && !allowed.some((one) => isAccount.test(one)),
  };
}

interface Stated {
  readonly Effect?: string;
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
}

/** An account as principal only leaves it to the policies of its identities. */
const isAccount = /^(\d{12}|arn:aws[\w-]*:iam::\d{12}:root)$/;

/** Services are no roles: what they are allowed is left out. */
function principalsOf({ Principal }: Stated): readonly string[] {
  return typeof Principal === 'object' ? [Principal.AWS ?? []].flat() : [Principal ?? '*'];
}

function absent(error: unknown): undefined {
  const code =
    error instanceof Unavailable && error.cause instanceof AwsRefusal ? error.cause.code : '';
  if (none.test(code)) return undefined;
  throw error;
}
