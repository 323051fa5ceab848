/** From the first gate to the last: there, and back. Where a packet may take several routes, all of them are followed. */
import type { Id } from '../network.ts';
import { type Box, commonBox, coversBox, isEmptyBox } from './boxes.ts';
import { atInterface } from './hop-interface.ts';
import { atNat } from './hop-nat.ts';
import { outside } from './inbound.ts';
import { leave } from './leave.ts';
import type { Mark, Road, Travel } from './travel.ts';

/** What became of all packets between two settled ends. */
export interface Outcome {
  /** These get through whatever the unknown is. */
  readonly sure: Box;
  /** These may: one box for each way that may be taken; none is empty. */
  readonly possible: readonly Box[];
  readonly ends: readonly End[];
}

/** How one of the ways ended. */
export interface End {
  readonly possible: Box;
  readonly lastMark: Mark | undefined;
  readonly seenAs: Id | undefined;
  /** Did it come to an end that is known? */
  readonly isComplete: boolean;
}

export function follow(road: Road, travel: Travel): Outcome {
  let now = travel;
  for (;;) {
    if (isEmptyBox(now.possible) || isEnded(now)) return outcomeOf(now);
    const next = step(road, now);
    const [only] = next;
    if (next.length !== 1 || only === undefined)
      return merged(next.map((each) => follow(road, each)));
    now = only;
  }
}

function isEnded({ stage: { kind } }: Travel): boolean {
  return kind === 'back' || kind === 'lost';
}

function step(road: Road, travel: Travel): readonly Travel[] {
  const { stage } = travel;
  if (stage.kind === 'subnet') return leave(road, travel, stage.id);
  if (stage.kind === 'interface') return [atInterface(road, travel, stage.id)];
  if (stage.kind === 'nat') return [atNat(road, travel, stage.id)];
  return outside(road, travel);
}

function outcomeOf(travel: Travel): Outcome {
  const { sure, possible, lastMark, seenAs, stage } = travel;
  const end: End = { possible, lastMark, seenAs, isComplete: stage.kind === 'back' };
  if (isEmptyBox(possible)) return { sure: possible, possible: [], ends: [end] };
  const isSure = stage.kind !== 'lost';
  return { sure: isSure ? sure : { ...sure, ports: [] }, possible: [possible], ends: [end] };
}

/** Sure is what gets through on all of them. */
function merged(outcomes: readonly Outcome[]): Outcome {
  return {
    sure: outcomes.map(({ sure }) => sure).reduce(commonBox),
    possible: outcomes.flatMap(({ possible }) => possible),
    ends: outcomes.flatMap(({ ends }) => ends),
  };
}

/** Is nothing left open: does surely get through what may? */
export function isSettled({ sure, possible }: Outcome): boolean {
  return possible.every((box) => coversBox(sure, box));
}
