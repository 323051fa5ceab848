/** Lines between boxes: each leaves and enters on the side that faces the other. Pure. */
import type { Arrow } from './picture.ts';
import type { Rect } from './paper.ts';

/** A part of an arrow's way. */
export interface Stretch {
  readonly arrow: Arrow;
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
}

export interface Line {
  readonly arrow: Arrow;
  /** An SVG path. */
  readonly path: string;
  /** Does the arrow end, or as a mutual one begin, with this stretch? */
  readonly isLast: boolean;
  readonly isFirst: boolean;
}

type Side = 'top' | 'bottom' | 'left' | 'right';

interface End {
  readonly id: string;
  readonly side: Side;
  /** Of the other end: lines of one side stand in the order of where they lead. */
  readonly towards: number;
}

/** Stretches of one kind between the same two boxes are one line. */
export function linesOf(
  stretches: readonly Stretch[],
  rects: ReadonlyMap<string, Rect>,
): readonly Line[] {
  const keyOf = ({ arrow, from, to }: Stretch): string => `${arrow.kind} ${from} ${to}`;
  const single = [...new Map(stretches.map((each) => [keyOf(each), each])).values()];
  const known = single.flatMap((each) => {
    const [from, to] = [rects.get(each.from), rects.get(each.to)];
    return from === undefined || to === undefined ? [] : [{ each, ...endsOf(each, from, to) }];
  });
  const ends = known.flatMap(({ start, end }) => [start, end]);
  return known.map(({ each: { arrow, from, to }, start, end }) => ({
    arrow,
    path: pathOf(portOf(start, ends, rects), portOf(end, ends, rects)),
    isLast: to === arrow.to,
    isFirst: from === arrow.from,
  }));
}

function endsOf(
  { from, to }: Stretch,
  one: Rect,
  other: Rect,
): { readonly start: End; readonly end: End } {
  const [leaves, enters] = sidesOf(one, other);
  const isUpright = leaves === 'top' || leaves === 'bottom';
  const middle = ({ x, y, width, height }: Rect): number =>
    isUpright ? x + width / 2 : y + height / 2;
  return {
    start: { id: from, side: leaves, towards: middle(other) },
    end: { id: to, side: enters, towards: middle(one) },
  };
}

function sidesOf(one: Rect, other: Rect): readonly [Side, Side] {
  if (other.y >= one.y + one.height) return ['bottom', 'top'];
  if (one.y >= other.y + other.height) return ['top', 'bottom'];
  return other.x >= one.x ? ['right', 'left'] : ['left', 'right'];
}

interface Port {
  readonly x: number;
  readonly y: number;
  readonly side: Side;
}

/** Spread over the side, so that no two lines of a box fall together. */
function portOf(end: End, all: readonly End[], rects: ReadonlyMap<string, Rect>): Port {
  const { x, y, width, height } = rects.get(end.id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const beside = all
    .filter(({ id, side }) => id === end.id && side === end.side)
    .sort((a, b) => a.towards - b.towards);
  const share = (beside.indexOf(end) + 1) / (beside.length + 1);
  const { side } = end;
  if (side === 'top' || side === 'bottom')
    return { side, x: x + width * share, y: side === 'top' ? y : y + height };
  return { side, x: side === 'left' ? x : x + width, y: y + height * share };
}

const directions: Readonly<Record<Side, readonly [number, number]>> = {
  top: [0, -1],
  bottom: [0, 1],
  left: [-1, 0],
  right: [1, 0],
};

function pathOf(from: Port, to: Port): string {
  const far = Math.hypot(to.x - from.x, to.y - from.y);
  const bend = Math.max(18, Math.min(70, far / 2));
  const pull = ({ x, y, side }: Port): string => {
    const [right, down] = directions[side];
    return `${round(x + right * bend)} ${round(y + down * bend)}`;
  };
  return `M${round(from.x)} ${round(from.y)}C${pull(from)} ${pull(to)} ${round(to.x)} ${round(to.y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
