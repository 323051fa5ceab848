/** Ways of checks about policy documents as they are written: all of a template, looked through for faults. */
import type { Capabilities, Properties } from '../capabilities.ts';
import { faultsIn, type Fault, type FaultId } from '../iam/lint/lint.ts';
import type { DocumentKind } from '../iam/policy/problems.ts';
import { readDocument } from '../iam/policy/read.ts';
import { failed, held, type Verdict } from '../verdict.ts';

export interface WrittenPolicy {
  readonly name: string;
  /** Data, or the JSON text of it. */
  readonly document: unknown;
  readonly kind: DocumentKind;
  /** A boundary, a policy of the organization or of a session: it allows nothing by itself. */
  readonly isLimit?: boolean;
}

/** Held where no document has a fault of these; accounts are those that are no foreign ones. */
export function judgeDocuments(
  policies: readonly WrittenPolicy[],
  wanted: readonly FaultId[],
  accounts: readonly string[],
): Verdict {
  const found = policies.flatMap((each) =>
    faultsOf(each, accounts)
      .filter(({ fault }) => wanted.includes(fault))
      .map((fault) => ({ ...fault, policy: each })),
  );
  const [first, ...more] = found;
  if (first === undefined) return held(`${policies.length} policies have no fault`);
  const { policy, place, says } = first;
  const besides = more.length === 0 ? '' : `, and ${more.length} more faults`;
  return failed(`${policy.name}${place === '' ? '' : `, ${place}`}: ${says}${besides}`, {
    ...{ kind: 'fact', resource: policy.name, property: place, value: policy.document },
  });
}

function faultsOf(
  { document, kind, isLimit = false }: WrittenPolicy,
  accounts: readonly string[],
): readonly Fault[] {
  return faultsIn(readDocument(document, kind), { kind, isLimit, accounts });
}

type Look = (properties: Properties) => readonly (readonly [unknown, DocumentKind])[];

const one =
  (property: string, kind: DocumentKind): Look =>
  (properties) => [[properties[property], kind]];
const inline: Look = ({ Policies = [] }) =>
  (Policies as readonly Properties[]).map((each) => [each['PolicyDocument'], 'identity']);

/** By type of resource: the documents that it has. */
const looks: Readonly<Record<string, Look>> = {
  'AWS::IAM::Group': inline,
  'AWS::IAM::ManagedPolicy': one('PolicyDocument', 'identity'),
  'AWS::IAM::Policy': one('PolicyDocument', 'identity'),
  'AWS::IAM::Role': (properties) => [
    ...inline(properties),
    ...one('AssumeRolePolicyDocument', 'trust')(properties),
  ],
  'AWS::IAM::User': inline,
  'AWS::KMS::Key': one('KeyPolicy', 'resource'),
  'AWS::S3::BucketPolicy': one('PolicyDocument', 'resource'),
  'AWS::SNS::TopicPolicy': one('PolicyDocument', 'resource'),
  'AWS::SQS::QueuePolicy': one('PolicyDocument', 'resource'),
};

/** Every policy document of the template, called as its resource is. */
export async function policiesIn(facts: Capabilities['facts']): Promise<readonly WrittenPolicy[]> {
  const perType = Object.entries(looks).map(async ([type, look]) =>
    [...(await facts(type))].flatMap(([name, properties]) =>
      look(properties)
        .filter(([document]) => document !== undefined)
        .map(([document, kind]) => ({ name, document, kind })),
    ),
  );
  return (await Promise.all(perType)).flat();
}
