/** All packets of one way on their journey: where they are, what they show, what is left of them, what took the rest. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import { type Filter, nothing, unsaid } from './filter.ts';
import { type Box, type Dimension, isEmptyBox, narrowed } from './boxes.ts';
import { type Intervals, covers, difference, intersection, isEmpty } from './intervals.ts';
import type { Memory } from './memory.ts';
import type { Explain, Loss, Obstacle } from './obstacles.ts';
import type { Seen } from './seen.ts';

/** What stays the same during one journey. */
export interface Road {
  readonly network: Network;
  readonly memory: Memory;
  /** Whose groups are asked: `between`, those of what forwards. The matrix asks the two ends' by itself. */
  readonly asksGroups: 'all' | 'between' | 'none';
  /** The requests that arrived at an interface, as they arrived. */
  readonly arrivals: Travel[];
}

export type Stage =
  /** Sent from a subnet: its route table is next. */
  | { readonly kind: 'subnet'; readonly id: Id }
  | { readonly kind: 'interface' | 'nat'; readonly id: Id }
  /** Beyond an internet gateway. */
  | { readonly kind: 'outside' }
  /** `lost`: where it goes from here is not known. */
  | { readonly kind: 'back' | 'lost' };

/** A device that put its own address in the place of the source, and what it put it for. */
export interface Session {
  readonly by: Id;
  readonly isNat: boolean;
  readonly source: Seen;
  readonly destination: Seen;
  readonly family: Family;
  readonly protocol: number;
}

export interface Travel {
  readonly way: 'request' | 'reply';
  readonly family: Family;
  readonly protocol: number;
  readonly source: Seen;
  readonly destination: Seen;
  readonly stage: Stage;
  /** Interfaces met on this way. */
  readonly met: readonly Id[];
  /** Interfaces whose groups have admitted the request. */
  readonly tracked: readonly Id[];
  /** The newest last. */
  readonly sessions: readonly Session[];
  readonly seenAs: Id | undefined;
  /** Did the request leave by an egress-only internet gateway? The reply comes in there. */
  readonly isByEgressOnly?: boolean;
  /** What surely gets this far, and what may. */
  readonly sure: Box;
  readonly possible: Box;
  /** Gates passed so far, those included that took nothing. */
  readonly gates: number;
  readonly lastMark: Mark | undefined;
}

/** A gate that took something or left something in doubt. */
export interface Mark {
  readonly way: 'request' | 'reply';
  readonly side: Dimension;
  readonly loss: Loss;
  readonly explain: Explain;
  readonly previous: Mark | undefined;
  /** How many gates came before it. */
  readonly index: number;
}

/** The ports that rules look at: the destination's on the way there, on the way back the one that the flow came from. */
function sideOf({ way, sessions }: Travel): Dimension {
  if (way === 'request') return 'ports';
  return sessions.some(({ isNat }) => isNat) ? 'natPorts' : 'sourcePorts';
}

/** What is left after a gate. */
export function gate(travel: Travel, filter: Filter, explain: Explain): Travel {
  if (isEmptyBox(travel.possible)) return travel;
  const side = sideOf(travel);
  const came = travel.possible[side];
  if (covers(filter.sure, came)) return { ...travel, gates: travel.gates + 1 };
  const loss: Loss = {
    came,
    taken: difference(came, filter.possible),
    doubtful: difference(intersection(came, filter.possible), filter.sure),
  };
  return {
    ...marked(travel, { side, loss, explain }),
    sure: narrowed(travel.sure, side, filter.sure),
    possible: narrowed(travel.possible, side, filter.possible),
  };
}

function marked(travel: Travel, mark: Pick<Mark, 'side' | 'loss' | 'explain'>): Travel {
  const { way, lastMark: previous, gates: index } = travel;
  return { ...travel, gates: index + 1, lastMark: { ...mark, way, previous, index } };
}

export function blocked(travel: Travel, obstacle: () => Obstacle): Travel {
  return gate(travel, nothing, obstacle);
}

/** Nothing is lost, nothing is sure any more. */
export function doubted(travel: Travel, obstacle: () => Obstacle): Travel {
  return gate(travel, unsaid, obstacle);
}

/** Nobody knows where it goes from here. */
export function lost(travel: Travel, obstacle: () => Obstacle): Travel {
  return { ...doubted(travel, obstacle), stage: { kind: 'lost' } };
}

/** One of several ways that the packets may take: what is sure of this one is not yet sure. */
export function perhaps(travel: Travel, obstacle: () => Obstacle): Travel {
  const side = sideOf(travel);
  const came: Intervals = travel.possible[side];
  if (isEmpty(came)) return travel;
  return marked(travel, { side, loss: { came, taken: [], doubtful: came }, explain: obstacle });
}
