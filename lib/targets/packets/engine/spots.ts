/** Where a flow starts and ends: a place of the network as a namespace and an address. */
import {
  addressText,
  blockText,
  contains,
  parseBlock,
  parseAddress,
  type Address,
  type Family,
} from '../../../network/blocks.ts';
import type { Place } from '../../../network/ask/places.ts';
import type { Id } from '../../../network/network.ts';
import type { Internet, Point } from '../../../network/question.ts';
import type { NodeName } from '../plan/plan.ts';
import { addressesOf, hostNode, nodeOf, type OutsideHost } from '../compile/scene.ts';
import type { Settled } from '../settle/settle.ts';

/** A socket can be bound here. */
export interface Spot {
  readonly node: NodeName;
  readonly address: Address;
  /** The interface, where it is one. */
  readonly face?: Id;
}

/** Somebody on the internet, where it does not matter who. */
const anybody: Readonly<Record<Family, string>> = { 4: 'stranger', 6: 'site' };

/** Of each member of a place the ways to send as it, one for each family. */
export function sendersAt(
  settled: Settled,
  outside: readonly OutsideHost[],
  place: Place,
): readonly (readonly Spot[])[] {
  return place.members.map((points) => points.flatMap((point) => spotsOf(settled, outside, point)));
}

function spotsOf(
  settled: Settled,
  outside: readonly OutsideHost[],
  point: Point | Internet,
): readonly Spot[] {
  switch (point.kind) {
    case 'interface':
      return ownSpots(settled, point.id);
    case 'host':
      return outsideSpot(outside, point.address);
    case 'internet':
      return strangerSpot(outside, point);
    default:
      return [];
  }
}

function ownSpots({ network }: Settled, id: Id): readonly Spot[] {
  const face = network.interfaces.get(id);
  if (face === undefined) return [];
  const node = hostNode(network, face);
  return addressesOf(face).map((address) => ({ node, address, face: id }));
}

function outsideSpot(outside: readonly OutsideHost[], address: Address): readonly Spot[] {
  const one = { family: address.family, first: address.value, last: address.value };
  const host =
    outside.find(({ addresses }) => addresses.includes(addressText(address))) ??
    outside.find(({ addresses }) =>
      addresses.map(parseBlock).some((each) => each !== undefined && contains(each, one)),
    );
  return host === undefined ? [] : [{ node: nodeOf.outside(host.name), address }];
}

function strangerSpot(
  outside: readonly OutsideHost[],
  { family, within }: Internet,
): readonly Spot[] {
  const isWhole = within === undefined || within.last - within.first > 2n ** 30n;
  const called = isWhole
    ? outside.find(({ name }) => name === anybody[family])
    : outside.find(({ addresses }) => addresses.includes(blockText(within)));
  if (called === undefined) return [];
  const own = called.addresses.flatMap((each) => parseAddress(each) ?? []);
  const address = own.find((each) => each.family === family) ?? firstOf(within);
  return address === undefined ? [] : [{ node: nodeOf.outside(called.name), address }];
}

/** Of a block that one namespace plays: somebody in it. */
function firstOf(within: Internet['within']): Address | undefined {
  return within && { family: within.family, value: within.first + 1n };
}

/** The lab as it stands, and the hosts around it. */
export interface Around {
  readonly settled: Settled;
  readonly outside: readonly OutsideHost[];
}

/** Of each member of a place the addresses by which the sender reaches it, and where that ends if it is a namespace. */
export interface Goal {
  readonly address: Address;
  /** Nobody has it where this is absent: a public address that does not exist. */
  readonly node?: NodeName;
  readonly face?: Id;
}

/** From outside an interface is reached by its public address, or not at all. */
export function goalsAt(
  { settled, outside }: Around,
  place: Place,
  from: Spot,
): readonly (readonly Goal[])[] {
  const { family } = from.address;
  return place.members.map((points) =>
    points
      .flatMap((point) =>
        point.kind === 'host' ? hostGoal(outside, point.address) : goalsOf(settled, point, from),
      )
      .filter(({ address }) => address.family === family),
  );
}

function goalsOf(settled: Settled, point: Point | Internet, from: Spot): readonly Goal[] {
  switch (point.kind) {
    case 'interface':
      return from.face === undefined ? fromOutside(settled, point.id) : ownSpots(settled, point.id);
    case 'public':
      return publicGoal(settled, point.of);
    case 'service':
      return serviceGoal(settled, point.list.service);
    default:
      return [];
  }
}

function hostGoal(outside: readonly OutsideHost[], address: Address): readonly Goal[] {
  const [spot] = outsideSpot(outside, address);
  return [{ address, ...(spot === undefined ? {} : { node: spot.node }) }];
}

function fromOutside(settled: Settled, id: Id): readonly Goal[] {
  const own = ownSpots(settled, id);
  const mapped = publicGoal(settled, id);
  // With no public address the private one is tried: nobody on the internet has it.
  return [
    ...(mapped.length > 0 ? mapped : own.filter(({ address }) => address.family === 4)),
    ...own.filter(({ address }) => address.family === 6),
  ];
}

function publicGoal(settled: Settled, id: Id): readonly Goal[] {
  const value = settled.public4.get(id);
  if (value === undefined) return [];
  const [own] = ownSpots(settled, id);
  return [
    { address: { family: 4, value }, ...(own === undefined ? {} : { node: own.node, face: id }) },
  ];
}

/** Some address of it. */
function serviceGoal({ services }: Settled, service = ''): readonly Goal[] {
  const block = services.get(service);
  return block === undefined
    ? []
    : [{ address: { family: block.family, value: block.first + 10n } }];
}
