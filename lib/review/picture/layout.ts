/** A picture -> where everything stands on paper. Pure. */
import { linesOf, type Line, type Stretch } from './lines.ts';
import { gatewayType } from './kinds.ts';
import {
  boxesIn,
  internet,
  type Arrow,
  type Box,
  type Picture,
  type PicturedSubnet,
  type PicturedVpc,
} from './picture.ts';
import { ranksOf, type Link, type Node } from './ranks.ts';
import { notesOf, sizeOf, type Notes, type Rect } from './paper.ts';
import { layoutOf, type At, type VpcLayout } from './vpc-layout.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly notes: Notes;
  readonly vpcs: readonly At<PicturedVpc>[];
  readonly zones: readonly At<string>[];
  readonly subnets: readonly At<PicturedSubnet>[];
  /** The internet among them, where anything leads there. */
  readonly boxes: readonly At<Box>[];
  readonly lines: readonly Line[];
}

const margin = 12;
const between = 48;
/** Of a page on a laptop; what is wider goes on in the next row. */
const pageWidth = 960;

const internetBox: Box = {
  id: internet,
  name: 'Internet',
  type: 'anybody',
  group: 'edge',
  open: null,
  source: null,
};

export function drawingOf(picture: Picture): Drawing {
  const names = new Map([...boxesIn(picture)].map(({ id, name }) => [id, name]));
  const notes = notesOf(picture, (id) => names.get(id) ?? internet);
  const layouts = new Map(picture.vpcs.map((vpc) => [vpc.id, layoutOf(vpc, notes)]));
  const tops = topsOf(picture, { notes, layouts });
  const rects = placedTops(tops, linksOf(picture, tops));
  const at = <Of extends Box>(of: Of): At<Of> => ({ of, rect: rects.get(of.id) ?? nowhere });
  const vpcs = picture.vpcs.map(at);
  const inner = vpcs.map(({ of, rect }) => moved(layouts.get(of.id), rect));
  const outer = tops.filter(({ id }) => !layouts.has(id)).map(({ box }) => at(box));
  const boxes = [...outer, ...inner.flatMap((each) => each.boxes)];
  const all = [...rects.values()];
  return {
    width: Math.max(...all.map(({ x, width }) => x + width), 200) + margin,
    height: Math.max(...all.map(({ y, height }) => y + height), 40) + margin,
    ...{ notes, vpcs, boxes },
    zones: inner.flatMap(({ zones }) => zones),
    subnets: inner.flatMap(({ subnets }) => subnets),
    lines: linesOf(
      picture.arrows.flatMap((arrow) => stretchesOf(arrow, picture.vpcs)),
      new Map(boxes.map(({ of, rect }) => [of.id, rect])),
    ),
  };
}

/** Between the internet and what stands in a VPC a line leads through its internet gateway, where it has one. */
function stretchesOf(arrow: Arrow, vpcs: Picture['vpcs']): readonly Stretch[] {
  const { from, to } = arrow;
  const inner = from === internet ? to : to === internet ? from : undefined;
  const gate = vpcs
    .find(({ tiers }) => tiers.some(({ boxes }) => boxes.some(({ id }) => id === inner)))
    ?.gates.find(({ type }) => type === gatewayType);
  if (gate === undefined) return [{ arrow, from, to }];
  return [
    { arrow, from, to: gate.id },
    { arrow, from: gate.id, to },
  ];
}

const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };

function moved(layout: VpcLayout | undefined, { x, y }: Rect): Omit<VpcLayout, 'width' | 'height'> {
  const by = <Of>({ of, rect }: At<Of>): At<Of> => ({
    of,
    rect: { ...rect, x: rect.x + x, y: rect.y + y },
  });
  return {
    zones: layout?.zones.map(by) ?? [],
    subnets: layout?.subnets.map(by) ?? [],
    boxes: layout?.boxes.map(by) ?? [],
  };
}

/** What is arranged as one. */
interface Top extends Node {
  readonly box: Box;
  /** Ids of boxes in it. */
  readonly holds: readonly string[];
}

function topsOf(
  { vpcs, services, arrows }: Picture,
  { notes, layouts }: { readonly notes: Notes; readonly layouts: ReadonlyMap<string, VpcLayout> },
): readonly Top[] {
  const isOnline = arrows.some(({ from, to }) => from === internet || to === internet);
  const single = [...(isOnline ? [internetBox] : []), ...services].map((box) => ({
    ...{ id: box.id, box, holds: [box.id] },
    ...sizeOf(box, notes),
  }));
  const whole = vpcs.map((box) => {
    const { width = 0, height = 0, boxes = [] } = layouts.get(box.id) ?? {};
    return { id: box.id, box, width, height, holds: boxes.map(({ of }) => of.id) };
  });
  return [...single, ...whole];
}

/** Away from the internet, whichever way the arrow points. */
function linksOf({ arrows }: Picture, tops: readonly Top[]): readonly Link[] {
  const topOf = new Map(tops.flatMap(({ id, holds }) => holds.map((each) => [each, id] as const)));
  const links = arrows.flatMap(({ from, to }) => {
    const [one, other] = [topOf.get(from), topOf.get(to)];
    if (one === undefined || other === undefined || one === other) return [];
    return other === internet ? [{ from: other, to: one }] : [{ from: one, to: other }];
  });
  return [...new Map(links.map((each) => [`${each.from} ${each.to}`, each])).values()];
}

/** What is linked in ranks below each other; the rest in rows below. */
function placedTops(tops: readonly Top[], links: readonly Link[]): ReadonlyMap<string, Rect> {
  const linked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const ranked = ranksOf(
    tops.filter(({ id }) => linked.has(id)),
    links,
    between,
  );
  const rows = ranked.flatMap((rank) => wrapped(rank, pageWidth));
  const rest = wrapped(
    tops.filter(({ id }) => !linked.has(id)),
    pageWidth,
  );
  const rects = new Map<string, Rect>();
  const paper = Math.max(...[...rows, ...rest].map(widthOf), 0);
  let y = margin;
  for (const row of [...rows, ...rest]) {
    let x = margin + (rest.includes(row) ? 0 : (paper - widthOf(row)) / 2);
    for (const { id, width, height } of row) {
      rects.set(id, { x, y, width, height });
      x += width + between;
    }
    y += Math.max(...row.map(({ height }) => height)) + between;
  }
  return rects;
}

function widthOf(row: readonly Top[]): number {
  return row.reduce((sum, { width }) => sum + width + between, -between);
}

function wrapped(tops: readonly Top[], most: number): readonly (readonly Top[])[] {
  const rows: Top[][] = [];
  for (const top of tops) {
    const row = rows.at(-1);
    if (row === undefined || widthOf([...row, top]) > most) rows.push([top]);
    else row.push(top);
  }
  return rows;
}
