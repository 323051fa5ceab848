/** How one gets from the internet to what holds data, along the arrows of the picture. Pure. */
import type { Pictured } from './picture/draw.ts';
import { boxesIn, internet, type Arrow, type Box, type Picture } from './picture/picture.ts';

export interface Path {
  /** The place that holds data. */
  readonly to: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly from: string;
  readonly to: string;
  readonly kind: Arrow['kind'];
  readonly says: readonly string[];
}

const holding: readonly Box['group'][] = ['data', 'storage'];

/** A place that holds data, and why nobody knows whether one gets there. */
export interface UnknownPath {
  readonly to: string;
  readonly why: string;
}

export interface Paths {
  /** The shortest to each of them; none where no arrow leads there. */
  readonly paths: readonly Path[];
  readonly unknownPaths: readonly UnknownPath[];
}

export function pathsIn({ picture, undrawn, open }: Pictured): Paths {
  const boxes = new Map(boxesIn(picture).map((each) => [each.id, each]));
  const nameOf = (id: string): string => boxes.get(id)?.name ?? id;
  const ways = [...waysIn(picture), ...undrawn];
  const arrivals = arrivalsFrom(internet, ways);
  const data = [...boxes.values()].filter(({ group }) => holding.includes(group));
  const perhaps = arrivalsFrom(internet, [...ways, ...open.map(asWay)]);
  const named = new Map(
    picture.vpcs
      .filter(({ isHere }) => !isHere)
      .flatMap(({ name, tiers }) =>
        tiers.flatMap((tier) => tier.boxes.map(({ id }) => [id, name] as const)),
      ),
  );
  return {
    paths: data
      .filter(({ id }) => arrivals.has(id))
      .map(({ id, name }) => ({
        to: name,
        steps: stepsTo(id, arrivals).map(({ from, to, kind, says }) => ({
          ...{ from: nameOf(from), to: nameOf(to), kind, says },
        })),
      })),
    unknownPaths: data
      .filter(({ id }) => !arrivals.has(id))
      .flatMap(({ id, name }) => {
        const vpc = named.get(id);
        if (vpc !== undefined)
          return [{ to: name, why: `what else stands in ${vpc} is not in the template` }];
        return perhaps.has(id)
          ? [{ to: name, why: 'what the network or a policy lets through on the way is not known' }]
          : [];
      }),
  };
}

type Way = Pick<Arrow, 'from' | 'to' | 'kind' | 'says'>;

function asWay(way: Pick<Way, 'from' | 'to'>): Way {
  return { ...way, kind: 'inside', says: [] };
}

/** What leads out of the network leads to no data in it. */
function waysIn({ arrows }: Picture): readonly Way[] {
  return arrows
    .filter(({ kind }) => kind !== 'out')
    .flatMap(({ from, to, kind, says, isMutual }) => [
      { from, to, kind, says },
      ...(isMutual ? [{ from: to, to: from, kind, says }] : []),
    ]);
}

/** By what is reached, the last step of a shortest way to it. */
function arrivalsFrom(start: string, ways: readonly Way[]): ReadonlyMap<string, Way> {
  const leaving = new Map<string, Way[]>();
  for (const way of ways) leaving.set(way.from, [...(leaving.get(way.from) ?? []), way]);
  const arrivals = new Map<string, Way>();
  const waiting = [start];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift())
    for (const way of leaving.get(at) ?? []) {
      if (way.to === start || arrivals.has(way.to)) continue;
      arrivals.set(way.to, way);
      waiting.push(way.to);
    }
  return arrivals;
}

function stepsTo(id: string, arrivals: ReadonlyMap<string, Way>): readonly Way[] {
  const last = arrivals.get(id);
  return last === undefined ? [] : [...stepsTo(last.from, arrivals), last];
}
