/** Where the parts of a VPC stand, from its own corner: zones are columns, tiers are rows. Pure. */
import { gatewayType } from './kinds.ts';
import type { Box, Placed, PicturedSubnet, PicturedVpc, Tier } from './picture.ts';
import { sizeOf, textWidth, type Notes, type Rect } from './paper.ts';

export interface At<Of> {
  readonly of: Of;
  readonly rect: Rect;
}

export interface VpcLayout {
  readonly width: number;
  readonly height: number;
  readonly zones: readonly At<string>[];
  readonly subnets: readonly At<PicturedSubnet>[];
  readonly boxes: readonly At<Box>[];
}

const pad = 14;
const gap = 16;
const titleHeight = 40;
const zoneHeight = 22;
const subnetTitle = 40;
const narrowestColumn = 190;

/** The way to the internet stands above the zones, what leads elsewhere below them. */
export function layoutOf(vpc: PicturedVpc, notes: Notes): VpcLayout {
  const columns = columnsOf(vpc, notes);
  const width = widthOf(vpc, columns, notes);
  const isFront = ({ type }: Box): boolean => type === gatewayType;
  const beside = rowOf(vpc.gates.filter(isFront), notes, { y: pad, width });
  const title = titleWidth(vpc);
  const front = beside.every(({ rect }) => rect.x > title + gap)
    ? beside
    : rowOf(vpc.gates.filter(isFront), notes, { y: titleHeight, width });
  const top = Math.max(titleHeight, ...front.map(({ rect }) => rect.y + rect.height + gap));
  const subnets: At<PicturedSubnet>[] = [];
  const boxes: At<Box>[] = [...front];
  let y = top + (vpc.zones.length > 0 ? zoneHeight : 0);
  for (const tier of vpc.tiers) {
    const { height, placed } = tierAt({ tier, columns, notes }, y);
    boxes.push(...placed);
    subnets.push(
      ...tier.subnets.map((of) => ({ of, rect: { ...columnAt(columns, of.zone), y, height } })),
    );
    y += height + gap;
  }
  const others = vpc.gates.filter((each) => !isFront(each));
  const back = rowOf(others, notes, { y, width });
  const end = Math.max(y - gap, ...back.map(({ rect }) => rect.y + rect.height));
  return {
    ...{ width, height: end + pad, subnets, boxes: [...boxes, ...back] },
    zones: vpc.zones.map((of, at) => ({
      of,
      rect: { ...columnAt(columns, at), y: top, height: zoneHeight },
    })),
  };
}

function widthOf(vpc: PicturedVpc, columns: readonly Column[], notes: Notes): number {
  const last = columns.at(-1);
  const gates = vpc.gates.reduce((sum, each) => sum + sizeOf(each, notes).width + gap, pad);
  const across = last === undefined ? 0 : last.x + last.width + pad;
  return Math.max(narrowestColumn, gates, across, titleWidth(vpc));
}

function titleWidth({ name, blocks }: PicturedVpc): number {
  return textWidth(`${name} ${blocks}`) + 2 * pad;
}
interface Column {
  readonly x: number;
  readonly width: number;
}

function columnAt(columns: readonly Column[], at: number): Column {
  return columns[at] ?? { x: pad, width: narrowestColumn };
}

/** As wide as what stands in one zone alone; what spans several has their gaps as well. */
function columnsOf({ zones, tiers }: PicturedVpc, notes: Notes): readonly Column[] {
  const columns: Column[] = [];
  let x = pad;
  for (const zone of zones.keys()) {
    const widths = tiers.flatMap(({ subnets, boxes }) => [
      ...subnets
        .filter((each) => each.zone === zone)
        .map((each) => textWidth(longer(each.name, routeText(each))) + 2 * pad),
      ...boxes
        .filter((each) => each.zones.includes(zone))
        .map((each) => (sizeOf(each, notes).width + 2 * pad) / each.zones.length),
    ]);
    const width = Math.max(narrowestColumn, ...widths);
    columns.push({ x, width });
    x += width + gap;
  }
  return columns;
}

interface Within {
  readonly tier: Tier;
  readonly columns: readonly Column[];
  readonly notes: Notes;
}

function longer(one: string, other: string): string {
  return one.length > other.length ? one : other;
}

/** `10.0.1.0/24 → Igw` */
export function routeText({ block, routes }: PicturedSubnet): string {
  if (routes === null) return `${block}, routes not known`;
  return routes.length === 0 ? `${block}, no way out` : `${block} → ${routes.join(', ')}`;
}

/** What spans zones has a lane of its own below what stands in one. */
function tierAt(
  { tier, columns, notes }: Within,
  top: number,
): { readonly height: number; readonly placed: readonly At<Box>[] } {
  const filled = columns.map(() => top + subnetTitle);
  const inOrder = [...tier.boxes].sort((one, other) => one.zones.length - other.zones.length);
  const placed = inOrder.map((box): At<Box> => {
    const [first, last] = [
      columnAt(columns, box.zones[0] ?? 0),
      columnAt(columns, box.zones.at(-1) ?? 0),
    ];
    const spanned = columns.map((_, at) => at).filter((at) => isSpanned(box, at));
    const y = Math.max(...spanned.map((at) => filled[at] ?? 0));
    const { height } = sizeOf(box, notes);
    for (const at of spanned) filled[at] = y + height + pad;
    const x = first.x + pad;
    return { of: box, rect: { x, y, width: last.x + last.width - pad - x, height } };
  });
  const end = Math.max(top + subnetTitle + 8, ...filled);
  return { height: end - top, placed };
}

function isSpanned({ zones }: Placed, at: number): boolean {
  return at >= (zones[0] ?? 0) && at <= (zones.at(-1) ?? 0);
}

function rowOf(
  boxes: readonly Box[],
  notes: Notes,
  { y, width }: { readonly y: number; readonly width: number },
): readonly At<Box>[] {
  const sizes = boxes.map((of) => ({ of, ...sizeOf(of, notes) }));
  const whole = sizes.reduce((sum, each) => sum + each.width + gap, -gap);
  let x = (width - whole) / 2;
  return sizes.map(({ of, ...size }) => {
    const rect = { x, y, ...size };
    x += size.width + gap;
    return { of, rect };
  });
}
