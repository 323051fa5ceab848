/** What a deployment made of the template's resources, and what `${...}` in a check stands for. */
import type { Properties } from '../../capabilities.ts';
import { KitError, NotBuilt } from '../../errors.ts';
import { resourcesAt } from '../../template/places.ts';

/** A resource that was made. */
export interface Deployed {
  readonly stack: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Properties;
  /** What the template says is to become of it when its stack goes; absent where it says nothing. */
  readonly deletionPolicy?: string;
  /** Where the assembly names one. */
  readonly account?: string;
}

/** Main resources stand for the L2 around them: of several at one place, the one whose type is asked for, else the first. */
export function deployedAt(
  all: readonly Deployed[],
  place: string,
  types: readonly string[] = [],
): Deployed {
  const found = resourcesAt(all, place).filter(
    (each) => types.length === 0 || types.includes(each.type),
  );
  const [only, ...more] = found;
  if (only === undefined) throw new NotBuilt(place);
  if (more.length > 0) {
    const paths = found.map((each) => each.path).join(', ');
    throw new KitError('AmbiguousPlace', `'${place}' means ${paths}`, {
      next: 'name more of the path',
    });
  }
  return only;
}

/** Amazon resource names that the service does not have to be asked for. */
const arnForms: Readonly<Record<string, (id: string, where: Where) => string>> = {
  'AWS::S3::Bucket': (id) => `arn:aws:s3:::${id}`,
  'AWS::DynamoDB::Table': (id, { region, account }) =>
    `arn:aws:dynamodb:${region}:${account}:table/${id}`,
  'AWS::Lambda::Function': (id, { region, account }) =>
    `arn:aws:lambda:${region}:${account}:function:${id}`,
  'AWS::IAM::Role': (id, { account }) => `arn:aws:iam::${account}:role/${id}`,
  'AWS::IAM::User': (id, { account }) => `arn:aws:iam::${account}:user/${id}`,
  'AWS::KMS::Key': (id, { region, account }) => `arn:aws:kms:${region}:${account}:key/${id}`,
  // What CloudFormation calls a queue is its URL, a topic its ARN.
  'AWS::SQS::Queue': (url, { region, account }) =>
    `arn:aws:sqs:${region}:${account}:${url.split('/').at(-1) ?? ''}`,
  'AWS::SNS::Topic': (arn) => arn,
  'AWS::Cognito::UserPool': (id, { region, account }) =>
    `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
  'AWS::Logs::LogGroup': (id, { region, account }) =>
    `arn:aws:logs:${region}:${account}:log-group:${id}:*`,
};

export interface Where {
  readonly region: string;
  readonly account: string;
}

/** The physical id of `Place`, or its `Arn` for `Place.Arn`. */
export function referenceTo(all: readonly Deployed[], name: string, where: Where): string {
  if (name === 'AWS::Region') return where.region;
  if (name === 'AWS::AccountId') return where.account;
  const [place = '', attribute] = name.split('.');
  const resource = deployedAt(all, place);
  if (attribute === undefined) return resource.physicalId;
  const form = attribute === 'Arn' ? arnForms[resource.type] : undefined;
  if (form === undefined)
    throw new KitError(
      'UnknownAttribute',
      `the kit does not know '${attribute}' of ${resource.type}`,
    );
  return form(resource.physicalId, { ...where, account: resource.account ?? where.account });
}

/** The same data with every `${...}` in its text, keys included, replaced by what `look` gives. */
export async function substituted<T>(
  value: T,
  look: (name: string) => Promise<string>,
): Promise<T> {
  return (await replace(value, look)) as T;
}

async function replace(value: unknown, look: (name: string) => Promise<string>): Promise<unknown> {
  if (typeof value === 'string') return replaceText(value, look);
  if (Array.isArray(value)) return Promise.all(value.map((each) => replace(each, look)));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).map(
    async ([key, each]) => [await replaceText(key, look), await replace(each, look)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function replaceText(text: string, look: (name: string) => Promise<string>): Promise<string> {
  const parts = text.split(/\$\{((?:AWS::)?[^{}:*?$]+)\}/);
  const replaced = parts.map((part, index) =>
    index % 2 === 0 ? Promise.resolve(part) : look(part),
  );
  return (await Promise.all(replaced)).join('');
}
