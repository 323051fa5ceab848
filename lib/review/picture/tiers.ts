/** The subnets of a VPC as rows over its zones, from the internet inwards. Pure. */
import { blockText, prefixLength } from '../../network/blocks.ts';
import { nameOf } from '../../network/names.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type NextHop,
  type Route,
  type Subnet,
} from '../../network/network.ts';
import type { PicturedSubnet, Placed, Tier } from './picture.ts';

export const anyZone = 'a zone';

function zoneText(zone: string): string {
  return zone.replace(/\$\{AWS::Region\}(?=[a-z]$)/, 'zone ');
}

/** From the internet inwards. */
export type Depth = 'public' | 'through NAT' | 'not known' | 'closed';
const depths: readonly Depth[] = ['public', 'through NAT', 'not known', 'closed'];

export function depthOf(network: Network, subnet: Subnet): Depth {
  const routes = routesIn(network, subnet);
  if (routes === undefined) return 'not known';
  const hops = routes.map(({ hop: { kind } }) => kind);
  if (hops.includes('internet-gateway')) return 'public';
  if (hops.includes('nat-gateway') || hops.includes('interface')) return 'through NAT';
  return hops.includes('unknown') ? 'not known' : 'closed';
}

/** Undefined where nobody knows its table. The way out for all that has no other comes first. */
function routesIn({ tables }: Network, { table }: Subnet): readonly Route[] | undefined {
  const routes = isUnknown(table) ? undefined : tables.get(table)?.routes;
  return routes && [...routes].sort((one, other) => lengthOf(one) - lengthOf(other));
}

function lengthOf({ destination }: Route): number {
  return !isUnknown(destination) && 'family' in destination ? prefixLength(destination) : Infinity;
}

export function routesOf(network: Network, subnet: Subnet): readonly string[] | null {
  const routes = routesIn(network, subnet);
  if (routes === undefined) return null;
  return [...new Set(routes.flatMap(({ hop }) => hopText(network, hop)))];
}

function hopText(network: Network, hop: NextHop): readonly string[] {
  if (hop.kind === 'unknown') return [`? (${hop.why})`];
  if (!('id' in hop)) return [];
  return [`${nameOf(network, hop.id)}${hop.kind === 'gone' ? ' (a blackhole)' : ''}`];
}

export interface Row {
  readonly depth: Depth;
  readonly stem: string;
  /** By zone. */
  readonly subnets: ReadonlyMap<number, Subnet>;
}

interface Rows {
  readonly zones: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Subnets called alike (`PublicA`, `PublicB`), or of one kin, stand in one row; so do others as deep, where they leave each
 * other room. One whose zone is not known has a column beside the zones.
 */
export function rowsOf(
  network: Network,
  subnets: readonly Subnet[],
  kinOf: (subnet: Subnet) => string | undefined,
): Rows {
  const zones = [...new Set(subnets.flatMap(({ zone }) => (isUnknown(zone) ? [] : zone)))].sort();
  const rows: { depth: Depth; stem: string; subnets: Map<number, Subnet> }[] = [];
  for (const subnet of subnets) {
    const depth = depthOf(network, subnet);
    const stem = kinOf(subnet) ?? stemOf(nameOf(network, subnet.id));
    const zone = isUnknown(subnet.zone) ? undefined : zones.indexOf(subnet.zone);
    const row = rows.find(
      (each) =>
        each.depth === depth &&
        each.stem === stem &&
        (zone === undefined || !each.subnets.has(zone)),
    );
    const column = zone ?? freeFrom(zones.length, row?.subnets);
    if (row === undefined) rows.push({ depth, stem, subnets: new Map([[column, subnet]]) });
    else row.subnets.set(column, subnet);
  }
  const joined = rows.reduce(withRow, []);
  const columns = Math.max(
    zones.length,
    ...joined.flatMap((row) => [...row.subnets.keys()]).map((at) => at + 1),
  );
  return {
    zones: [
      ...zones.map(zoneText),
      ...Array.from({ length: columns - zones.length }, () => anyZone),
    ],
    rows: joined.sort((a, b) => depths.indexOf(a.depth) - depths.indexOf(b.depth)),
  };
}

function freeFrom(first: number, taken: ReadonlyMap<number, unknown> = new Map()): number {
  let at = first;
  while (taken.has(at)) at += 1;
  return at;
}

function withRow(rows: readonly Row[], row: Row): Row[] {
  const fits = rows.find(
    ({ depth, subnets }) =>
      depth === row.depth && [...row.subnets.keys()].every((zone) => !subnets.has(zone)),
  );
  if (fits === undefined) return [...rows, row];
  const joined = { ...fits, subnets: new Map([...fits.subnets, ...row.subnets]) };
  return rows.map((each) => (each === fits ? joined : each));
}

/** `Vpc/PublicA` and `Vpc/PublicB`, `AppSubnet1` and `AppSubnet2`, `a/Subnet` and `b/Subnet`. */
function stemOf(name: string): string {
  return name.replace(/(?:(?<=[a-z])[A-F]|[-_]?\d+|[-_][a-fA-F])(?=\/|$)/g, '');
}

export interface Standing {
  readonly id: Id;
  readonly subnets: readonly Id[];
}

/** @param placed makes the box of something in these zones */
export function tierOf(
  { subnets }: Row,
  standing: readonly Standing[],
  draw: {
    readonly subnet: (subnet: Subnet, zone: number) => PicturedSubnet;
    readonly placed: (id: Id, zones: readonly number[]) => Placed;
  },
): Tier {
  const zoneIn = new Map([...subnets].map(([zone, { id }]) => [id, zone]));
  return {
    subnets: [...subnets]
      .sort(([one], [other]) => one - other)
      .map(([zone, subnet]) => draw.subnet(subnet, zone)),
    boxes: standing.flatMap(({ id, subnets: own }) => {
      const zones = own.flatMap((each) => zoneIn.get(each) ?? []).sort((a, b) => a - b);
      return zones.length === 0 ? [] : [draw.placed(id, [...new Set(zones)])];
    }),
  };
}

/** `10.0.0.0/24`, with the IPv6 one where it is known. */
export function blocksText(blocks: readonly (Subnet['block4'] | undefined)[]): string {
  return blocks
    .filter((each) => each !== undefined)
    .map((each) => (isUnknown(each) ? '?' : blockText(each)))
    .join(', ');
}
