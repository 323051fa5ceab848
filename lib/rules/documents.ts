/** Policy documents in the properties of a resource, wherever they stand. Pure. */
import type { Naming } from '../iam/gather/naming.ts';
import type { DocumentKind } from '../iam/policy/problems.ts';
import { readDocument } from '../iam/policy/read.ts';
import type { Document } from '../iam/policy/statement.ts';
import { isMap } from '../iam/policy/values.ts';
import type { Properties } from '../capabilities.ts';
import { inTexts, isUnknown } from '../template/placeholder.ts';
import type { Resource } from '../template/template.ts';
import { listOf, mapOf } from './values.ts';

/** A document, and what kind of policy it is. */
export interface Carried {
  readonly document: Document;
  readonly kind: DocumentKind;
}

/** A document as it is written, and the property that it stands in. */
interface Written {
  readonly property: string;
  readonly value: unknown;
}

export function documentsIn({ type, properties, stack }: Resource, naming: Naming): Carried[] {
  // One that is the resource itself, as of an event bus, has its own properties beside it.
  const whole = isPolicy(properties) ? { Statement: properties.Statement } : properties;
  return writtenIn({ property: '', value: whole }).map(({ property, value }) => {
    const told = inTexts(naming.written(value, stack), whereApi);
    const kind = kindOf(type, property, told);
    return { kind, document: readDocument(withoutOpen(told, kind), kind) };
  });
}

/** Also where it is JSON in a text. Text that only the deployment knows may be anything. */
function writtenIn({ property, value }: Written): readonly Written[] {
  if (typeof value === 'string') return inText({ property, value });
  if (Array.isArray(value)) return value.flatMap((each) => writtenIn({ property, value: each }));
  if (!isMap(value)) return [];
  if (isPolicy(value)) return [{ property, value }];
  return Object.entries(value).flatMap(([key, each]) => writtenIn({ property: key, value: each }));
}

function inText({ property, value }: Written & { readonly value: string }): readonly Written[] {
  if (!value.includes('"Statement"')) return [];
  try {
    return writtenIn({ property, value: JSON.parse(value) as unknown });
  } catch {
    return /^\s*\{/.test(value) && !isUnknown(value) ? [{ property, value }] : [];
  }
}

/** Other things have a `Statement` too, such as the rules of a firewall. */
function isPolicy(value: Properties): boolean {
  return (
    'Statement' in value &&
    listOf(value.Statement).some((each) =>
      ['Effect', 'Action', 'NotAction'].some((element) => element in mapOf(each)),
    )
  );
}

/** Services of which every policy is on a resource, and so names its principals. */
const resourceServices =
  /^AWS::(S3|SQS|SNS|KMS|SecretsManager|EFS|Kinesis|DynamoDB|Backup|EC2|Events)::/;

function kindOf(type: string, property: string, document: unknown): DocumentKind {
  if (property === 'AssumeRolePolicyDocument') return 'trust';
  if (property.startsWith('RepositoryPolicy')) return 'repository';
  if (type.startsWith('AWS::IAM::')) return 'identity';
  return resourceServices.test(type) || namesPrincipals(document) ? 'resource' : 'identity';
}

function namesPrincipals(document: unknown): boolean {
  return listOf(mapOf(document).Statement)
    .map(mapOf)
    .some((each) => 'Principal' in each || 'NotPrincipal' in each);
}

/** `execute-api:/stage/GET/path` is short for the ARN of the API that the policy is on. */
function whereApi(text: string): string {
  return text.replace(/^execute-api:\//, 'arn:aws:execute-api:*:*:*/');
}

/** Without the statements that may be in order, as only the deployment knows what is written in them. */
function withoutOpen(written: unknown, kind: DocumentKind): unknown {
  if (!isMap(written)) return written;
  const { Version, Statement, ...rest } = written;
  const open = readDocument(written, kind).problems.flatMap(
    ({ place }) => openAt(place, listOf(Statement)) ?? [],
  );
  return {
    ...rest,
    ...(Version === undefined || isOpen(Version) ? {} : { Version }),
    Statement: listOf(Statement).filter((_, index) => !open.includes(index)),
  };
}

/** The statement at the place of a problem, if the problem is about something that is not known. */
function openAt(place: string, statements: readonly unknown[]): number | undefined {
  const [, at, element = ''] = /^Statement\[(\d+)\](?:\.(\w+))?/.exec(place) ?? [];
  if (at === undefined) return undefined;
  const statement = statements[Number(at)];
  const { [element]: meant, [`Not${element}`]: excepted } = mapOf(statement);
  const isInIt = isOpen(meant) || isOpen(excepted);
  return isInIt || typeof statement === 'string' ? Number(at) : undefined;
}

function isOpen(value: unknown): boolean {
  return value !== undefined && isUnknown(JSON.stringify(value));
}
