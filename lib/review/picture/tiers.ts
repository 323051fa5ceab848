/** The subnets of a VPC as rows over its zones, from the internet inwards. Pure. */
import { blockText } from '../../network/blocks.ts';
import { nameOf } from '../../network/names.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type NextHop,
  type Subnet,
} from '../../network/network.ts';
import type { PicturedSubnet, Placed, Tier } from './picture.ts';

export const anyZone = 'a zone';

export function zonesOf(subnets: readonly Subnet[]): readonly string[] {
  return [...new Set(subnets.map(zoneOf))].sort();
}

function zoneOf({ zone }: Subnet): string {
  return isUnknown(zone) ? anyZone : zone.replace(/\$\{AWS::Region\}(?=[a-z]$)/, 'zone ');
}

/** From the internet inwards. */
export type Depth = 'public' | 'through NAT' | 'closed';
const depths: readonly Depth[] = ['public', 'through NAT', 'closed'];

export function depthOf(network: Network, subnet: Subnet): Depth {
  const hops = hopsOf(network, subnet).map(({ kind }) => kind);
  if (hops.includes('internet-gateway')) return 'public';
  return hops.includes('nat-gateway') || hops.includes('interface') ? 'through NAT' : 'closed';
}

function hopsOf({ tables }: Network, { table }: Subnet): readonly NextHop[] {
  return isUnknown(table) ? [] : (tables.get(table)?.routes ?? []).map(({ hop }) => hop);
}

export function routesOf(network: Network, subnet: Subnet): readonly string[] {
  const names = hopsOf(network, subnet).flatMap((hop) =>
    'id' in hop && hop.kind !== 'gone' ? [nameOf(network, hop.id)] : [],
  );
  return [...new Set(names)];
}

export interface Row {
  readonly depth: Depth;
  readonly stem: string;
  /** By zone. */
  readonly subnets: ReadonlyMap<number, Subnet>;
}

/** Subnets called alike (`PublicA`, `PublicB`) stand in one row; so do others as deep, where they leave each other room. */
export function rowsOf(network: Network, subnets: readonly Subnet[]): readonly Row[] {
  const zones = zonesOf(subnets);
  const rows: { depth: Depth; stem: string; subnets: Map<number, Subnet> }[] = [];
  for (const subnet of subnets) {
    const [depth, zone] = [depthOf(network, subnet), zones.indexOf(zoneOf(subnet))];
    const stem = stemOf(nameOf(network, subnet.id));
    const row = rows.find(
      (each) => each.depth === depth && each.stem === stem && !each.subnets.has(zone),
    );
    if (row === undefined) rows.push({ depth, stem, subnets: new Map([[zone, subnet]]) });
    else row.subnets.set(zone, subnet);
  }
  return rows.reduce(withRow, []).sort((a, b) => depths.indexOf(a.depth) - depths.indexOf(b.depth));
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
