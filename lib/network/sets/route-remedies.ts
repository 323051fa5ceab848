/** The routes that would lead somewhere, and the gateway that they would lead to. */
import { type Block, everywhere } from '../blocks.ts';
import type {
  Id,
  NatGateway,
  Network,
  NextHop,
  PrefixList,
  Route,
  RouteTable,
  Vpc,
} from '../network.ts';
import { isUnknown } from '../network.ts';
import type { Change } from './changes.ts';
import type { Remedy } from './obstacles.ts';
import { isWithin } from './public-space.ts';
import { sameVpc } from './seen.ts';

type RouteRemedy = Extract<Remedy, { kind: 'route' }>;

interface Place {
  readonly table: RouteTable;
  readonly vpc: Vpc;
  /** The route that leads nowhere, to be replaced. */
  readonly instead: Route | undefined;
}

export function attachTo(vpc: Id, gateway = `${vpc}.internet-gateway`): Change {
  return { kind: 'attach internet gateway', vpc, gateway };
}

export function routesFor(network: Network, remedy: RouteRemedy): readonly Change[] {
  const table = network.tables.get(remedy.table);
  const vpc = vpcOf(network, remedy.subnet);
  if (table === undefined || vpc === undefined) return [];
  const instead = table.routes.find(({ id }) => id === remedy.instead);
  const { kind } = remedy.destination;
  const at: Place = { table, vpc, instead };
  return kind === 'interface' || kind === 'nat'
    ? byPeering(network, remedy, at)
    : toOutside(network, remedy, at);
}

function vpcOf(network: Network, subnet: Id | undefined): Vpc | undefined {
  const vpc = subnet === undefined ? undefined : network.subnets.get(subnet)?.vpc;
  return vpc === undefined || isUnknown(vpc) ? undefined : network.vpcs.get(vpc);
}

/** To the other VPC's block, where the two are peered. */
function byPeering(network: Network, { destination }: RouteRemedy, at: Place): readonly Change[] {
  const there = destination.vpc;
  const [range] = destination.ranges;
  if (there === undefined || isUnknown(there) || range === undefined) return [];
  const block = network.vpcs
    .get(there)
    ?.blocks.find((each): each is Block => !isUnknown(each) && isWithin(range, [each]));
  if (block === undefined || there === at.vpc.id) return [];
  return [...network.peerings.values()]
    .filter(({ requester, accepter }) =>
      [at.vpc.id, there].every((end) => end === requester || end === accepter),
    )
    .map(({ id }) => routeTo(at, block, { kind: 'peering', id }));
}

function toOutside(network: Network, remedy: RouteRemedy, at: Place): readonly Change[] {
  const { destination, way } = remedy;
  const block = everywhere[destination.family];
  const nats = way === 'request' && destination.family === 4 ? natsFor(network, at) : [];
  return [
    ...byEndpoint(network, remedy, at),
    ...byGateway(network, at, block),
    ...nats.map(({ id }) => routeTo(at, block, { kind: 'nat-gateway', id })),
  ];
}

function byEndpoint(
  network: Network,
  { destination: { list } }: RouteRemedy,
  at: Place,
): readonly Change[] {
  if (list === undefined) return [];
  return [...network.endpoints.values()]
    .filter(({ service, vpc }) => service === list.service && vpc === at.vpc.id)
    .map(({ id }) => routeTo(at, list, { kind: 'gateway-endpoint', id }));
}

/** To the gateway of the VPC; without one, that one is attached comes first, and may be all where a route waits for it. */
function byGateway(network: Network, at: Place, block: Block): readonly Change[] {
  const gateway = at.vpc.internetGateway;
  if (isUnknown(gateway)) return [];
  if (gateway !== undefined) return [routeTo(at, block, { kind: 'internet-gateway', id: gateway })];
  const waiting = at.instead?.hop.kind === 'gone' ? at.instead.hop.id : undefined;
  const isOther = waiting !== undefined && isKnown(network, waiting);
  return [attachTo(at.vpc.id, isOther ? undefined : waiting)];
}

/** Something else than an internet gateway, as far as the network tells. */
function isKnown({ nats, interfaces, peerings, endpoints }: Network, id: Id): boolean {
  return [nats, interfaces, peerings, endpoints].some((some) => some.has(id));
}

/** Public ones of the VPC that do not stand behind this very table. */
function natsFor(network: Network, { vpc, table }: Place): readonly NatGateway[] {
  return [...network.nats.values()].filter((nat) => {
    const home = nat.subnet === undefined ? undefined : network.subnets.get(nat.subnet);
    return nat.isPublic && sameVpc(nat.vpc, vpc.id) === 'yes' && home?.table !== table.id;
  });
}

function routeTo({ table, instead }: Place, to: Block | PrefixList, hop: NextHop): Change {
  const change = { kind: 'add route', table: table.id, destination: to, hop } as const;
  if (instead === undefined || isUnknown(instead.destination)) return change;
  return { ...change, destination: instead.destination, replaces: instead.id };
}
