/** What a person could change about a network to let packets through, and the network with it. */
import type { Block } from '../blocks.ts';
import type {
  AclEntry,
  Id,
  Interface,
  Network,
  NextHop,
  Peer,
  PrefixList,
  Route,
  RouteTable,
} from '../network.ts';
import { isUnknown } from '../network.ts';
import type { Service } from '../services.ts';
import type { Direction } from './groups.ts';

export type Change =
  | {
      readonly kind: 'add group rule';
      readonly group: Id;
      readonly direction: Direction;
      readonly service: Service;
      readonly peer: Peer;
    }
  | {
      readonly kind: 'add ACL entry';
      readonly acl: Id;
      readonly direction: Direction;
      readonly number: number;
      readonly service: Service;
      readonly block: Block;
    }
  | {
      readonly kind: 'add route';
      readonly table: Id;
      readonly destination: Block | PrefixList;
      readonly hop: NextHop;
      /** The route with the same destination that leads nowhere. */
      readonly replaces?: Id;
    }
  | { readonly kind: 'give public address'; readonly interface: Id }
  /** Routes that wait for this gateway come to life. */
  | { readonly kind: 'attach internet gateway'; readonly vpc: Id; readonly gateway: Id }
  | { readonly kind: 'turn off source/destination check'; readonly interface: Id }
  | {
      readonly kind: 'exclude from block public access';
      readonly subnet: Id;
      readonly allows: 'egress' | 'bidirectional';
    };

/** The network with these changes made. */
export function applied(network: Network, changes: readonly Change[]): Network {
  return changes.reduce((some, change) => {
    // Each maker takes the one kind under which it stands.
    const make = makers[change.kind] as (network: Network, change: Change) => Network;
    return make(some, change);
  }, network);
}

type Makers = {
  readonly [Kind in Change['kind']]: (
    network: Network,
    change: Extract<Change, { kind: Kind }>,
  ) => Network;
};

const makers: Makers = {
  'add group rule': (network, { group, direction, service, peer }) => ({
    ...network,
    groups: replaced(network.groups, group, (found) => {
      const rules = found[direction];
      if (isUnknown(rules)) return found;
      return { ...found, [direction]: [...rules, { id: group, service, peer }] };
    }),
  }),
  'add ACL entry': (network, { acl, direction, number, service, block }) => ({
    ...network,
    acls: replaced(network.acls, acl, (found) => {
      const entry: AclEntry = { id: acl, number, allows: true, service, block };
      const entries = [...found[direction], entry];
      return { ...found, [direction]: entries.sort((one, other) => one.number - other.number) };
    }),
  }),
  'add route': (network, change) => ({
    ...network,
    tables: replaced(network.tables, change.table, (found) => withRoute(found, change)),
  }),
  'give public address': (network, { interface: id }) =>
    withInterface(network, id, (found) => ({ ...found, public4: found.owner })),
  'attach internet gateway': attached,
  'turn off source/destination check': (network, { interface: id }) =>
    withInterface(network, id, (found) => ({ ...found, checksSourceDest: false })),
  'exclude from block public access': (network, { subnet, allows }) => ({
    ...network,
    subnets: replaced(network.subnets, subnet, (found) => ({
      ...found,
      publicAccessExclusion: allows,
    })),
  }),
};

function replaced<Item>(
  items: ReadonlyMap<Id, Item>,
  id: Id,
  change: (item: Item) => Item,
): ReadonlyMap<Id, Item> {
  const found = items.get(id);
  return found === undefined ? items : new Map(items).set(id, change(found));
}

function withInterface(network: Network, id: Id, change: (found: Interface) => Interface): Network {
  return { ...network, interfaces: replaced(network.interfaces, id, change) };
}

function withRoute(
  table: RouteTable,
  { destination, hop, replaces }: Extract<Change, { kind: 'add route' }>,
): RouteTable {
  const origin = 'family' in destination ? 'static' : 'prefix-list';
  const route: Route = { id: table.id, destination, origin, hop };
  const others = table.routes.filter(({ id }) => id !== replaces);
  return { ...table, routes: [...others, route] };
}

function attached(
  network: Network,
  { vpc, gateway }: Extract<Change, { kind: 'attach internet gateway' }>,
): Network {
  const alive = (route: Route): Route =>
    route.hop.kind === 'gone' && route.hop.id === gateway
      ? { ...route, hop: { kind: 'internet-gateway', id: gateway } }
      : route;
  const tables = [...network.tables].map(([id, table]): readonly [Id, RouteTable] =>
    table.vpc === vpc ? [id, { ...table, routes: table.routes.map(alive) }] : [id, table],
  );
  const vpcs = replaced(network.vpcs, vpc, (found) => ({ ...found, internetGateway: gateway }));
  return { ...network, vpcs, tables: new Map(tables) };
}
