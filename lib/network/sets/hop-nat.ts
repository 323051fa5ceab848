/**
 * A NAT gateway: its private address takes the place of the source, one of its own ports that of the source port. What
 * comes to it without a session ends there.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
import { type Address, contains } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import type { Id, NatGateway, Network, Subnet } from '../network.ts';
import { isUnknown } from '../network.ts';
import { protocols } from '../services.ts';
import { cross } from './crossing.ts';
import { deliver, homeOf } from './delivery.ts';
import { throughGateway } from './hop-gateway.ts';
import type { Hop } from './hop.ts';
import type { Obstacle } from './obstacles.ts';
import { nat64 } from './public-space.ts';
import { type Seen, rewritten, sameVpc, seenHost, seenNat, subnetOf } from './seen.ts';
import { type Road, type Travel, blocked, doubted, lost } from './travel.ts';
import { endText } from './words.ts';

export function toNatGateway(road: Road, travel: Travel, at: Hop): Travel {
  const { network } = road;
  const nat = network.nats.get(at.to);
  if (nat === undefined) {
    const says = `nothing describes ${nameAsWritten(network, at.to)}`;
    const known = { kind: 'NAT gateway', at: at.to, code: 'KIT_UNKNOWN' } as const;
    return lost(travel, () => ({ ...known, says, reasons: [says] }));
  }
  if (travel.way === 'reply') return withoutSession(network, travel, nat.id);
  if (travel.source.kind === 'nat')
    return refused(travel, {
      nat,
      code: 'KIT_NAT_SUBNET_LOOP',
      says: `the route table of ${nameAsWritten(network, at.subnet.id)} leads from one NAT gateway to another`,
    });
  const to = nat.subnet === undefined ? undefined : subnetOf(network, nat.subnet);
  const arrived = accepted(network, cross(road, travel, { from: at.subnet, to }), nat);
  const there = inItsZones(network, arrived, { nat, subnet: at.subnet });
  const sent = translated(network, there, nat);
  return to === undefined
    ? fromRegional(road, sent, { nat, at })
    : { ...sent, stage: { kind: 'subnet', id: to.id } };
}

interface Refusal extends Pick<Obstacle, 'code' | 'says'> {
  readonly nat: NatGateway;
}

function refused(travel: Travel, { nat, code, says }: Refusal): Travel {
  return blocked(travel, () => ({ kind: 'NAT gateway', at: nat.id, code, says }));
}

export function withoutSession(network: Network, travel: Travel, nat: Id): Travel {
  return blocked(travel, () => ({
    kind: 'NAT gateway',
    at: nat,
    code: 'KIT_NO_NAT_SESSION',
    says: `${nameAsWritten(network, nat)} holds no session for what comes from ${endText(network, travel.source)}`,
  }));
}

const carried: readonly number[] = Object.values(protocols);

function accepted(network: Network, travel: Travel, nat: NatGateway): Travel {
  const name = nameAsWritten(network, nat.id);
  const isCarried =
    carried.includes(travel.protocol) &&
    (travel.family === 4 || embedded(travel.destination) !== undefined);
  if (!isCarried)
    return refused(travel, {
      nat,
      code: 'KIT_NGW_PROTOCOL',
      says: `${name} carries TCP, UDP and ICMP over IPv4, and IPv6 to 64:ff9b::/96 only`,
    });
  const { source } = travel;
  const isIts = source.kind === 'interface' ? sameVpc(source.vpc, nat.vpc) : 'no';
  const says = `${name} serves its own VPC only, not ${endText(network, source)}`;
  const code = 'NGW_REQUIRES_SOURCE_IN_VPC';
  if (isIts === 'no') return refused(travel, { nat, code, says });
  if (isIts === 'yes') return travel;
  const reasons = [`whether ${endText(network, source)} is in the VPC of ${name}`];
  return doubted(travel, () => ({ kind: 'NAT gateway', at: nat.id, code, says, reasons }));
}

/**
 * One whose addresses are given zone by zone serves those zones only.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
 */
function inItsZones(
  network: Network,
  travel: Travel,
  { nat, subnet: { id, zone } }: { readonly nat: NatGateway; readonly subnet: Subnet },
): Travel {
  if (nat.zones === undefined) return travel;
  if (isUnknown(zone)) {
    const says = `the zone of ${nameAsWritten(network, id)}: ${zone.unknown}`;
    const gate = { kind: 'NAT gateway', at: nat.id, code: 'KIT_UNKNOWN' } as const;
    return doubted(travel, () => ({ ...gate, says, reasons: [says] }));
  }
  if (nat.zones.includes(zone)) return travel;
  const says = `${nameAsWritten(network, nat.id)} has no address in zone ${zone}`;
  return refused(travel, { nat, code: 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION', says });
}

function translated(network: Network, travel: Travel, nat: NatGateway): Travel {
  const { source, destination, family, protocol } = travel;
  const session = { by: nat.id, isNat: true, source, destination, family, protocol };
  const address = family === 4 ? undefined : embedded(destination);
  const changed = {
    ...travel,
    source: rewritten(source, seenNat(network, nat)),
    sessions: [...travel.sessions, session],
  };
  if (address === undefined) return changed;
  return {
    ...changed,
    family: 4,
    protocol: protocol === protocols.icmp6 ? protocols.icmp : protocol,
    destination: seenHost(4, address.value, destination.isAnyHost),
  };
}

/** The IPv4 address in one of NAT64's well-known prefix. */
function embedded({ ranges }: Seen): Address | undefined {
  const [range] = ranges;
  if (nat64 === undefined || range === undefined || !contains(nat64, range)) return undefined;
  return { family: 4, value: range.first - nat64.first };
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html */
function fromRegional(
  road: Road,
  travel: Travel,
  { nat, at }: { readonly nat: NatGateway; readonly at: Hop },
): Travel {
  const { network } = road;
  const vpc = isUnknown(nat.vpc) ? undefined : network.vpcs.get(nat.vpc);
  const gateway =
    vpc === undefined ? { unknown: 'the VPC of the NAT gateway' } : vpc.internetGateway;
  const name = nameAsWritten(network, nat.id);
  const says = `${name} sends by an internet gateway, and its VPC has none attached`;
  const obstacle: Obstacle = { kind: 'NAT gateway', at: nat.id, code: 'BAD_STATE_ROUTE', says };
  if (gateway === undefined) {
    const remedy = vpc && ({ kind: 'internet gateway', vpc: vpc.id } as const);
    return blocked(travel, () => (remedy ? { ...obstacle, remedy } : obstacle));
  }
  const reasons = isUnknown(gateway) ? [gateway.unknown] : [];
  const sure = isUnknown(gateway) ? doubted(travel, () => ({ ...obstacle, reasons })) : travel;
  const id = isUnknown(gateway) ? nat.id : gateway;
  return throughGateway(road, sure, { gateway: id, subnet: at.subnet });
}

/** A packet at the NAT gateway itself: the reply that it waits for, or nothing of its own. */
export function atNat(road: Road, travel: Travel, id: Id): Travel {
  const { network } = road;
  const session = travel.sessions.at(-1);
  if (travel.way === 'request' || session?.by !== id) return withoutSession(network, travel, id);
  const { source, destination, family, protocol } = session;
  const sessions = travel.sessions.slice(0, -1);
  const back = { ...travel, source: destination, destination: source, family, protocol, sessions };
  const subnet = network.nats.get(id)?.subnet;
  if (subnet !== undefined) return { ...back, stage: { kind: 'subnet', id: subnet } };
  return homeOf(network, source) === undefined
    ? { ...back, stage: { kind: 'lost' } }
    : deliver(road, back, undefined);
}
