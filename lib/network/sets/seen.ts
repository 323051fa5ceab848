/**
 * How an end of a flow shows in a packet: by which address, and whether rules that name a group still recognise it. NAT,
 * internet gateways and forwarding interfaces put another one in its place.
 */
import {
  type Block,
  type Family,
  addressText,
  blockOf,
  contains,
  everywhere,
  overlaps,
} from '../blocks.ts';
import type { Interface, NatGateway, Network, Subnet, Unknown } from '../network.ts';
import { type Id, type PrefixList, isUnknown } from '../network.ts';
import type { Service } from '../services.ts';
import { publicSpace } from './public-space.ts';

export interface Seen {
  /** `public`: the public IPv4 address that is mapped to the interface or NAT gateway `id`. */
  readonly kind: 'interface' | 'nat' | 'public' | 'host' | 'service';
  /** The interface, NAT gateway or service; the address of a host. */
  readonly id: Id;
  readonly family: Family;
  /** The address is one of these: none where it has none of the family, one where it is fixed. */
  readonly ranges: readonly Block[];
  readonly vpc: Id | Unknown | undefined;
  /** Groups by which a rule may name it, because it is seen by its private address. */
  readonly groups: readonly Id[];
  /** Groups of which it is a member without being recognised any more. */
  readonly lost: readonly Id[];
  /** The resource whose address this is; undefined where it is a host's own. */
  readonly seenAs: Id | undefined;
  /** A host that stands for many of the internet. */
  readonly isAnyHost: boolean;
  /** Of `service`. */
  readonly list?: PrefixList;
  /** Equal for what every rule by address judges alike; undefined where remembering would not pay. */
  readonly key: string | undefined;
}

export type Match = 'yes' | 'no' | 'maybe';

/** Does the block hold the address, whichever of its ranges it turns out to be? */
export function matches(block: Block | Unknown, { ranges }: Seen): Match {
  if (isUnknown(block)) return 'maybe';
  if (ranges.length > 0 && ranges.every((range) => contains(block, range))) return 'yes';
  return ranges.some((range) => overlaps(block, range)) ? 'maybe' : 'no';
}

/** A rule whose ports are not known may speak of the packet. */
export function asFarAsKnown({ unknown }: Service, match: Match): Match {
  return match === 'yes' && unknown !== undefined ? 'maybe' : match;
}

const plain = { vpc: undefined, groups: [], lost: [], seenAs: undefined, isAnyHost: false };

export function subnetOf(network: Network, id: Id): Subnet {
  const subnet = network.subnets.get(id);
  if (subnet === undefined) throw new Error(`the network has no subnet ${id}`);
  return subnet;
}

export function interfaceOf(network: Network, id: Id): Interface {
  const found = network.interfaces.get(id);
  if (found === undefined) throw new Error(`the network has no interface ${id}`);
  return found;
}

/** An interface by its private IPv4 address or its IPv6 address. */
export function seenInterface(network: Network, id: Id, family: Family): Seen {
  const found = interfaceOf(network, id);
  const subnet = subnetOf(network, found.subnet);
  const fixed = family === 4 ? found.address4 : found.address6;
  const isFixed = typeof fixed === 'bigint';
  return {
    ...plain,
    kind: 'interface',
    id,
    family,
    ranges: isFixed
      ? [blockOf({ family, value: fixed })]
      : family === 6 && fixed === undefined
        ? []
        : blocksOf(subnet, family),
    vpc: subnet.vpc,
    groups: found.groups === 'unfiltered' ? [] : found.groups,
    seenAs: found.owner,
    key: isFixed ? `${family} ${fixed}` : `${family} ${subnet.id}`,
  };
}

/** Where an address of the subnet lies: anywhere, where the block is Amazon's to give or a parameter's. */
function blocksOf({ block4, block6 }: Subnet, family: Family): readonly Block[] {
  const block = family === 4 ? block4 : block6;
  if (block !== undefined && !isUnknown(block)) return [block];
  return family === 4 && block === undefined ? [] : [everywhere[family]];
}

/** A NAT gateway by its private address. A regional one has none that a rule of ours could meet. */
export function seenNat(network: Network, nat: NatGateway): Seen {
  const { id, address4, subnet } = nat;
  const where = subnet === undefined ? [] : blocksOf(subnetOf(network, subnet), 4);
  return {
    ...plain,
    kind: 'nat',
    id,
    family: 4,
    ranges: address4 === undefined ? where : [blockOf({ family: 4, value: address4 })],
    vpc: nat.vpc,
    seenAs: id,
    key: address4 === undefined ? `4 ${subnet ?? id}` : `4 ${address4}`,
  };
}

/** The public IPv4 address that is mapped to an interface or NAT gateway: some address of the internet. */
export function seenPublic(network: Network, of: Id): Seen {
  const owner = network.interfaces.get(of);
  const mapping = owner === undefined ? network.nats.get(of)?.seenAs : owner.public4;
  return {
    ...plain,
    kind: 'public',
    id: of,
    family: 4,
    ranges: publicSpace[4],
    lost: owner === undefined || owner.groups === 'unfiltered' ? [] : owner.groups,
    seenAs: isUnknown(mapping) ? undefined : mapping,
    key: '4 public',
  };
}

export function seenHost(family: Family, value: bigint, isAnyHost = false): Seen {
  const address = { family, value };
  const id = addressText(address);
  const ranges = [blockOf(address)];
  return { ...plain, kind: 'host', id, family, ranges, isAnyHost, key: undefined };
}

/** A service of AWS: some public addresses, nobody says which. */
export function seenService(list: PrefixList): Seen {
  const id = list.service ?? list.id;
  return {
    ...plain,
    kind: 'service',
    id,
    family: 4,
    ranges: publicSpace[4],
    list,
    key: `4 ${list.id}`,
  };
}

/** The same address, no longer recognised by rules that name a group. */
export function unrecognised(seen: Seen): Seen {
  return { ...seen, groups: [], lost: [...seen.lost, ...seen.groups] };
}

/** Another address in the place of this one; whose groups were behind it is kept for the explanation. */
export function rewritten(from: Seen, to: Seen): Seen {
  return { ...to, lost: [...to.lost, ...from.lost, ...from.groups] };
}

/** Is the VPC the same one? Maybe, where the template does not say. */
export function sameVpc(one: Id | Unknown | undefined, other: Id | Unknown | undefined): Match {
  if (one === undefined || other === undefined) return 'no';
  if (isUnknown(one) || isUnknown(other)) return 'maybe';
  return one === other ? 'yes' : 'no';
}
