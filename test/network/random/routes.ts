/** Random route tables: of subnets, and of internet gateways. */
import { contains, type Block, type Family } from '../../../lib/network/blocks.ts';
import { nat64 } from '../../../lib/network/sets/public-space.ts';
import type {
  Id,
  Interface,
  NatGateway,
  NextHop,
  Peering,
  Route,
  RouteTable,
  Subnet,
  Vpc,
} from '../../../lib/network/network.ts';
import { isUnknown } from '../../../lib/network/network.ts';
import { anyBlock, anyFamily, everywhere, namedBlocks, serviceLists, type Making } from './plan.ts';
import { anyList } from './rules.ts';

/** What routes of a VPC can lead to. */
export interface Doors {
  readonly vpc: Vpc;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly interfaces: readonly Interface[];
  readonly nats: readonly NatGateway[];
  readonly peerings: readonly Peering[];
  readonly endpoints: readonly Id[];
}

export function randomTable(making: Making, id: Id, doors: Doors): RouteTable {
  const { chance } = making;
  const routes = [
    ...locals(id, doors.vpc),
    ...chance.some(defaults(making, doors, id.endsWith('0')), 0.9),
    ...toPeers(making, doors),
    ...toServices(making, doors),
    ...chance.many([0, 3], () => special(making, doors)),
  ];
  return { id, vpc: doors.vpc.id, routes: distinct(id, routes) };
}

/** No table has two routes of one origin to one destination. */
function distinct(table: Id, routes: readonly Route[]): readonly Route[] {
  const seen = new Map<string, Route>();
  for (const route of routes) {
    const { destination, origin } = route;
    const at = isUnknown(destination)
      ? destination.unknown
      : 'id' in destination
        ? destination.id
        : `${destination.family} ${destination.first} ${destination.last}`;
    const key = `${origin} ${at}`;
    if (!seen.has(key)) seen.set(key, { ...route, id: `${table}.${seen.size}` });
  }
  return [...seen.values()];
}

function locals(id: Id, { blocks }: Vpc): readonly Route[] {
  return blocks.map((destination) => ({
    id,
    destination,
    origin: 'local',
    hop: { kind: 'local' },
  }));
}

function route(destination: Route['destination'], hop: NextHop): Route {
  const isList = !isUnknown(destination) && 'id' in destination;
  return { id: '', destination, origin: isList ? 'prefix-list' : 'static', hop };
}

function defaults(making: Making, doors: Doors, isPublic: boolean): readonly Route[] {
  return ([4, 6] as const).map((family) =>
    route(everywhere[family], wayOut(making, doors, { family, isPublic })),
  );
}

/** Where packets to the internet go. */
function wayOut(making: Making, doors: Doors, way: Way): NextHop {
  const { chance, temper } = making;
  if (chance.is(temper.odd)) return oddHop(making, doors);
  return way.family === 6 ? wayOut6(making, doors) : wayOut4(making, doors, way);
}

function wayOut6(making: Making, doors: Doors): NextHop {
  const { chance } = making;
  if (chance.is(0.6)) return attached(doors.vpc);
  const eigw: NextHop = { kind: 'egress-only-gateway', id: `Eigw${doors.vpc.id}` };
  return chance.is(0.8) ? eigw : anyDoor(making, doors);
}

function wayOut4(making: Making, doors: Doors, { isPublic }: Way): NextHop {
  const { chance } = making;
  const nat = isPublic ? undefined : ownNat(making, doors);
  if (nat !== undefined && chance.is(0.7)) return nat;
  return isPublic || chance.is(0.6) ? attached(doors.vpc) : forwarderOf(making, doors);
}

interface Way {
  readonly family: Family;
  /** Of a table that NAT gateways' subnets have. */
  readonly isPublic: boolean;
}

/** Also what carries no IPv6. */
function anyDoor(making: Making, doors: Doors): NextHop {
  return ownNat(making, doors) ?? forwarderOf(making, doors);
}

/** As the builder has it: a route to a gateway that is not attached is a blackhole. */
function attached({ id, internetGateway: gateway }: Vpc): NextHop {
  if (gateway === undefined) return { kind: 'gone', id: `Igw${id}`, why: 'it is not attached' };
  if (isUnknown(gateway)) return { kind: 'unknown', why: gateway.unknown };
  return { kind: 'internet-gateway', id: gateway };
}

function ownNat({ chance }: Making, { nats, vpc }: Doors): NextHop | undefined {
  const own = nats.filter((each) => each.vpc === vpc.id);
  return own.length === 0 ? undefined : { kind: 'nat-gateway', id: chance.one(own).id };
}

/** Most often one whose check is off. */
function forwarderOf({ chance }: Making, { interfaces, subnets, vpc }: Doors): NextHop {
  const here = new Set(subnets.filter((each) => each.vpc === vpc.id).map(({ id }) => id));
  const own = interfaces.filter(({ subnet }) => here.has(subnet));
  const off = own.filter(({ checksSourceDest }) => !checksSourceDest);
  const { id } = chance.one(off.length > 0 && chance.is(0.85) ? off : own);
  return { kind: 'interface', id };
}

function oddHop(making: Making, doors: Doors): NextHop {
  const { chance, temper } = making;
  const { vpc, nats, peerings, endpoints } = doors;
  const gone: NextHop = { kind: 'gone', id: 'Gone', why: 'it is not attached' };
  const hops: NextHop[] = [
    gone,
    { kind: 'local' },
    ...[...nats, ...nats].map(({ id }): NextHop => ({ kind: 'nat-gateway', id })),
    ...peerings.map(({ id }): NextHop => ({ kind: 'peering', id })),
    ...endpoints.map((id): NextHop => ({ kind: 'gateway-endpoint', id })),
    forwarderOf(making, doors),
    { kind: 'egress-only-gateway', id: `Eigw${vpc.id}` },
  ];
  const open: NextHop[] = [
    { kind: 'other', id: 'Tgw', type: 'transit gateway' },
    { kind: 'unknown', why: 'parameter Target has no default' },
  ];
  return chance.one(temper.unknown > 0 ? [...hops, ...open] : hops);
}

function toPeers(making: Making, { peerings, vpcs, vpc }: Doors): readonly Route[] {
  const { chance } = making;
  return peerings.flatMap(({ id, requester, accepter }) => {
    if (requester !== vpc.id && accepter !== vpc.id) return [];
    const other = requester === vpc.id ? accepter : requester;
    const blocks = vpcs.find((each) => each.id === other)?.blocks ?? [everywhere[4]];
    return chance.some(blocks, 0.85).map((block) => route(block, { kind: 'peering', id }));
  });
}

function toServices({ chance }: Making, { endpoints }: Doors): readonly Route[] {
  return endpoints.flatMap((id) => {
    const list = serviceLists.find(({ service = '' }) => id.startsWith(service));
    if (list === undefined || chance.is(0.3)) return [];
    return [route(list, { kind: 'gateway-endpoint', id })];
  });
}

/** Part of the world, or of the VPC itself, by another way. */
function special(making: Making, doors: Doors): Route {
  const { chance, temper } = making;
  const family = anyFamily(making);
  const destination = specialDestination(making, doors, family);
  const hop = specialHop(making, doors, family);
  if (chance.is(0.12) && (isUnknown(destination) || 'family' in destination)) {
    const away: NextHop = { kind: 'other', id: 'Vgw', type: 'virtual private gateway' };
    const to: NextHop = { kind: 'gone', id: 'Vgw', why: 'it is not attached' };
    const propagated = { ...route(destination, temper.unknown > 0 ? away : to) };
    return { ...propagated, origin: 'propagated' };
  }
  return route(destination, hop);
}

function specialDestination(making: Making, doors: Doors, family: Family): Route['destination'] {
  const { chance, temper } = making;
  if (chance.is(temper.unknown)) return { unknown: 'parameter Cidr has no default' };
  if (chance.is(0.15)) return anyList(making);
  return partOf(making, doors, family) ?? elsewhere(making, family);
}

/** A whole subnet of the VPC, or a part of one. */
function partOf({ chance }: Making, { subnets, vpc }: Doors, family: Family): Block | undefined {
  const own = subnets
    .filter((each) => each.vpc === vpc.id)
    .flatMap(({ block4, block6 }) => (family === 4 ? block4 : block6) ?? [])
    .filter((block): block is Block => !isUnknown(block));
  if (own.length > 0 && chance.is(0.35)) return chance.one(own);
  const parts = namedBlocks[family].filter((block) => own.some((each) => contains(each, block)));
  return parts.length > 0 && chance.is(0.4) ? chance.one(parts) : undefined;
}

function elsewhere(making: Making, family: Family): Block {
  const isNat64 = family === 6 && making.chance.is(0.3);
  return isNat64 && nat64 !== undefined ? nat64 : anyBlock(making, family);
}

function specialHop(making: Making, doors: Doors, family: Family): NextHop {
  const { chance, temper } = making;
  if (chance.is(temper.odd)) return oddHop(making, doors);
  const nat = ownNat(making, doors);
  if (nat !== undefined && chance.is(0.3)) return nat;
  return chance.is(0.45)
    ? forwarderOf(making, doors)
    : wayOut(making, doors, { family, isPublic: false });
}

/** Of an internet gateway: each subnet directly, or by an appliance. */
export function gatewayTable(making: Making, id: Id, doors: Doors): RouteTable {
  const { chance, temper } = making;
  const own = doors.subnets.filter((each) => each.vpc === doors.vpc.id);
  const blocks = own
    .flatMap(({ block4, block6 }) => [block4, block6])
    .filter((block) => block !== undefined);
  const special = chance
    .some(blocks, 0.4)
    .filter((block) => !isUnknown(block))
    .map((block) => {
      const hop = chance.is(temper.odd) ? oddHop(making, doors) : forwarderOf(making, doors);
      return route(block, chance.is(0.15) ? { kind: 'local' } : hop);
    });
  return { id, vpc: doors.vpc.id, routes: distinct(id, [...locals(id, doors.vpc), ...special]) };
}
