/** How one gets from the internet to what holds data, along the arrows of the picture. Pure. */
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

/** The shortest to each of them; none where no arrow leads there. */
export function pathsIn(picture: Picture): readonly Path[] {
  const boxes = new Map(boxesIn(picture).map((each) => [each.id, each]));
  const nameOf = (id: string): string => boxes.get(id)?.name ?? id;
  const arrivals = arrivalsFrom(internet, waysIn(picture));
  return [...boxes.values()]
    .filter(({ id, group }) => holding.includes(group) && arrivals.has(id))
    .map(({ id, name }) => ({
      to: name,
      steps: stepsTo(id, arrivals).map(({ from, to, kind, says }) => ({
        ...{ from: nameOf(from), to: nameOf(to), kind, says },
      })),
    }));
}

type Way = Pick<Arrow, 'from' | 'to' | 'kind' | 'says'>;

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
