/** What only a deployment knows, as this one knows it: `${Stub.PrivateIp}` -> `10.0.16.10`. */
import { parsePlaceholder } from '../../../template/placeholder.ts';
import { addressText } from '../../../network/blocks.ts';
import type { Id, Interface } from '../../../network/network.ts';
import type { Settled } from '../settle/settle.ts';
import { account, balancerName, instanceId, privateName, publicName, region } from './region.ts';

const pseudo: ReadonlyMap<string, string> = new Map([
  ['${AWS::Region}', region],
  ['${AWS::AccountId}', account],
  ['${AWS::Partition}', 'aws'],
  ['${AWS::URLSuffix}', 'amazonaws.com'],
]);

/** The text with each of these placeholders filled in, and those of them that nobody here knows. */
export function filled(
  settled: Settled,
  stack: string,
  { text, placeholders }: { readonly text: string; readonly placeholders: readonly string[] },
): { readonly text: string; readonly open: readonly string[] } {
  const open: string[] = [];
  let whole = text;
  for (const placeholder of placeholders) {
    const value = valueOf(settled, stack, placeholder);
    if (value === undefined) open.push(placeholder);
    else whole = whole.replaceAll(placeholder, value);
  }
  return { text: whole, open };
}

export function valueOf(settled: Settled, stack: string, placeholder: string): string | undefined {
  const known = pseudo.get(placeholder);
  if (known !== undefined) return known;
  if (placeholder === '${AWS::StackName}') return stack;
  const reference = parsePlaceholder(placeholder);
  if (reference === undefined) return undefined;
  const id = `${reference.stack ?? stack}/${reference.logicalId}`;
  return reference.attribute === undefined
    ? physicalId(settled, id)
    : attributeOf(settled, id, reference.attribute);
}

function physicalId({ network }: Settled, id: Id): string | undefined {
  const end = network.ends.get(id);
  if (end?.type === 'AWS::EC2::Instance') return instanceId(id);
  return network.names.has(id) ? id.split('/').at(-1) : undefined;
}

type Attribute = (settled: Settled, id: Id, face: Interface | undefined) => string | undefined;

const attributes: ReadonlyMap<string, Attribute> = new Map<string, Attribute>([
  ['PrivateIp', (_, __, face) => address4(face?.address4)],
  ['PrimaryPrivateIpAddress', (_, __, face) => address4(face?.address4)],
  ['PublicIp', ({ public4 }, _, face) => address4(face && public4.get(face.id))],
  ['PrivateDnsName', (_, __, face) => nameBy(face?.address4, privateName)],
  ['PublicDnsName', ({ public4 }, _, face) => nameBy(face && public4.get(face.id), publicName)],
  ['DNSName', ({ network }, id) => (network.balancers.has(id) ? balancerName(id) : undefined)],
]);

function attributeOf(settled: Settled, id: Id, attribute: string): string | undefined {
  const mapped = settled.network.addresses.get(id)?.mappedTo;
  const seen = mapped === undefined ? undefined : settled.public4.get(mapped);
  if (attribute === 'PublicIp' && seen !== undefined) return address4(seen);
  return attributes.get(attribute)?.(settled, id, faceOf(settled, mapped ?? id));
}

function faceOf({ network }: Settled, id: Id): Interface | undefined {
  const [first = id] = network.ends.get(id)?.interfaces ?? [];
  return network.interfaces.get(first);
}

function address4(value: bigint | undefined): string | undefined {
  return value === undefined ? undefined : addressText({ family: 4, value });
}

function nameBy(
  value: bigint | undefined,
  name: (address: { family: 4; value: bigint }) => string,
): string | undefined {
  return value === undefined ? undefined : name({ family: 4, value });
}
