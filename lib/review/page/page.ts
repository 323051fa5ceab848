/** The report as one page that needs nothing beside itself: no network, no build, no other file. Adds nothing to the value. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../root.ts';
import { visible } from '../../output/visible.ts';
import { element, escaped } from '../markup.ts';
import { monthOf } from '../month.ts';
import { boxesIn, type Picture } from '../picture/picture.ts';
import { drawingOf } from '../picture/layout.ts';
import { svgOf } from '../picture/svg.ts';
import type { Report } from '../report.ts';
import { sectionsOf } from '../sections/sections.ts';
import { anchorOf, sectionHtml } from './parts.ts';

export function pageOf(report: Report): string {
  const [style, script] = ['page.css', 'client.js'].map(beside) as [string, string];
  const { name, stage } = report.of;
  const title = `Review of ${name}${stage === null ? '' : `, ${stage}`}`;
  const sections = sectionsOf(report);
  const titles = ['Picture', ...sections.map((each) => each.title)];
  return [
    '<!doctype html>',
    '<html lang="en">',
    element(
      'head',
      {},
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${policyFor(style, script)}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      element('title', {}, escaped(title)),
      `<style>${style}</style>`,
    ),
    '<body>',
    '<a class="skip" href="#s-picture">To the picture</a>',
    element('header', {}, element('h1', {}, escaped(title)), figures(report)),
    element(
      'main',
      {},
      attention(report),
      contents(titles),
      pictureHtml(report),
      ...sections.map(sectionHtml),
    ),
    element('footer', {}, escaped(`aws-lab-kit ${report.provenance.kit}`)),
    dataHtml(report),
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function beside(file: string): string {
  return readFileSync(join(root, 'lib', 'review', 'page', file), 'utf8');
}

/** Nothing but this very style and script; nothing is loaded, sent or framed. */
function policyFor(style: string, script: string): string {
  const hash = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function figures({ verdict, cost }: Report): string {
  const { amount, unit } = monthOf(cost);
  const figure = (value: string, says: string, isBad = false): string =>
    element(
      'li',
      { class: isBad ? 'bad' : undefined },
      element('strong', {}, escaped(value)),
      escaped(says),
    );
  const { findings, accepted, exposed, exposedPerhaps: perhaps, open } = verdict;
  return element(
    'ul',
    { class: 'figures', 'aria-label': 'In short' },
    figure(String(findings), 'findings', findings > 0),
    figure(String(accepted), 'accepted'),
    figure(
      String(exposed - perhaps),
      `reached from the internet in VPCs${perhaps > 0 ? `, ${perhaps} perhaps` : ''}`,
      exposed > 0,
    ),
    figure(String(open), 'answer anybody outside of them', open > 0),
    figure(amount, unit),
  );
}

function attention({ verdict }: Report): string {
  if (verdict.attention.length === 0) return '';
  return element(
    'ul',
    { class: 'attention', 'aria-label': 'What needs a person' },
    ...verdict.attention.map((each) => element('li', {}, escaped(each))),
  );
}

function contents(titles: readonly string[]): string {
  return element(
    'nav',
    { 'aria-label': 'Sections' },
    element(
      'ul',
      {},
      ...titles.map((each) =>
        element('li', {}, element('a', { href: `#${anchorOf(each)}` }, escaped(each))),
      ),
    ),
  );
}

/** In pixels: what is wider leaves no room beside it. */
const mostBeside = 580;

function pictureHtml({ picture, ways }: Report): string {
  const drawing = drawingOf(picture);
  const left = [
    ...picture.left,
    ...(ways.left > 0 ? [`the ways of ${ways.left} more ends: ask ./lab reach`] : []),
  ];
  return element(
    'section',
    { 'aria-labelledby': 's-picture' },
    element('h2', { id: 's-picture' }, 'Picture'),
    element(
      'div',
      { class: drawing.width > mostBeside ? 'below' : 'beside' },
      element(
        'div',
        {},
        element('div', { class: 'sheet' }, svgOf(drawing)),
        legend(picture),
        left.length === 0
          ? ''
          : element('p', { class: 'under' }, escaped(`Left out: ${left.join('; ')}.`)),
      ),
      wayHtml(ways),
    ),
  );
}

function wayHtml({ places }: Report['ways']): string {
  const choice = (id: string, says: string): string =>
    element(
      'label',
      {},
      says,
      element(
        'select',
        { id },
        element('option', { value: '' }, '…'),
        ...places.map(({ name }, at) => element('option', { value: at }, escaped(name))),
      ),
    );
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'under hint' },
      places.length > 0
        ? 'Click one box and then another: this is the way of a packet between them. Point at a rule to see what depends on it.'
        : 'Click a box to see what it is connected to.',
    ),
    places.length === 0
      ? ''
      : element(
          'div',
          { class: 'asked' },
          choice('from', 'From'),
          choice('to', 'To'),
          element('button', { id: 'clear', type: 'button' }, 'Clear'),
        ),
    element('div', { id: 'told', 'aria-live': 'polite' }),
    element('p', { id: 'depending', class: 'depending', 'aria-live': 'polite' }),
  );
}

const kinds = {
  in: 'from the internet',
  out: 'to the internet',
  inside: 'the network lets it through',
  calls: 'sends requests or messages',
  may: 'its role allows it',
} as const;

function legend({ arrows }: Picture): string {
  const present = new Set(arrows.map(({ kind }) => kind));
  const items = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((each) => present.has(each));
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Arrows' },
    ...items.map((each) =>
      element(
        'li',
        {},
        element(
          'svg',
          { width: 34, height: 10, 'aria-hidden': 'true' },
          element('path', { class: `line ${each}`, d: 'M1 5H33' }),
        ),
        ` ${kinds[each]}`,
      ),
    ),
  );
}

/** What the script reads. No sign in it ends the element it stands in. */
function dataHtml({ ways: { places, pairs }, picture }: Report): string {
  const named = boxesIn(picture).map(({ id, name }): readonly [string, string] => [id, name]);
  const names: Readonly<Record<string, string>> = Object.fromEntries([
    ...named,
    ['internet', 'Internet'],
  ]);
  const data = JSON.stringify(
    { places, pairs, arrows: picture.arrows, names },
    (_, value: unknown) => (typeof value === 'string' ? visible(value) : value),
  );
  return `<script type="application/json" id="ways">${data.replace(/</g, '\\u003c')}</script>`;
}
