/** From every end of a network to every other: what gets through, each with the way of a packet. */
import { parseFlow } from '../network/ask/flow.ts';
import { findPlace, placeOf, type Place } from '../network/ask/places.ts';
import { summaryOf, type Summary } from '../network/ask/summary.ts';
import type { Network } from '../network/network.ts';
import { answerTo, type ReachAnswer } from './reach-answer.ts';
import type { WrittenAt } from './sources.ts';

export interface Ways {
  /** The internet and ends. */
  readonly places: readonly {
    /** `Stack/LogicalId`; of the internet `internet`. */
    readonly id: string;
    /** As commands call it. */
    readonly name: string;
  }[];
  /** Of every two of them, either way. */
  readonly pairs: readonly WayBetween[];
  /** Ends of which nothing is said here, for there are too many. */
  readonly left: number;
}

export interface WayBetween {
  /** Their numbers among the places. */
  readonly from: number;
  readonly to: number;
  /** For each flow that somebody opens to the second. */
  readonly answers: readonly ReachAnswer[];
}

/** Time and size grow with the square. */
const mostEnds = 10;
const mostFlows = 4;

export function waysOf(network: Network, writtenAt: WrittenAt): Ways {
  const ends = [...network.ends.keys()];
  const outside = findPlace(network, 'internet');
  const places = [
    ...('place' in outside && ends.length > 0 ? [{ id: 'internet', place: outside.place }] : []),
    ...ends.slice(0, mostEnds).flatMap((id) => {
      const place = placeOf(network, id);
      return place === undefined ? [] : [{ id, place }];
    }),
  ];
  return {
    places: places.map(({ id, place }) => ({ id, name: place.name })),
    pairs: places.flatMap((_, to) => waysTo(network, places, { to, writtenAt })),
    left: Math.max(0, ends.length - mostEnds),
  };
}

interface Towards {
  readonly to: number;
  readonly writtenAt: WrittenAt;
}

function waysTo(
  network: Network,
  places: readonly { readonly place: Place }[],
  { to, writtenAt }: Towards,
): readonly WayBetween[] {
  const target = places[to]?.place;
  if (target === undefined) return [];
  const senders = places.flatMap(({ place }, from) => (from === to ? [] : [{ place, from }]));
  const flows = flowsTo(
    network,
    target,
    senders.map(({ place }) => place),
  );
  return senders.map(({ place, from }) => ({
    ...{ from, to },
    answers: flows.flatMap((typedFlow) => {
      const flow = parseFlow(typedFlow);
      if (flow === undefined) return [];
      const asked = { from: place, to: target };
      return [answerTo({ network, asked, flow }, { typedFlow, writtenAt })];
    }),
  }));
}

/** What to ask where nothing is open: what most would try. */
const usual = 'tcp/443';

function flowsTo(network: Network, to: Place, senders: readonly Place[]): readonly string[] {
  const open = senders.flatMap((from) => summaryOf(network, { from, to }).flatMap(flowsIn));
  const flows = [...new Set(open)].slice(0, mostFlows);
  return flows.length === 0 ? [usual] : flows;
}

/** A port of each range that is alike. */
function flowsIn({ protocol, pieces }: Summary): readonly string[] {
  if (protocol === 'icmp') return pieces.length === 0 ? [] : ['icmp/echo'];
  return pieces.flatMap(({ ports }) =>
    ports.map(([first, last]) => {
      const isAmong = first <= 443 && 443 <= last;
      return `${protocol}/${isAmong ? 443 : Math.max(first, 1)}`;
    }),
  );
}
