/** Routes, network ACL entries and security group rules as they are said. */
import { parseBlock, type Block } from '../../../lib/network/blocks.ts';
import {
  isUnknown,
  type AclEntry,
  type GroupRule,
  type Id,
  type NetworkAcl,
  type NextHop,
  type Peer,
  type PrefixList,
  type Route,
  type SecurityGroup,
  type Unknown,
} from '../../../lib/network/network.ts';
import { allCodes, allPorts, everything, type Service } from '../../../lib/network/services.ts';

/** ACL entries: `100 allow tcp/80 from 0.0.0.0/0`. Undefined is open, an empty list closed. */
export interface WrittenRules {
  readonly vpc?: Id;
  readonly inbound?: readonly string[] | Unknown;
  readonly outbound?: readonly string[] | Unknown;
}

/** What a route's target may be the name of. */
export interface Hops {
  readonly nats: ReadonlyMap<Id, unknown>;
  readonly peerings: ReadonlyMap<Id, unknown>;
  readonly endpoints: ReadonlyMap<Id, unknown>;
  readonly interfaces: ReadonlyMap<Id, unknown>;
}

/**
 * `0.0.0.0/0 -> NatA`, `list s3 -> Endpoint`, `unknown -> Igw`, `10.1.0.0/16 -> propagated Vgw`. `Igw`, `Eigw` (as the
 * end of the name) are gateways, `gone`, `unknown` as such; what is no resource of the network is a transit gateway.
 */
export function routeOf(table: Id, text: string, hops: Hops): Route {
  const [to = '', way = ''] = text.split(' -> ');
  const isPropagated = way.startsWith('propagated ');
  const hop = hopOf(way.replace('propagated ', ''), hops);
  const destination = destinationOf(to);
  const isList = 'id' in destination;
  const chosen = isPropagated ? 'propagated' : isList ? 'prefix-list' : 'static';
  const origin = hop.kind === 'local' ? 'local' : chosen;
  return { id: `${table}:${to}`, destination, origin, hop };
}

function destinationOf(text: string): Route['destination'] {
  if (text.startsWith('list ')) return listNamed(text.slice('list '.length));
  return text.startsWith('unknown') ? { unknown: text } : block(text);
}

function hopOf(id: string, { nats, peerings, endpoints, interfaces }: Hops): NextHop {
  if (nats.has(id)) return { kind: 'nat-gateway', id };
  if (peerings.has(id)) return { kind: 'peering', id };
  if (endpoints.has(id)) return { kind: 'gateway-endpoint', id };
  return interfaces.has(id) ? { kind: 'interface', id } : doorOf(id);
}

function doorOf(id: string): NextHop {
  if (id === 'local') return { kind: 'local' };
  if (id === 'gone') return { kind: 'gone', id, why: 'it is not attached' };
  if (id === 'unknown') return { kind: 'unknown', why: 'parameter Target has no default' };
  if (id.endsWith('Eigw')) return { kind: 'egress-only-gateway', id };
  if (id.endsWith('Igw')) return { kind: 'internet-gateway', id };
  return { kind: 'other', id, type: 'transit gateway' };
}

/** The prefix list of an AWS service. */
export function listNamed(service: string): PrefixList {
  return { id: `pl-${service}`, blocks: { unknown: `the blocks of ${service}` }, service };
}

export function aclOf(id: Id, { inbound, outbound }: WrittenRules): NetworkAcl {
  const entries = (rules: readonly string[] | Unknown | undefined): readonly AclEntry[] => {
    if (rules === undefined || isUnknown(rules)) return openEntries(id);
    return rules.map((each) => entryOf(id, each));
  };
  return { id, inbound: entries(inbound), outbound: entries(outbound) };
}

function openEntries(id: Id): readonly AclEntry[] {
  return ['0.0.0.0/0', '::/0'].map((each, index) => ({
    id,
    number: 100 + index,
    allows: true,
    service: everything,
    block: block(each),
  }));
}

function entryOf(acl: Id, text: string): AclEntry {
  const [number = '', verb, service = '', , far = ''] = text.split(' ');
  return {
    id: `${acl}:${number}`,
    number: Number(number),
    allows: verb === 'allow',
    service: serviceOf(service),
    block: far === 'unknown' ? { unknown: 'parameter Far has no default' } : block(far),
  };
}

export function groupOf(id: Id, { vpc = 'Vpc', inbound, outbound }: WrittenRules): SecurityGroup {
  const rules = (written: readonly string[] | Unknown | undefined) => {
    if (written !== undefined && isUnknown(written)) return written;
    const open = ['all from 0.0.0.0/0', 'all from ::/0'];
    return (written ?? open).map((each): GroupRule => groupRuleOf(id, each));
  };
  return { id, vpc, inbound: rules(inbound), outbound: rules(outbound) };
}

function groupRuleOf(group: Id, text: string): GroupRule {
  const [service = '', , ...far] = text.split(' ');
  return { id: `${group}:${text}`, service: serviceOf(service), peer: peerOf(far.join(' ')) };
}

function peerOf(text: string): Peer {
  if (text.startsWith('group ')) return { kind: 'group', id: text.slice('group '.length) };
  if (text.startsWith('list '))
    return { kind: 'list', list: listNamed(text.slice('list '.length)) };
  if (text === 'unknown') return { kind: 'unknown', why: 'parameter Peer has no default' };
  return { kind: 'block', block: block(text) };
}

const protocols: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

/** `all`, `tcp`, `tcp/80`, `udp/1024-65535`, `icmp/8`, `50`. */
function serviceOf(text: string): Service {
  if (text === 'all') return everything;
  const [name = '', ports] = text.split('/');
  const [first = 0, last = first] = (ports ?? '').split('-').map(Number);
  const protocol = protocols[name] ?? Number(name);
  return { protocol, ports: ports === undefined ? allPorts : [first, last], codes: allCodes };
}

export function block(text: string): Block {
  const parsed = parseBlock(text);
  if (parsed === undefined) throw new Error(`'${text}' is no block`);
  return parsed;
}
