/**
 * The packets that get through on one way between two settled ends: a product of three port sets. Requests are filtered
 * by destination port alone, replies by the port that the connection came from, so a product stays one at every gate.
 */
import type { Question } from '../question.ts';
import { type Intervals, covers, intersection, intervals, isEmpty, sizeOf } from './intervals.ts';

export interface Box {
  /** Destination ports of the request. */
  readonly ports: Intervals;
  /** Source ports of the client. */
  readonly sourcePorts: Intervals;
  /** Source ports that a NAT gateway on the way puts in their place; all of them where there is none. */
  readonly natPorts: Intervals;
}
export type Dimension = keyof Box;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
export const natPorts: Intervals = [[1024, 65_535]];

/** Everything that is asked. */
export function asked({ ports, sourcePorts }: Pick<Question, 'ports' | 'sourcePorts'>): Box {
  return { ports: intervals([ports]), sourcePorts: intervals([sourcePorts]), natPorts };
}

export function isEmptyBox(box: Box): boolean {
  return isEmpty(box.ports) || isEmpty(box.sourcePorts) || isEmpty(box.natPorts);
}

/** The box with one of its sides cut down to what is in `to`. */
export function narrowed(box: Box, side: Dimension, to: Intervals): Box {
  if (box[side] === to) return box;
  return { ...box, [side]: intersection(box[side], to) };
}

export function commonBox(one: Box, other: Box): Box {
  return {
    ports: intersection(one.ports, other.ports),
    sourcePorts: intersection(one.sourcePorts, other.sourcePorts),
    natPorts: intersection(one.natPorts, other.natPorts),
  };
}

/** Is all of `inner` in `outer`? */
export function coversBox(outer: Box, inner: Box): boolean {
  if (isEmptyBox(inner)) return true;
  return (
    covers(outer.ports, inner.ports) &&
    covers(outer.sourcePorts, inner.sourcePorts) &&
    covers(outer.natPorts, inner.natPorts)
  );
}

/** How many packets, as a product of ports. */
export function volumeOf(box: Box): number {
  return sizeOf(box.ports) * sizeOf(box.sourcePorts) * sizeOf(box.natPorts);
}
