/** A drawing as SVG, styled by the page it stands in. Adds nothing to the picture. */
import { element, escaped } from '../markup.ts';
import { typeWords } from './kinds.ts';
import type { Drawing } from './layout.ts';
import type { Line } from './lines.ts';
import { fitted, headHeight, lineHeight, type Notes, type Rect } from './paper.ts';
import { internet, type Arrow, type Box, type PicturedSubnet } from './picture.ts';
import { routeText, type At } from './vpc-layout.ts';

export function svgOf(drawing: Drawing): string {
  const { width, height, vpcs, zones, subnets, boxes, lines, notes } = drawing;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width * scale),
      height: Math.ceil(height * scale),
      role: 'group',
      'aria-label': summary(drawing),
    },
    element('defs', {}, ...kinds.map(arrowHead)),
    ...vpcs.map(({ rect }) => rectOf('vpc', rect, 10)),
    ...subnets.map(subnetFrame),
    ...lines.map((each) => lineOf(each, boxes)),
    ...vpcs.map((each) => frameTitle(each, `${each.of.name} ${each.of.blocks}`)),
    ...zones.map(zoneTitle),
    ...subnets.map(subnetTitle),
    ...boxes.map((each) => boxOf(each, notes)),
  );
}

/** On a screen; a page narrows it where there is less room. */
const scale = 1.2;

function summary({ vpcs, boxes, lines }: Drawing): string {
  return `Picture: ${vpcs.length} networks, ${boxes.length} boxes, ${lines.length} arrows. The tables below say the same.`;
}

const kinds: readonly Arrow['kind'][] = ['in', 'out', 'inside', 'calls', 'may'];

function arrowHead(kind: Arrow['kind']): string {
  return element(
    'marker',
    {
      ...{ id: `head-${kind}`, class: `head ${kind}`, viewBox: '0 0 8 8', refX: 7, refY: 4 },
      ...{ markerUnits: 'userSpaceOnUse', markerWidth: 9, markerHeight: 9 },
      orient: 'auto-start-reverse',
    },
    '<path d="M0 0L8 4L0 8z"/>',
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function label(kind: string, { x, y }: Point, text: string): string {
  return element('text', { class: kind, x, y }, escaped(text));
}

function rectOf(kind: string, { x, y, width, height }: Rect, rx: number): string {
  return element('rect', { class: kind, x, y, width, height, rx });
}

/** Over the lines, which must not strike it out. */
function frameTitle({ rect: { x, y, width } }: At<unknown>, title: string): string {
  return element(
    'g',
    { class: 'frame' },
    label('frame-title', { x: x + 14, y: y + 24 }, fitted(title, width - 28, false)),
    element('title', {}, escaped(title)),
  );
}

function zoneTitle({ of, rect: { x, y, width } }: At<string>): string {
  return label('zone', { x: x + width / 2, y: y + 14 }, of);
}

function subnetFrame({ of, rect }: At<PicturedSubnet>): string {
  return rectOf(`subnet ${of.isPublic === true ? 'public' : 'private'}`, rect, 6);
}

function subnetTitle({ of, rect: { x, y, width } }: At<PicturedSubnet>): string {
  return element(
    'g',
    { class: 'frame' },
    label('subnet-title', { x: x + 10, y: y + 17 }, fitted(of.name, width - 20)),
    label('note', { x: x + 10, y: y + 32 }, fitted(routeText(of), width - 20)),
    element('title', {}, escaped(`${of.name} ${routeText(of)}`)),
  );
}

function lineOf({ arrow, path, isFirst, isLast }: Line, boxes: Drawing['boxes']): string {
  const { kind, from, to, says, isMutual } = arrow;
  const nameOf = (id: string): string => boxes.find(({ of }) => of.id === id)?.of.name ?? id;
  return element(
    'path',
    {
      ...{ class: `line ${kind}`, d: path },
      ...(isLast ? { 'marker-end': `url(#head-${kind})` } : {}),
      ...(isMutual && isFirst ? { 'marker-start': `url(#head-${kind})` } : {}),
      ...{ 'data-from': from, 'data-to': to },
    },
    element(
      'title',
      {},
      escaped(`${nameOf(from)} ${isMutual ? '⇄' : '→'} ${nameOf(to)} ${says.join(', ')}`),
    ),
  );
}

function boxOf({ of, rect }: At<Box>, notes: Notes): string {
  const { x, y, width, height } = rect;
  const inner = width - 22;
  const own = notes.get(of.id) ?? [];
  return element(
    'g',
    {
      class: ['box', of.group, ...(of.id === internet ? ['outside'] : []), of.open ?? '']
        .join(' ')
        .trim(),
      ...{
        id: `box:${of.id}`,
        'data-id': of.id,
        'data-place': of.id === internet ? internet : of.name,
      },
      ...{ tabindex: 0, role: 'button', 'aria-pressed': 'false' },
    },
    element('title', {}, escaped(spoken(of, own))),
    rectOf('body', rect, 6),
    element('rect', { class: 'stripe', x, y, width: 5, height, rx: 2 }),
    label('name', { x: x + 14, y: y + 18 }, fitted(of.name, inner, false)),
    label('note', { x: x + 14, y: y + 33 }, fitted(typeWords(of.type), inner)),
    ...own.map(({ text, kind }, at) =>
      label(
        `note ${kind}`,
        { x: x + 14, y: y + headHeight + 6 + at * lineHeight },
        fitted(text, inner),
      ),
    ),
  );
}

function spoken(
  { name, type, open, source }: Box,
  notes: readonly { readonly text: string }[],
): string {
  const reached = { internet: 'reached from the internet', anybody: 'answers anybody' } as const;
  return [
    `${name}, ${typeWords(type)}`,
    ...(open === null ? [] : [reached[open]]),
    ...notes.map(({ text }) => text),
    ...(source === null ? [] : [source]),
  ].join('; ');
}
