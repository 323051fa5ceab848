/** What the groups of the templates admit where the rest of the way is in no template. Pure. */
import { familiesIn } from '../../network/ask/faces.ts';
import { rolesOf, type Roles } from '../../network/ask/roles.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
} from '../../network/network.ts';
import { homesOf, type Home } from './homes.ts';

export interface Supposed extends Roles {
  /** Does something of the way between these two stand in no template? */
  readonly isOpen: (one: Id, other: Id) => boolean;
}

/** Undefined where every route table is known. */
export function supposedIn(network: Network): Supposed | undefined {
  const homes = homesOf(network);
  const open = [...network.subnets.values()].filter(({ table }) => !isThere(network, table));
  if (open.length === 0) return undefined;
  const supposed = withLocalRoutes(network, open, homes);
  const ids = new Set(open.map(({ id }) => id));
  const placesOf = (end: Id): readonly Id[] =>
    (network.ends.get(end)?.interfaces ?? []).flatMap(
      (each) => network.interfaces.get(each)?.subnet ?? [],
    );
  return {
    ...rolesOf(supposed, familiesIn(supposed), () => ''),
    isOpen: (...ends) => ends.some((each) => placesOf(each).some((subnet) => ids.has(subnet))),
  };
}

function isThere({ tables }: Network, table: Subnet['table']): boolean {
  return !isUnknown(table) && tables.has(table);
}

/** As if these subnets had nothing but their VPC around them, and a group that is only named admitted nothing. */
function withLocalRoutes(
  network: Network,
  open: readonly Subnet[],
  homes: ReadonlyMap<Id, Home>,
): Network {
  const [subnets, tables] = [new Map(network.subnets), new Map(network.tables)];
  for (const subnet of open) {
    const vpc = homes.get(subnet.id)?.vpc ?? subnet.vpc;
    const table = `${subnet.id}.supposed-table`;
    subnets.set(subnet.id, { ...subnet, vpc, table });
    tables.set(table, { id: table, vpc, routes: [localRoute(table)] });
  }
  const groups = new Map(
    [...network.groups].map(([id, group]) => [
      id,
      { ...group, inbound: writtenIn(group, network) },
    ]),
  );
  return { ...network, subnets, tables, groups };
}

function localRoute(table: Id): RouteTable['routes'][number] {
  const destination = { unknown: 'the blocks of the VPC' };
  return { id: table, destination, origin: 'local', hop: { kind: 'local' } };
}

function writtenIn({ id, inbound }: SecurityGroup, { names }: Network): SecurityGroup['inbound'] {
  if (isUnknown(inbound)) return [];
  return names.has(id) ? inbound : inbound.filter((rule) => rule.id !== id);
}
