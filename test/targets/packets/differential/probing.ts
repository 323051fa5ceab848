/** A packet of the model as a probe of the kernel: from which namespace, to which address, and who listens there. */
import {
  addressText,
  contains,
  parseBlock,
  type Address,
  type Block,
  type Family,
} from '../../../../lib/network/blocks.ts';
import type { Network } from '../../../../lib/network/network.ts';
import type { Packet, Point } from '../../../../lib/network/question.ts';
import { protocols } from '../../../../lib/network/services.ts';
import { hostNode, nodeOf } from '../../../../lib/targets/packets/compile/scene.ts';
import type { Probe } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import type { Listening } from '../../../../lib/targets/packets/plan/wire.ts';
import type { Settled } from '../../../../lib/targets/packets/settle/settle.ts';

export interface Try {
  readonly packet: Packet;
  readonly probe: Probe;
  readonly listening: Listening | undefined;
}

const words = new Map<number, Probe['protocol']>([
  [protocols.tcp, 'tcp'],
  [protocols.udp, 'udp'],
  [protocols.icmp, 'icmp'],
  [protocols.icmp6, 'icmp'],
]);

/** Why a packet is not sent. */
export interface NotTried {
  readonly why: string;
}

/** What no socket can try is told by name: other protocols, port 0, addresses that nobody may have. */
export function tryOf(settled: Settled, packet: Packet): Try | NotTried {
  const { family, protocol, port, sourcePort } = packet;
  const word = words.get(protocol);
  const from = senderOf(settled, packet.from, family);
  const to = goalOf(settled, packet, from?.isOutside === true);
  if (word === undefined) return { why: `protocol ${protocol}` };
  if (from === undefined || to === undefined) return { why: 'an address that nobody has here' };
  const why = whyNot(settled, packet, { from, to });
  if (why !== undefined) return { why };
  const ports = word === 'icmp' ? {} : { port };
  const listening = listeningAt(to, packet);
  return {
    packet,
    probe: {
      ...{ from: from.node, protocol: word, to: addressText(to.address), ...ports },
      ...{ localAddress: addressText(from.address), localPort: Math.max(sourcePort, 1) },
    },
    listening,
  };
}

function listeningAt({ node }: Goal, { protocol, port }: Packet): Listening | undefined {
  const isPorted = protocol === protocols.tcp || protocol === protocols.udp;
  return node !== undefined && isPorted ? { node, port, address: '::' } : undefined;
}

/** What sockets could send, and what would say nothing of this network. */
function whyNot(
  { network }: Settled,
  { protocol, port, through, ...packet }: Packet,
  { from, to }: { readonly from: Sender; readonly to: Goal },
): string | undefined {
  const isPorted = protocol === protocols.tcp || protocol === protocols.udp;
  const reasons: readonly (readonly [boolean, string])[] = [
    [isPorted && port === 0, 'port 0'],
    [through !== undefined, 'the second leg of a load balancer'],
    [from.node === to.node, 'what a host says to itself'],
    [
      [packet.from, packet.to].some((each) => isOfSubnet(network, each)),
      'a stranger with an address of a subnet',
    ],
    [isNat64(from.address) || isNat64(to.address), 'NAT64 (64:ff9b::/96)'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1];
}

interface Sender {
  readonly node: string;
  readonly address: Address;
  readonly isOutside: boolean;
}

export const world = 'world';

function senderOf({ network }: Settled, point: Point, family: Family): Sender | undefined {
  if (point.kind === 'host')
    return mayExist(point.address)
      ? { node: nodeOf.outside(world), address: point.address, isOutside: true }
      : undefined;
  if (point.kind !== 'interface') return undefined;
  const own = ownAddress(network, point.id, family);
  return own && { ...own, isOutside: false };
}

function ownAddress(
  network: Network,
  id: string,
  family: Family,
): { node: string; address: Address } | undefined {
  const face = network.interfaces.get(id);
  const value = family === 4 ? face?.address4 : face?.address6;
  if (face === undefined || typeof value !== 'bigint') return undefined;
  return { node: hostNode(network, face), address: { family, value } };
}

interface Goal {
  readonly node?: string;
  readonly address: Address;
}

function goalOf(settled: Settled, { to, family }: Packet, isOutside: boolean): Goal | undefined {
  switch (to.kind) {
    case 'host':
      return hostGoal(to.address);
    case 'service':
      return serviceGoal(settled, to.list.service ?? '');
    case 'public':
      return publicGoal(settled, to.of);
    case 'interface':
      return interfaceGoal(settled, to.id, { family, isOutside });
  }
}

/** From outside by its public address, where it has one. */
function interfaceGoal(
  settled: Settled,
  id: string,
  { family, isOutside }: { readonly family: Family; readonly isOutside: boolean },
): Goal | undefined {
  const mapped = family === 4 && isOutside ? publicGoal(settled, id) : undefined;
  return mapped ?? ownAddress(settled.network, id, family);
}

function hostGoal(address: Address): Goal | undefined {
  return mayExist(address) ? { node: nodeOf.outside(world), address } : undefined;
}

/** A public address stands for a private one: without that nobody can map it. */
function publicGoal(settled: Settled, id: string): Goal | undefined {
  const value = settled.public4.get(id);
  const own = ownAddress(settled.network, id, 4);
  if (value === undefined || (own === undefined && !settled.network.nats.has(id))) return undefined;
  return { ...(own === undefined ? {} : { node: own.node }), address: { family: 4, value } };
}

/** Who answers stands on the internet, or in the endpoint: both listen. */
function serviceGoal({ services }: Settled, service: string): Goal | undefined {
  const block = services.get(service);
  return block && { address: { family: 4, value: block.first + 10n } };
}

function isOfSubnet({ subnets }: Network, point: Point): boolean {
  if (point.kind !== 'host') return false;
  const { family, value } = point.address;
  return [...subnets.values()].some(({ block4, block6 }) =>
    [block4, block6].some(
      (block) =>
        block !== undefined &&
        'family' in block &&
        contains(block, { family, first: value, last: value }),
    ),
  );
}

const nat64 = parseBlock('64:ff9b::/96');

function isNat64({ family, value }: Address): boolean {
  return nat64 !== undefined && contains(nat64, { family, first: value, last: value });
}

const impossible = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '198.51.100.0/24',
  '198.19.0.0/16',
]
  .map(parseBlock)
  .filter((each): each is Block => each !== undefined);
const global6 = parseBlock('2000::/3');
const amazon6 = parseBlock('2001:db8:a000::/40');

/** May a host of the internet have it, here? */
export function mayExist(address: Address): boolean {
  const { family, value } = address;
  const one = { family, first: value, last: value };
  if (family === 4) return !impossible.some((each) => contains(each, one));
  const isGlobal = global6 !== undefined && contains(global6, one);
  return (isGlobal || isNat64(address)) && !(amazon6 !== undefined && contains(amazon6, one));
}
