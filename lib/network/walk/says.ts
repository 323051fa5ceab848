/** How a person reads a rule, a flow, an address. */
import { blockText, type Block } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import {
  isUnknown,
  type AclEntry,
  type GroupRule,
  type Id,
  type Network,
  type NextHop,
  type Peer,
  type PrefixList,
  type Route,
  type Unknown,
} from '../network.ts';
import { allPorts, echo, protocols, type Range, type Service } from '../services.ts';
import type { Party } from './party.ts';
import type { Flight } from './trip.ts';

/** Writing a block takes longer than judging it, and a network's blocks are written again for every packet. */
const written = new WeakMap<Block, string>();

export function blockSays(block: Block | Unknown): string {
  if (isUnknown(block)) return `(${block.unknown})`;
  let text = written.get(block);
  if (text === undefined) {
    text = blockText(block);
    written.set(block, text);
  }
  return text;
}

/** Its address, as far as it is known. */
export function partySays(network: Network, { kind, block, list, id }: Party): string {
  if (list !== undefined) return list.service ?? nameAsWritten(network, list.id);
  if (!isUnknown(block) || id === undefined) return blockSays(block);
  return `the ${kind === 'public' ? 'public' : 'private'} address of ${ownerSays(network, id)}`;
}

export function ownerSays(network: Network, id: Id): string {
  return nameAsWritten(network, network.interfaces.get(id)?.owner ?? id);
}

/** What a rule depends on that is judged by an address known only as one of several. */
export function addressDepends(network: Network, party: Party): string {
  if (party.kind === 'service') return `the addresses of ${partySays(network, party)}`;
  if (party.id === undefined) return 'what the template does not say';
  const kind = party.kind === 'public' ? 'public' : 'private';
  const which = party.family === 6 ? 'IPv6' : kind;
  return `the ${which} address of ${ownerSays(network, party.id)} is known after deployment`;
}

const protocolNames: Readonly<Record<number, string>> = {
  [protocols.icmp]: 'icmp',
  [protocols.tcp]: 'tcp',
  [protocols.udp]: 'udp',
  [protocols.icmp6]: 'icmpv6',
};

/** `tcp/443`, `icmp/echo`, `icmp/echo-reply`, `protocol 50`. */
export function flowSays({ protocol, port }: Flight): string {
  if (protocol === protocols.icmp || protocol === protocols.icmp6) {
    const name = protocolName(protocol);
    return `${name}/${port === echo[protocol].reply ? 'echo-reply' : 'echo'}`;
  }
  if (protocol === protocols.tcp || protocol === protocols.udp)
    return `${protocolName(protocol)}/${port}`;
  return protocolName(protocol);
}

function protocolName(protocol: number): string {
  return protocolNames[protocol] ?? `protocol ${protocol}`;
}

/** `all`, `tcp`, `tcp/80`, `udp/1024-65535`, `icmp/8`. */
function serviceSays({ protocol, ports }: Service): string {
  if (protocol === 'all') return 'all';
  const [first, last] = ports;
  const isAll = first <= allPorts[0] && last >= 255 && (last >= allPorts[1] || isIcmp(protocol));
  return isAll ? protocolName(protocol) : `${protocolName(protocol)}/${rangeSays(ports)}`;
}

function isIcmp(protocol: number): boolean {
  return protocol === protocols.icmp || protocol === protocols.icmp6;
}

function rangeSays([first, last]: Range): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

export type Direction = 'in' | 'out';
const preposition = { in: 'from', out: 'to' } as const;

/** `100 allow tcp/80 from 0.0.0.0/0` */
export function entrySays(entry: AclEntry, direction: Direction): string {
  const { number, allows, service, block } = entry;
  const verb = allows ? 'allow' : 'deny';
  return `${number} ${verb} ${serviceSays(service)} ${preposition[direction]} ${blockSays(block)}`;
}

/** `allow tcp/5432 from group App` */
export function groupRuleSays(network: Network, rule: GroupRule, direction: Direction): string {
  const peer = peerSays(network, rule.peer);
  return `allow ${serviceSays(rule.service)} ${preposition[direction]} ${peer}`;
}

function peerSays(network: Network, peer: Peer): string {
  switch (peer.kind) {
    case 'block':
      return blockSays(peer.block);
    case 'group':
      return `group ${nameAsWritten(network, peer.id)}`;
    case 'list':
      return listSays(network, peer.list);
    case 'unknown':
      return `(${peer.why})`;
  }
}

function listSays(network: Network, { id, service }: PrefixList): string {
  return `prefix list ${service ?? nameAsWritten(network, id)}`;
}

/** `tcp/22 from 10.0.1.0/24`: the packet as a rule of that direction sees it. */
export function flightSays(network: Network, flight: Flight, direction: Direction): string {
  const far = direction === 'in' ? flight.source : flight.destination;
  return `${flowSays(flight)} ${preposition[direction]} ${partySays(network, far)}`;
}

/** `0.0.0.0/0 -> NatA` */
export function routeSays(network: Network, { destination, hop }: Route): string {
  const to = 'id' in destination ? listSays(network, destination) : blockSays(destination);
  return `${to} -> ${hopSays(network, hop)}`;
}

function hopSays(network: Network, hop: NextHop): string {
  if (hop.kind === 'local') return 'local';
  if (hop.kind === 'unknown') return `(${hop.why})`;
  return hop.kind === 'interface' ? ownerSays(network, hop.id) : nameAsWritten(network, hop.id);
}
