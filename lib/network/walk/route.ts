/**
 * Which route is taken? The longest prefix that contains the destination; among equals a local route before a static one,
 * then one by prefix list, then a propagated one, which never beats a local route. Where the destination is known only as
 * one of several addresses, or a route is not known, there is more than one choice.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
import { prefixLength, type Block } from '../blocks.ts';
import { nameAsWritten } from '../names.ts';
import {
  isUnknown,
  type Id,
  type NextHop,
  type PrefixList,
  type Route,
  type RouteTable,
  type Unknown,
} from '../network.ts';
import type { Code } from '../question.ts';
import { isEverywhere, matchBlock, matchList, sameVpc, type Match } from './match.ts';
import type { Party } from './party.ts';
import { partySays, routeSays } from './says.ts';
import type { Judged, Position, Trip } from './trip.ts';

/** One way that the packet may take; without a hop it ends here. */
export interface Choice {
  readonly judged: Judged;
  readonly hop?: NextHop;
}

/** NO_ROUTE_TO_DESTINATION, BAD_STATE_ROUTE; depends KIT_NEXT_HOP_NOT_MODELLED, KIT_UNKNOWN. One choice or more. */
export function choicesAt(trip: Trip, at: Position): readonly Choice[] {
  if (isNeighbour(trip.flight.destination, at)) return [inside(trip, at)];
  return choicesByTable(trip, at);
}

function choicesByTable(trip: Trip, at: Position): readonly Choice[] {
  const table = isUnknown(at.table) ? undefined : trip.network.tables.get(at.table);
  if (table === undefined) {
    const where = at.subnet?.id ?? 'the internet gateway';
    const says = `which route table ${nameAsWritten(trip.network, where)} has is not in the template`;
    const id = at.subnet?.id ?? (isUnknown(at.table) ? where : at.table);
    return [{ judged: { kind: 'route', at: id, outcome: 'depends', code: 'KIT_UNKNOWN', says } }];
  }
  const routes = possibleRoutes(table, trip.flight.destination);
  return routes.map((route) =>
    route === undefined ? noRoute(trip, table) : choiceOf(trip, { table, at, route }),
  );
}

/** No table comes between two of one subnet. */
function isNeighbour(party: Party, { subnet }: Position): boolean {
  const isThere = party.kind === 'interface' || party.kind === 'nat';
  return isThere && subnet !== undefined && party.subnet?.id === subnet.id;
}

function inside({ network, flight }: Trip, { subnet, table }: Position): Choice {
  const at = isUnknown(table) ? (subnet?.id ?? '') : table;
  const rule = { id: at, says: 'local' };
  const says = `${partySays(network, flight.destination)} by ${rule.says}`;
  return { hop: { kind: 'local' }, judged: { kind: 'route', at, rule, outcome: 'passed', says } };
}

function noRoute({ network, flight }: Trip, table: RouteTable): Choice {
  const says = `no route to ${partySays(network, flight.destination)}`;
  const code: Code = 'NO_ROUTE_TO_DESTINATION';
  return { judged: { kind: 'route', at: table.id, outcome: 'blocked', code, says } };
}

interface Taken {
  readonly table: RouteTable;
  readonly at: Position;
  readonly route: Route;
}

function choiceOf(trip: Trip, { table, at, route }: Taken): Choice {
  const { network, flight } = trip;
  const rule = { id: route.id, says: routeSays(network, route) };
  const gate = { kind: 'route', at: table.id, rule } as const;
  const to = `${partySays(network, flight.destination)} by ${rule.says}`;
  const { hop } = route;
  switch (hop.kind) {
    case 'gone':
      return blocked(gate, 'BAD_STATE_ROUTE', `${to}: ${hop.why}`);
    case 'other': {
      const says = `${to}: a ${hop.type} is not modelled`;
      return { judged: { ...gate, outcome: 'depends', code: 'KIT_NEXT_HOP_NOT_MODELLED', says } };
    }
    case 'unknown':
      return { judged: { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says: to } };
    case 'local':
      return localChoice({ gate, hop, to, inVpc: isInVpc(flight.destination, at) });
    case 'interface':
      return passed(gate, hop, to);
    default:
      if (at.subnet === undefined)
        return blocked(gate, 'BAD_STATE_ROUTE', `${to}: no hop for what comes from the internet`);
      return passed(gate, hop, to);
  }
}

interface RouteGate {
  readonly kind: 'route';
  readonly at: Id;
  readonly rule: { readonly id: Id; readonly says: string };
}

/** Written out: most gates of a walk are routes that are passed, and copying the parts of an object is slow. */
function passed({ kind, at, rule }: RouteGate, hop: NextHop, says: string): Choice {
  return { hop, judged: { kind, at, outcome: 'passed', rule, says } };
}

function blocked(gate: RouteGate, code: Code, says: string): Choice {
  return { judged: { ...gate, outcome: 'blocked', code, says } };
}

interface Local {
  readonly gate: RouteGate;
  readonly hop: NextHop;
  readonly to: string;
  readonly inVpc: Match;
}

function localChoice({ gate, hop, to, inVpc }: Local): Choice {
  if (inVpc === 'yes') return passed(gate, hop, to);
  if (inVpc === 'no')
    return blocked(gate, 'NO_ROUTE_TO_DESTINATION', `${to}: nobody in this VPC has the address`);
  const says = `${to}: whether the destination is in this VPC is not in the template`;
  return { hop, judged: { ...gate, outcome: 'depends', code: 'KIT_UNKNOWN', says } };
}

function isInVpc(party: Party, { vpc, subnet }: Pick<Position, 'vpc' | 'subnet'>): Match {
  if (party.kind !== 'interface' && party.kind !== 'nat') return 'no';
  if (subnet !== undefined && party.subnet?.id === subnet.id) return 'yes';
  return party.vpc === undefined ? 'no' : sameVpc(party.vpc, vpc);
}

interface Candidate {
  readonly route: Route;
  readonly match: Match;
  /** Prefix length: both the same where the destination is a known block. */
  readonly shortest: number;
  readonly longest: number;
}

const ranks = { local: 0, static: 1, 'prefix-list': 2, propagated: 3 } as const;

/** The routes that may be taken, longest prefix first; undefined where it may be that none matches. */
function possibleRoutes(table: RouteTable, party: Party): readonly (Route | undefined)[] {
  const all: Candidate[] = [];
  for (const route of table.routes) all.push(...candidatesOf(route, party, table.vpc));
  const sure = all.filter(({ match }) => match === 'yes');
  const left = all.filter(
    (each) => !sure.some((other) => beats(other, each) || isFixed(other, each)),
  );
  const [only] = left;
  if (left.length === 1 && only?.match === 'yes') return [only.route];
  const routes = left.sort((one, other) => other.longest - one.longest).map(({ route }) => route);
  const different = routes.filter(
    ({ hop }, index) => routes.findIndex((other) => isSameHop(other.hop, hop)) === index,
  );
  return sure.length > 0 ? different : [...different, undefined];
}

function beats(sure: Candidate, other: Candidate): boolean {
  const [ours, theirs] = [sure.route.origin, other.route.origin];
  if (theirs === 'propagated' && ours === 'local') return true;
  if (theirs === 'local' && ours === 'propagated') return false;
  if (sure.shortest > other.longest) return true;
  return sure.shortest >= other.longest && ranks[ours] < ranks[theirs];
}

/**
 * What may be more specific than a local route leads to a NAT gateway or an interface only, whatever its destination is.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
function isFixed(sure: Candidate, { route, shortest, longest }: Candidate): boolean {
  if (sure.route.origin !== 'local' || route.origin === 'local' || shortest === longest)
    return false;
  return !overLocal.includes(route.hop.kind);
}

const overLocal: readonly NextHop['kind'][] = ['nat-gateway', 'interface', 'other', 'unknown'];

function isSameHop(one: NextHop, other: NextHop): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind) return false;
  if (one.kind === 'local') return true;
  return 'id' in one && 'id' in other && one.id === other.id;
}

function candidatesOf(route: Route, party: Party, vpc: Id | Unknown): readonly Candidate[] {
  const { destination } = route;
  if (isUnknown(destination))
    return route.origin === 'local'
      ? localCandidates(route, party, vpc)
      : anyLength(route, 'maybe', party);
  if ('id' in destination) return listCandidates(route, destination, party);
  const found = blockCandidates(route, destination, party);
  // An address that lies in the VPC, nobody knows where, is in its blocks all the same.
  const isSure = route.origin === 'local' && isInVpc(party, { vpc, subnet: undefined }) === 'yes';
  return isSure ? found.map((each) => ({ ...each, match: 'yes' })) : found;
}

function blockCandidates(route: Route, block: Block, party: Party): readonly Candidate[] {
  const match = matchRouteBlock(route, block, party);
  if (match === 'no') return [];
  const length = lengthOf(block);
  return [{ route, match, shortest: length, longest: length }];
}

/** Services and public addresses are on the internet: no local route leads there, whatever its block. */
function matchRouteBlock({ origin }: Route, block: Block, party: Party): Match {
  const isOutside = party.kind === 'public' || party.kind === 'service';
  return origin === 'local' && isOutside ? 'no' : matchBlock(block, party);
}

/** The block of an imported VPC, or Amazon's own IPv6 block: whoever stands in the VPC is in it, nobody else. */
function localCandidates(route: Route, party: Party, vpc: Id | Unknown): readonly Candidate[] {
  const match = isInVpc(party, { vpc, subnet: undefined });
  const [shortest, longest] = vpcLengths[party.family];
  return match === 'no' ? [] : [{ route, match, shortest, longest }];
}

/** How long the block of a VPC may be. */
const vpcLengths = { 4: [16, 28], 6: [44, 60] } as const;

function anyLength(route: Route, match: Match, { family }: Party): readonly Candidate[] {
  return match === 'no' ? [] : [{ route, match, shortest: 0, longest: family === 4 ? 32 : 128 }];
}

function listCandidates(route: Route, list: PrefixList, party: Party): readonly Candidate[] {
  if (party.kind === 'service' || isUnknown(list.blocks)) {
    const [candidate] = anyLength(route, matchList(list, party), party);
    // A list of a service has no block as wide as everywhere.
    return candidate === undefined ? [] : [{ ...candidate, shortest: 1 }];
  }
  return list.blocks.flatMap((block) => blockCandidates(route, block, party));
}

/** Counting the bits of a block takes longer than judging a route. */
const lengths = new WeakMap<Block, number>();

function lengthOf(block: Block): number {
  if (isEverywhere(block)) return 0;
  let length = lengths.get(block);
  if (length === undefined) {
    length = prefixLength(block);
    lengths.set(block, length);
  }
  return length;
}
