/**
 * Which routes of a table a packet may take: the longest prefix, then static before prefix list before propagated.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
import { type Block, prefixLength } from '../blocks.ts';
import type { PrefixList, Route, RouteTable } from '../network.ts';
import { isUnknown } from '../network.ts';
import { type Match, type Seen, matches } from './seen.ts';

/** A route, or none where the table has none for the address. */
export type Choice = Route | undefined;

interface Candidate {
  readonly route: Route;
  readonly match: Match;
  readonly length: number;
  /** Of a local route of unknown length, which is at least `length`. */
  readonly longest?: number;
}

const rank = { local: 0, static: 1, 'prefix-list': 2, propagated: 3 } as const;

/** How long the block of a VPC may be: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const vpcPrefixes = { 4: { shortest: 16, longest: 28 }, 6: { shortest: 44, longest: 60 } } as const;

/** How the table stands to the destination. */
export interface ByTable {
  /** The destination is a private address of the table's own VPC. */
  readonly isInside: Match;
}

/** One choice where the table is sure; several where the address is not known well enough to say. */
export function routeChoices(
  { routes }: RouteTable,
  destination: Seen,
  { isInside }: ByTable,
): readonly Choice[] {
  const candidates = routes
    .flatMap((route) => candidatesOf(route, destination, isInside))
    .filter(({ match }) => match !== 'no');
  const sorted = withoutBeaten(candidates).sort(
    (one, other) => other.length - one.length || rank[one.route.origin] - rank[other.route.origin],
  );
  const decided = sorted.findIndex(({ match }) => match === 'yes');
  const taken: Choice[] = sorted
    .slice(0, decided < 0 ? sorted.length : decided + 1)
    .map(({ route }) => route);
  return distinct(
    decided < 0 ? [...taken, undefined] : [...taken, ...unknownLocal(sorted, sorted[decided])],
  );
}

/** A local route of which nobody knows how long it is may yet be longer than the one that is taken. */
function unknownLocal(
  candidates: readonly Candidate[],
  taken: Candidate | undefined,
): readonly Choice[] {
  const isAsLong = ({ route, match }: Candidate): boolean =>
    route.origin === 'local' && isUnknown(route.destination) && match === 'yes';
  return candidates.filter(isAsLong).flatMap(({ route, longest = 0 }) => {
    return taken !== undefined && taken.length <= longest ? [route] : [];
  });
}

function candidatesOf(route: Route, destination: Seen, inside: Match): readonly Candidate[] {
  const { destination: to } = route;
  if (isUnknown(to)) return [ofUnknown(route, destination, inside)];
  if ('family' in to) return [ofBlock({ route, block: to, destination, inside })];
  return ofList(route, to, destination);
}

/** A route whose destination is not known may be the longest of all; as a local one it holds what is in the VPC. */
function ofUnknown(route: Route, { family }: Seen, inside: Match): Candidate {
  if (route.origin !== 'local') return { route, match: 'maybe', length: Infinity };
  const { shortest, longest } = vpcPrefixes[family];
  return { route, match: inside, length: shortest, longest };
}

interface ByBlock {
  readonly route: Route;
  readonly block: Block;
  readonly destination: Seen;
  readonly inside: Match;
}

function ofBlock({ route, block, destination, inside }: ByBlock): Candidate {
  const found = matches(block, destination);
  const length = prefixLength(block);
  if (route.origin !== 'local' || found !== 'maybe') return { route, match: found, length };
  // An address that lies in the VPC, nobody knows where, is in its blocks all the same; one of the internet is not.
  const match = inside === 'yes' ? 'yes' : isOfInternet(destination) ? 'no' : found;
  return { route, match, length };
}

function isOfInternet({ kind }: Seen): boolean {
  return kind === 'public' || kind === 'service';
}

/** Longer than everywhere; whether a block that is longer still holds the service's addresses, nobody knows. */
const serviceListLength = 1;

/** Each block of a list counts. A service is in its own list, which comes before everywhere, and in no other service's. */
function ofList(route: Route, list: PrefixList, destination: Seen): readonly Candidate[] {
  if (list.service !== undefined && destination.kind === 'service') {
    const isIts = list.service === destination.list?.service;
    return [{ route, match: isIts ? 'yes' : 'no', length: serviceListLength }];
  }
  if (isUnknown(list.blocks)) {
    const match = list.service === undefined ? 'maybe' : 'no';
    return [{ route, match, length: Infinity }];
  }
  return list.blocks.map((block) => ofBlock({ route, block, destination, inside: 'no' }));
}

/**
 * What can never win against a local route that holds the address: a propagated one, and one whose destination is not
 * known, unless it leads where a route more specific than local may lead.
 */
function withoutBeaten(candidates: readonly Candidate[]): Candidate[] {
  const isLocal = candidates.some(
    ({ route, match }) => route.origin === 'local' && match === 'yes',
  );
  if (!isLocal) return [...candidates];
  return candidates.filter(
    ({ route, length }) =>
      route.origin !== 'propagated' && (length !== Infinity || overLocal.has(route.hop.kind)),
  );
}

const overLocal: ReadonlySet<Route['hop']['kind']> = new Set([
  'nat-gateway',
  'interface',
  'other',
  'unknown',
] as const);

/** Routes that lead to the same place are one choice. */
function distinct(choices: readonly Choice[]): readonly Choice[] {
  const byHop = new Map(choices.map((choice) => [hopText(choice), choice] as const).reverse());
  return choices.filter((choice) => byHop.get(hopText(choice)) === choice);
}

function hopText(choice: Choice): string {
  if (choice === undefined) return '';
  const { hop } = choice;
  return 'id' in hop ? `${hop.kind} ${hop.id}` : hop.kind;
}

/** Why it is not known whether the route matches, where that lies in the route itself. */
export function doubtOf({ destination }: Route): string | undefined {
  if (isUnknown(destination)) return destination.unknown;
  if ('family' in destination) return undefined;
  return isUnknown(destination.blocks) ? destination.blocks.unknown : undefined;
}
