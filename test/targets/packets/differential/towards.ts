/**
 * The network for a packet to a public address or a service. The model does not know these addresses before deployment, and
 * follows every route that may hold them. Here they are known: of each table the route that holds them takes the place of the
 * default one, and those that hold other public addresses are gone.
 */
import { contains, everywhere, prefixLength, type Block } from '../../../../lib/network/blocks.ts';
import {
  isUnknown,
  type Network,
  type Route,
  type RouteTable,
} from '../../../../lib/network/network.ts';
import { privateRange } from '../../../../lib/network/walk/match.ts';

export function towards(network: Network, address: bigint): Network {
  const goal: Block = { family: 4, first: address, last: address };
  return {
    ...network,
    tables: new Map([...network.tables].map(([id, table]) => [id, tableTo(network, table, goal)])),
  };
}

/** A route to a part of a VPC that is in no private range: for the model it may hold any public address. */
export function hasPublicInside({ vpcs, tables }: Network): boolean {
  const own = blocksOf(vpcs);
  return [...tables.values()].some(({ routes }) =>
    routes.some(
      ({ origin, destination }) =>
        origin !== 'local' &&
        isBlock(destination) &&
        isPublicBlock(destination) &&
        own.some((block) => contains(block, destination)),
    ),
  );
}

function blocksOf(vpcs: Network['vpcs']): readonly Block[] {
  return [...vpcs.values()].flatMap(({ blocks }) =>
    blocks.flatMap((each) => (isUnknown(each) ? [] : each)),
  );
}

function tableTo(network: Network, table: RouteTable, goal: Block): RouteTable {
  const pieces = table.routes.flatMap(piecesOf);
  const own = blocksOf(network.vpcs);
  const isPublic = ({ origin, destination }: Route): boolean =>
    origin !== 'local' &&
    isPublicBlock(destination) &&
    !own.some((block) => isBlock(destination) && contains(block, destination));
  const holding = pieces.filter(
    (each) => isPublic(each) && isBlock(each.destination) && contains(each.destination, goal),
  );
  const best = holding.sort(compared)[0];
  const routes = pieces.filter((each) => !isPublic(each));
  return {
    ...table,
    routes: best === undefined ? routes : [...routes, { ...best, destination: everywhere[4] }],
  };
}

/** A customer's list as one route for each of its blocks. */
function piecesOf(route: Route): readonly Route[] {
  const { destination } = route;
  if (isUnknown(destination) || !('id' in destination) || isUnknown(destination.blocks))
    return [route];
  return destination.blocks.map((block) => ({ ...route, destination: block }));
}

function isBlock(destination: Route['destination']): destination is Block {
  return 'family' in destination;
}

function isPublicBlock(destination: Route['destination']): boolean {
  return (
    isBlock(destination) && destination.family === 4 && privateRange(destination) === undefined
  );
}

const ranks = { local: 0, static: 1, 'prefix-list': 2, propagated: 3 } as const;

function compared(one: Route, other: Route): number {
  const length = ({ destination }: Route): number =>
    isBlock(destination) ? prefixLength(destination) : 0;
  return length(other) - length(one) || ranks[one.origin] - ranks[other.origin];
}
