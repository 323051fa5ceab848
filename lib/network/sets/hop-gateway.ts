/**
 * Out by an internet gateway: a public address takes the place of the private one. IPv6 goes unchanged, and by an
 * egress-only gateway too.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id, Interface, Network, Subnet, Unknown, Vpc } from '../network.ts';
import { isUnknown } from '../network.ts';
import { cross } from './crossing.ts';
import type { Hop } from './hop.ts';
import type { Obstacle } from './obstacles.ts';
import { isWithin, rfc1918, rfc6598 } from './public-space.ts';
import { type Seen, rewritten, seenPublic, unrecognised } from './seen.ts';
import { type Road, type Travel, blocked, doubted } from './travel.ts';
import { endText, ownerOf } from './words.ts';

export function toInternetGateway(
  road: Road,
  travel: Travel,
  { subnet, to: gateway }: Hop,
): Travel {
  const out = cross(road, travel, { from: subnet });
  return throughGateway(road, out, { gateway, subnet });
}

export interface Gateway {
  readonly gateway: Id;
  /** Where the packet leaves the VPC: whose exclusion from block public access counts. */
  readonly subnet: Subnet;
  /** An egress-only gateway. */
  readonly isEgressOnly?: boolean;
}

/** What the gateway itself asks. */
export function throughGateway(road: Road, travel: Travel, at: Gateway): Travel {
  const { network } = road;
  const open = unlessBlocked(network, travel, at);
  if (travel.family === 6)
    return { ...open, source: unrecognised(travel.source), stage: { kind: 'outside' } };
  const routed = toPublic(network, open, at.gateway);
  const mapped = fromPublic(network, routed, at.gateway);
  return { ...mapped, stage: { kind: 'outside' } };
}

/**
 * VPC Block Public Access, for what is opened from inside. `ingress` leaves NAT gateways and egress-only gateways alone.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
function unlessBlocked(
  network: Network,
  travel: Travel,
  { subnet, isEgressOnly }: Gateway,
): Travel {
  const vpc = isUnknown(subnet.vpc) ? undefined : network.vpcs.get(subnet.vpc);
  const isExcluded = travel.way === 'reply' || subnet.publicAccessExclusion !== 'none';
  if (vpc === undefined || isExcluded) return travel;
  const mode = vpc.blockPublicAccess;
  const door = isEgressOnly === true || travel.source.kind === 'nat' ? 'one-way' : 'two-way';
  if (!closed[mode].includes(door)) return travel;
  return blocked(travel, () => ({
    kind: 'block public access',
    at: vpc.blockPublicAccessBy ?? vpc.id,
    code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    says: `block public access of ${nameAsWritten(network, vpc.id)} is ${mode} and does not exclude ${nameAsWritten(network, subnet.id)}`,
    remedy: { kind: 'exclusion', subnet: subnet.id, allows: 'egress' },
  }));
}

const closed: Readonly<Record<Vpc['blockPublicAccess'], readonly string[]>> = {
  off: [],
  ingress: ['two-way'],
  bidirectional: ['two-way', 'one-way'],
};

function toPublic(network: Network, travel: Travel, gateway: Id): Travel {
  const { destination } = travel;
  if (destination.kind === 'public' || destination.kind === 'service') return travel;
  const code = refusalOf(destination);
  if (code === undefined) return travel;
  return blocked(travel, () => ({
    kind: 'internet gateway',
    at: gateway,
    code,
    says: `${nameAsWritten(network, gateway)} carries nothing to a private address, such as that of ${endText(network, destination)}`,
  }));
}

/** An interface is not behind its private address on the internet, whatever that address is. */
function refusalOf({ kind, ranges }: Seen): Obstacle['code'] | undefined {
  const allWithin = (blocks: typeof rfc1918) => ranges.every((range) => isWithin(range, blocks));
  if (allWithin(rfc1918)) return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS';
  if (allWithin(rfc6598)) return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS';
  return kind === 'host' ? undefined : 'NO_ROUTE_TO_DESTINATION';
}

function fromPublic(network: Network, travel: Travel, gateway: Id): Travel {
  const { source } = travel;
  const mapping = mappingOf(network, source);
  if (isUnknown(mapping)) {
    const says = `whether ${endText(network, source)} has a public address: ${mapping.unknown}`;
    const obstacle = { ...unmapped(network, travel, gateway), says, reasons: [says] };
    return doubted(
      { ...travel, source: rewritten(source, seenPublic(network, source.id)) },
      () => obstacle,
    );
  }
  if (mapping === undefined) return blocked(travel, () => unmapped(network, travel, gateway));
  return { ...travel, source: rewritten(source, seenPublic(network, source.id)) };
}

/** The resource of the public address that the gateway puts in the place of this one. */
function mappingOf(network: Network, { kind, id }: Seen): Id | Unknown | undefined {
  if (kind === 'interface') return network.interfaces.get(id)?.public4;
  const nat = kind === 'nat' ? network.nats.get(id) : undefined;
  return nat?.isPublic === true ? nat.seenAs : undefined;
}

function unmapped(network: Network, { source, met }: Travel, gateway: Id): Obstacle {
  const candidates = [source.id, ...met.toReversed()].map((id) => network.interfaces.get(id));
  const interfaces = candidates.filter((each) => canBeMapped(each)).map(({ id }) => id);
  return {
    kind: 'internet gateway',
    at: gateway,
    code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    says: `${nameAsWritten(network, ownerOf(network, source.id))} has no public IPv4 address`,
    remedy: { kind: 'public address', interfaces: [...new Set(interfaces)] },
  };
}

function canBeMapped(found: Interface | undefined): found is Interface {
  return found !== undefined && found.public4 === undefined && found.neverPublic !== true;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html */
export function toEgressOnlyGateway(
  road: Road,
  travel: Travel,
  { subnet, to: gateway, route }: Hop,
): Travel {
  const name = nameAsWritten(road.network, gateway);
  const refuse = (code: 'KIT_EGRESS_ONLY' | 'NO_ROUTE_TO_DESTINATION', says: string) =>
    blocked(travel, () => ({
      kind: 'egress-only internet gateway',
      at: gateway,
      code,
      rule: { id: route.id, says: `to ${name}` },
      says,
    }));
  if (travel.way === 'reply')
    return refuse('KIT_EGRESS_ONLY', `${name} carries no replies to what came in another way`);
  if (travel.family === 4) return refuse('NO_ROUTE_TO_DESTINATION', `${name} carries IPv6 only`);
  const out = cross(road, travel, { from: subnet });
  const left = throughGateway(road, out, { gateway, subnet, isEgressOnly: true });
  return { ...left, isByEgressOnly: true };
}
