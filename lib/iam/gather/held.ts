/** Policies that resources hold: on a bucket, a queue, a function, a key, a role's trust. Pure. */
import { readDocument } from '../policy/read.ts';
import { carriers, type Carried } from './carriers.ts';
import type { DocumentKind } from '../policy/problems.ts';
import { inTexts } from '../../template/placeholder.ts';
import type { Policy } from '../policies.ts';
import { accountOf, writtenAt, type Naming } from './naming.ts';
import { publicAccessPolicy } from './public-access.ts';
import { own, textOf } from '../../template/values.ts';
import type { Resource } from '../../template/template.ts';

/** A policy document, and the resource it is on. */
export interface HeldPolicy {
  /** Nothing where it is on all of its service in the account, or on what is in no template. */
  readonly on?: Resource;
  /** What is in no template, as far as its name is known. */
  readonly elsewhere?: string;
  readonly carrier: Resource;
  /** Who of everybody can come at all, where that is not everybody. */
  readonly anybody?: string;
  /** Of what carries it. */
  readonly service: string;
  readonly policy: Policy;
}

export function heldPolicies(sources: readonly Resource[], naming: Naming): readonly HeldPolicy[] {
  const held = sources.flatMap((carrier): readonly HeldPolicy[] => {
    const service = serviceOf(carrier).toLowerCase();
    const carried = own(carriers, carrier.type)?.(carrier.properties, carrier) ?? [];
    return carried.flatMap((each) => {
      const { on, anybody } = each;
      const held = { carrier, service, ...(anybody === undefined ? {} : { anybody }) };
      const policy = (of: Resource | string): Policy => policyOf(each, { carrier, on: of }, naming);
      if (on === undefined) return [{ ...held, policy: policy(carrier) }];
      return on.map((named) => {
        const told = textOf(named);
        const here = sources.find((other) => isNamed(told, { carrier, other }, naming));
        if (here !== undefined) return { ...held, on: here, policy: policy(here) };
        return { ...held, elsewhere: told, policy: policy(told) };
      });
    });
  });
  return [...held, ...sources.flatMap((bucket) => blockedAt(bucket, held))];
}

function blockedAt(bucket: Resource, held: readonly HeldPolicy[]): readonly HeldPolicy[] {
  if (bucket.type !== 'AWS::S3::Bucket') return [];
  const own = held.filter(({ on }) => on === bucket).map(({ policy }) => policy.document);
  const block = bucket.properties['PublicAccessBlockConfiguration'];
  const document = publicAccessPolicy(own, { block, account: accountOf(bucket) });
  if (document === undefined) return [];
  const name = `Block Public Access of ${bucket.path}`;
  const policy = { name, document, source: writtenAt(bucket) };
  return [{ on: bucket, carrier: bucket, service: 's3', policy }];
}

/** Policies whose statements name no resource, or need not. */
const kinds: Readonly<Record<string, DocumentKind>> = {
  'AWS::IAM::Role': 'trust',
  'AWS::ECR::Repository': 'repository',
};

function policyOf(
  { written, isDefault = false }: Carried,
  { carrier, on }: { readonly carrier: Resource; readonly on: Resource | string },
  naming: Naming,
): Policy {
  const told = naming.written(written, carrier.stack);
  const isOfApi = on === carrier && carrier.type === 'AWS::ApiGateway::RestApi';
  const whole = isOfApi ? withApi(told, naming.arnOf(carrier, invoke)) : told;
  return {
    name: isDefault ? `AWS's default policy of ${carrier.path}` : nameFor(on, carrier),
    document: readDocument(whole, own(kinds, carrier.type) ?? 'resource'),
    source: writtenAt(carrier),
  };
}

const invoke = 'execute-api';

/**
 * `execute-api:/stage/GET/path` is short for the ARN of this API.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function withApi(document: unknown, arn = ''): unknown {
  return inTexts(document, (text) => text.replace(/^execute-api:\//, () => `${arn}/`));
}

function nameFor(on: Resource | string, carrier: Resource): string {
  const of = typeof on === 'string' ? on : on.path;
  if (carrier.type === 'AWS::IAM::Role') return `trust policy of ${of}`;
  return on === carrier ? `policy of ${of}` : `policy ${carrier.path} of ${of}`;
}

/** By reference, by ARN or by name. */
function isNamed(
  text: string,
  { carrier, other }: { readonly carrier: Resource; readonly other: Resource },
  naming: Naming,
): boolean {
  const referred = naming.referred(text, carrier.stack);
  if (referred !== undefined) return referred === other;
  if (serviceOf(other) !== serviceOf(carrier) || other === carrier) return false;
  return [naming.arnOf(other), naming.nameOf(other)].includes(naming.inText(text, carrier.stack));
}

function serviceOf({ type }: Resource): string {
  return type.split('::')[1] ?? '';
}
