/** Who a packet is from and to, by the addresses that it carries at the moment. Gateways exchange them on the way. */
import { blockOf, everywhere, type Block, type Family } from '../blocks.ts';
import type {
  Id,
  Interface,
  NatGateway,
  Network,
  PrefixList,
  Subnet,
  Unknown,
} from '../network.ts';
import type { Point } from '../question.ts';

/** One of a packet's two addresses, and what is known of whoever holds it. */
export interface Party {
  /** `public` is the public IPv4 address that an internet gateway maps to an interface or NAT gateway. */
  readonly kind: 'interface' | 'nat' | 'public' | 'host' | 'service';
  readonly family: Family;
  /** Every address that it may be. Unknown: nobody can say before deployment. */
  readonly block: Block | Unknown;
  /** The interface or NAT gateway that holds it; undefined of what stands outside every VPC. */
  readonly id: Id | undefined;
  readonly subnet: Subnet | undefined;
  readonly vpc: Id | Unknown | undefined;
  readonly list: PrefixList | undefined;
  /** The interface by whose groups rules that name a group match; undefined once references are lost. */
  readonly member: Id | undefined;
  /** The interface that would be matched by its groups, had references been preserved. */
  readonly origin: Id | undefined;
}

const publicAddress: Unknown = { unknown: 'public addresses are known after deployment' };
const serviceAddress: Unknown = { unknown: 'the addresses of the service are its own affair' };

const outside = { id: undefined, subnet: undefined, vpc: undefined, list: undefined } as const;
const nobody = { member: undefined, origin: undefined } as const;

/** The point's address of that family; undefined where it has none. */
export function partyOf(network: Network, point: Point, family: Family): Party | undefined {
  switch (point.kind) {
    case 'interface':
      return privateParty(network, point.id, family);
    case 'public':
      return family === 4 ? publicParty(privateParty(network, point.of, 4)) : undefined;
    case 'host': {
      if (point.address.family !== family) return undefined;
      return { kind: 'host', family, block: blockOf(point.address), ...outside, ...nobody };
    }
    case 'service': {
      if (family !== 4) return undefined;
      const { list } = point;
      return { kind: 'service', family, block: serviceAddress, ...outside, list, ...nobody };
    }
  }
}

/** An interface or a NAT gateway by its own address. */
export function privateParty(network: Network, id: Id, family: Family): Party | undefined {
  const nat = network.nats.get(id);
  if (nat !== undefined) return family === 4 ? natParty(network, nat, undefined) : undefined;
  const face = network.interfaces.get(id);
  if (face === undefined) throw new Error(`the network has no interface '${id}'`);
  return interfaceParty(network, face, family);
}

export function interfaceParty(
  network: Network,
  face: Interface,
  family: Family,
): Party | undefined {
  const subnet = network.subnets.get(face.subnet);
  if (subnet === undefined) throw new Error(`the network has no subnet '${face.subnet}'`);
  const block = family === 4 ? block4(face, subnet) : block6(face, subnet);
  if (block === undefined) return undefined;
  const { id } = face;
  const stands = { id, subnet, vpc: subnet.vpc, list: undefined };
  return { kind: 'interface', family, block, ...stands, member: id, origin: id };
}

function block4(face: Interface, subnet: Subnet): Block | Unknown | undefined {
  if (face.address4 === undefined) return subnet.block4;
  return blockOf({ family: 4, value: face.address4 });
}

function block6(face: Interface, subnet: Subnet): Block | Unknown | undefined {
  if (face.address6 === undefined) return undefined;
  if (face.address6 !== 'some') return blockOf({ family: 6, value: face.address6 });
  return subnet.block6 ?? { unknown: `the IPv6 block of ${subnet.id}` };
}

/** A NAT gateway's private address: its own, else some address of its subnet. */
export function natParty(network: Network, nat: NatGateway, origin: Id | undefined): Party {
  const { id, vpc, address4 } = nat;
  const subnet = nat.subnet === undefined ? undefined : network.subnets.get(nat.subnet);
  const some = subnet?.block4 ?? { unknown: `the private address of ${id} is its own affair` };
  const block = address4 === undefined ? some : blockOf({ family: 4, value: address4 });
  const stands = { id, subnet, vpc: subnet?.vpc ?? vpc, list: undefined };
  return { kind: 'nat', family: 4, block, ...stands, member: undefined, origin };
}

/** The same party by the public address that an internet gateway maps to it. */
export function publicParty<Held extends Party | undefined>(party: Held): Held | Party {
  if (party === undefined) return party;
  return { ...party, kind: 'public', block: publicAddress, member: undefined };
}

/** 64:ff9b::, under which NAT64 carries IPv4 addresses in the last 32 bits (RFC 6052). */
const nat64 = 0x64_ff9bn << 96n;

/** The IPv4 host that an IPv6 address of 64:ff9b::/96 stands for. */
export function embedded4(party: Party): Party | undefined {
  if (party.kind !== 'host' || party.family !== 6 || 'unknown' in party.block) return undefined;
  const value = party.block.first - nat64;
  if (value < 0n || value > everywhere[4].last) return undefined;
  return { ...party, family: 4, block: blockOf({ family: 4, value }) };
}
