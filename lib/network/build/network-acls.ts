/** Network ACLs: a VPC's default one allows all, a custom one without entries denies all. */
import { everywhere } from '../blocks.ts';
import type { AclEntry, Id, NetworkAcl } from '../network.ts';
import { everything, protocols, type Service } from '../services.ts';
import { textOf, type Declared, type Sources } from './source.ts';
import { at, blockIn, numberOf, protocolOf, serviceOf, type Values } from './values.ts';

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
export function aclsOf(sources: Sources, vpcs: readonly Id[]): readonly NetworkAcl[] {
  const entries = entriesByAcl(sources);
  const made = vpcs.map((vpc) => {
    const id = `${vpc}.default-acl`;
    const own = defaultEntries(id);
    const more = entries.get(id) ?? { inbound: [], outbound: [] };
    // An entry with a number of its own stands beside the default one, which has 100 and 101.
    return aclOf(id, [...own, ...more.inbound], [...own, ...more.outbound]);
  });
  const custom = sources.ofType('AWS::EC2::NetworkAcl').map((acl) => {
    const { inbound, outbound } = entries.get(acl.id) ?? { inbound: [], outbound: [] };
    return aclOf(acl.id, inbound, outbound);
  });
  const known = new Set([...made, ...custom].map(({ id }) => id));
  const imported = [...entries]
    .filter(([id]) => !known.has(id))
    .map(([id, { inbound, outbound }]) => {
      const others = unknownEntries(id);
      return aclOf(id, [...others, ...inbound], [...others, ...outbound]);
    });
  return [...made, ...custom, ...imported];
}

/** Of an ACL that the template only names nobody here knows what stands before the entries that it adds. */
function unknownEntries(id: Id): readonly AclEntry[] {
  const block = { unknown: `the other entries of ${id}` };
  return [true, false].map((allows) => ({ id, number: 0, allows, service: everything, block }));
}

function aclOf(id: Id, inbound: readonly AclEntry[], outbound: readonly AclEntry[]): NetworkAcl {
  const inOrder = (entries: readonly AclEntry[]): readonly AclEntry[] =>
    [...entries].sort((one, other) => one.number - other.number);
  return { id, inbound: inOrder(inbound), outbound: inOrder(outbound) };
}

function defaultEntries(id: Id): readonly AclEntry[] {
  const allow = { id, allows: true, service: everything };
  return [
    { ...allow, number: 100, block: everywhere[4] },
    { ...allow, number: 101, block: everywhere[6] },
  ];
}

interface Entries {
  readonly inbound: AclEntry[];
  readonly outbound: AclEntry[];
}

function entriesByAcl(sources: Sources): ReadonlyMap<Id, Entries> {
  const byAcl = new Map<Id, Entries>();
  for (const entry of sources.ofType('AWS::EC2::NetworkAclEntry')) {
    const acl = entry.refer(entry.properties['NetworkAclId']);
    const entries = byAcl.get(acl) ?? { inbound: [], outbound: [] };
    byAcl.set(acl, entries);
    const isOut = textOf(entry.properties['Egress']).toLowerCase() === 'true';
    entries[isOut ? 'outbound' : 'inbound'].push(entryOf(entry));
  }
  return byAcl;
}

function entryOf(entry: Declared): AclEntry {
  const { properties } = entry;
  const block = blockIn(properties['CidrBlock'] ?? properties['Ipv6CidrBlock'], entry) ?? {
    unknown: `the block of ${entry.logicalId}`,
  };
  return {
    id: entry.id,
    number: numberOf(properties['RuleNumber']) ?? 0,
    allows: textOf(properties['RuleAction']).toLowerCase() === 'allow',
    service: serviceIn(properties),
    block: entry.condition === undefined ? block : { unknown: entry.condition },
  };
}

function serviceIn(properties: Values): Service {
  const protocol = protocolOf(properties['Protocol']);
  const isIcmp = protocol === protocols.icmp || protocol === protocols.icmp6;
  const range = isIcmp ? ['Icmp.Type', 'Icmp.Code'] : ['PortRange.From', 'PortRange.To'];
  const [from, to] = range.map((each) => at(properties, each));
  return serviceOf(properties['Protocol'], [from, to]);
}
