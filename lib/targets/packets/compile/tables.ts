/**
 * Route tables of AWS as routing tables of Linux. The local route is `throw`: it falls through to the main table, which holds
 * the interfaces and nothing else; so longest prefix is the kernel's own, and a packet that brings no table (from a peering
 * connection, an internet gateway) finds interfaces only. What leads nowhere leads to a link of its own, where a rule can say why:
 * of IPv6 the kernel makes a refusal of any route to `lo`.
 */
import { contains, prefixLength, type Block, type Family } from '../../../network/blocks.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type NextHop,
  type Route,
  type RouteTable,
} from '../../../network/network.ts';
import type { Code } from '../../../network/question.ts';
import type { Route as KernelRoute } from '../plan/plan.ts';
import { numberOf } from './names.ts';
import { anywhere, cidrText, deviceTo, families, gateway, type Scene } from './scene.ts';

/** A route that holds a packet, and what becomes of it. */
export interface Entry {
  readonly block: Block;
  readonly route: Route;
  /** Undefined: the packet is lost here. */
  readonly device: string | undefined;
  readonly code: Code;
}

/** The links of a VPC's router: a route to a thing of another VPC leads nowhere. */
export type Devices = ReadonlySet<string>;

/** The routes of a table that count, the most specific first; of equal ones the one that AWS takes. */
export function entriesOf(scene: Scene, table: RouteTable, devices: Devices): readonly Entry[] {
  const candidates = table.routes.flatMap((route) =>
    blocksOf(route).map((block) => ({
      block,
      route,
      ...leadsTo(scene, route, { block, devices }),
    })),
  );
  const locals = candidates.filter(({ route }) => route.origin === 'local');
  const counting = candidates.filter((each) => !locals.some((local) => isOverruled(each, local)));
  const sorted = counting.sort(
    (one, other) =>
      prefixLength(other.block) - prefixLength(one.block) ||
      ranks[one.route.origin] - ranks[other.route.origin],
  );
  const seen = new Set<string>();
  return sorted.filter(({ block }) => {
    const key = cidrText(block);
    return !seen.has(key) && seen.add(key);
  });
}

const ranks = { local: 0, static: 1, 'prefix-list': 2, propagated: 3 } as const;

function blocksOf({ destination }: Route): readonly Block[] {
  if (isUnknown(destination)) return [];
  if (!('id' in destination)) return [destination];
  return isUnknown(destination.blocks) ? [] : destination.blocks;
}

/**
 * A propagated route never counts where a local one does, however specific it is.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority-propagated-routes
 */
function isOverruled(
  { route, block }: Pick<Entry, 'route' | 'block'>,
  local: Pick<Entry, 'block'>,
): boolean {
  return route.origin === 'propagated' && contains(local.block, block);
}

type Leads = Pick<Entry, 'device' | 'code'>;

const lost: Leads = { device: undefined, code: 'BAD_STATE_ROUTE' };

interface Towards {
  readonly block: Block;
  readonly devices: Devices;
}

function leadsTo(scene: Scene, route: Route, { block, devices }: Towards): Leads {
  if (route.hop.kind === 'local') return { device: undefined, code: 'NO_ROUTE_TO_DESTINATION' };
  const device = deviceBy(scene.settled.network, route, block.family);
  return device !== undefined && devices.has(device) ? { device, code: lost.code } : lost;
}

/** Undefined where the hop is not there, or does not carry the family. */
function deviceBy(network: Network, route: Route, family: Family): string | undefined {
  const { hop, destination } = route;
  if (hop.kind === 'internet-gateway') return deviceTo.internetGateway;
  if (hop.kind === 'egress-only-gateway')
    return family === 6 ? deviceTo.egressOnly(hop.id) : undefined;
  if (hop.kind === 'gateway-endpoint' && !('id' in destination)) return undefined;
  return deviceToStanding(network, hop);
}

function deviceToStanding(network: Network, hop: NextHop): string | undefined {
  switch (hop.kind) {
    case 'nat-gateway':
      return ifHas(network.nats, hop.id, deviceTo.nat);
    case 'peering':
      return ifHas(network.peerings, hop.id, deviceTo.peering);
    case 'gateway-endpoint':
      return ifHas(network.endpoints, hop.id, deviceTo.endpoint);
    case 'interface':
      return ifHas(network.interfaces, hop.id, deviceTo.interface);
    default:
      return undefined;
  }
}

function ifHas(
  all: ReadonlyMap<Id, unknown>,
  id: Id,
  device: (id: Id) => string,
): string | undefined {
  return all.has(id) ? device(id) : undefined;
}

/** The table for the kernel. */
export function kernelRoutes(id: Id, entries: readonly Entry[]): readonly KernelRoute[] {
  const table = numberOf(`table ${id}`);
  return entries.map(({ block, route, device }) => {
    const to = cidrText(block);
    if (route.hop.kind === 'local') return { to, kind: 'throw', table };
    return { ...by(device ?? deviceTo.nowhere, block.family), to, table };
  });
}

/** What no table holds ends here. */
export function lastRoutes(): readonly KernelRoute[] {
  return families.map((family) => ({ to: anywhere[family], ...by(deviceTo.nowhere, family) }));
}

function by(device: string, family: Family): Pick<KernelRoute, 'kind' | 'device' | 'gateway'> {
  return { kind: 'unicast', device, gateway: gateway[family] };
}

/** Why a packet with this table's mark leads nowhere, the most specific first. */
export function lostRules(
  scene: Scene,
  { id }: RouteTable,
  entries: readonly Entry[],
): readonly string[] {
  const mark = `meta mark ${numberOf(`table ${id}`)}`;
  const gate = { kind: 'route', at: id } as const;
  const { gates } = scene;
  const isDecided = entries.some(
    ({ route, device }) => device === undefined && route.hop.kind !== 'local',
  );
  const told = !isDecided
    ? []
    : entries
        .filter(({ device }) => device === undefined)
        .map(({ block, route, code }) => {
          const word = block.family === 4 ? 'ip' : 'ip6';
          return `${mark} ${word} daddr ${cidrText(block)} ${gates.drop({ ...gate, code, rule: route.id })}`;
        });
  return [...told, `${mark} ${gates.drop({ ...gate, code: 'NO_ROUTE_TO_DESTINATION' })}`];
}

/** At an internet gateway a route leads to an interface or is the local one; anything else is no hop for what comes in. */
export function ofGateway(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((each) => {
    const { kind } = each.route.hop;
    return kind === 'interface' || kind === 'local' ? each : { ...each, ...lost };
  });
}
