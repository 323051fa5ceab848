/** What of a lab's README is made: its picture, its checks, its cost, as lines of Markdown. Pure. */
import { arranging } from '../checks/ways.ts';
import type { Cost } from '../cost/cost.ts';
import type { Check, Lab, Telling } from '../lab.ts';
import { dollars } from '../output/money.ts';
import { hasPart, withPart } from '../output/marked.ts';
import { plain, tableLines } from '../review/markdown.ts';
import { mermaidOf } from '../review/picture/mermaid.ts';
import type { Report } from '../review/report.ts';
import { toldAt } from '../stages.ts';

type Lines = readonly string[];

/** What a README is made from: the review of each stage, and the contract. */
export interface Made {
  readonly id: string;
  readonly lab: Lab;
  readonly checks: readonly Check[];
  /** The stage that the picture shows. */
  readonly shown: string;
  /** By stage. */
  readonly reports: ReadonlyMap<string, Report>;
}

/** By the name of the part. */
const parts: Readonly<Record<string, (made: Made) => Lines>> = {
  picture: pictureLines,
  checks: checkLines,
  cost: costLines,
};

/** A part for which the text has no place. */
export function missingIn(text: string): string | undefined {
  return Object.keys(parts).find((name) => !hasPart(text, name));
}

/** The text with every part anew, and the names of those that were not as they should be. */
export async function renewed(
  before: string,
  made: Made,
  format: (text: string) => Promise<string>,
): Promise<{ readonly text: string; readonly stale: readonly string[] }> {
  const stale: string[] = [];
  let text = before;
  for (const [name, linesOf] of Object.entries(parts)) {
    const next = await format(withPart(text, name, linesOf(made)));
    if (next !== text) stale.push(name);
    text = next;
  }
  return { text, stale };
}

/** Of the stage that the lab shows; each other stage that looks otherwise is folded away. */
function pictureLines(made: Made): Lines {
  const { lab, shown } = made;
  const drawn = lab.stages.map((stage) => ({ stage, lines: drawnLines(made, stage) }));
  const here = drawn.find(({ stage }) => stage === shown);
  if (here === undefined || here.lines.length === 0) return ['There is nothing to draw.'];
  const others = drawn.filter(
    ({ stage, lines }, at) => stage !== shown && !isSame(lines, drawn[at - 1]?.lines ?? []),
  );
  return [
    ...here.lines,
    '',
    `${stageText(made, shown)}, drawn from its template. As a page, with the way of every packet: ${reviewText(made)}.`,
    ...others.flatMap(({ stage, lines }) => folded(stageText(made, stage), lines)),
  ];
}

function drawnLines({ reports }: Made, stage: string): Lines {
  const report = reports.get(stage);
  const drawn = report === undefined ? undefined : mermaidOf(report.picture);
  return drawn === undefined ? [] : ['```mermaid', ...drawn, '```'];
}

function isSame(one: Lines, other: Lines): boolean {
  return one.join('\n') === other.join('\n');
}

function stageText({ lab }: Made, stage: string): string {
  return lab.stages.length === 1 ? 'The lab' : `Stage ${numbered(lab, stage)}`;
}

function numbered({ stages }: Lab, stage: string): string {
  return `${stages.indexOf(stage) + 1}, ${stage}`;
}

function reviewText({ id, lab, shown }: Made): string {
  const at = lab.stages.length === 1 ? '' : `@${lab.stages.indexOf(shown) + 1}`;
  return `\`./lab review ${id}${at} --format html --out report\``;
}

function folded(summary: string, lines: Lines): Lines {
  return ['', `<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

function checkLines({ lab, checks }: Made): Lines {
  const hasStages = lab.stages.length > 1;
  return tableLines(
    ['check', 'what is true', ...(hasStages ? ['stages'] : []), 'judged by'],
    checks.map((check) => [
      `\`${check.id}\``,
      plain(check.says),
      ...(hasStages ? [toldText(check, lab.stages)] : []),
      evidenceText(check),
    ]),
  );
}

/** `fails at 1 to 4, holds from 5`; a stage at which it is not asked is not said. */
function toldText(check: Check, stages: Lines): string {
  const words = stages.map((stage) => wordFor(toldAt(check, stages, stage)));
  const runs = words.flatMap((word, at) =>
    word === words[at - 1]
      ? []
      : [{ word, from: at + 1, to: at + lengthOfRun(words.slice(at), word) }],
  );
  const [only] = runs;
  if (runs.length === 1 && only?.word === 'holds') return 'all';
  return runs
    .filter(({ word }) => word !== '')
    .map(({ word, from, to }) => `${word} ${rangeText(from, to, stages.length)}`)
    .join(', ');
}

function wordFor(told: Telling): string {
  if (told === 'absent') return '';
  return told === 'holds' ? 'holds' : 'fails';
}

function lengthOfRun(words: Lines, word: string): number {
  const end = words.findIndex((each) => each !== word);
  return end < 0 ? words.length : end;
}

function rangeText(from: number, to: number, last: number): string {
  if (from === to) return `at ${from}`;
  return to === last ? `from ${from}` : `at ${from} to ${to}`;
}

/** `http, else fact`: what each way asks of a target, strongest evidence first. */
function evidenceText({ ways }: Check): string {
  const each = ways.map(({ needs }) =>
    needs
      .filter((need) => !arranging.has(need))
      .map((need) => `\`${need}\``)
      .join(' and '),
  );
  return [...new Set(each)].filter((text) => text !== '').join(', else ');
}

function costLines({ lab, shown, reports }: Made): Lines {
  const costs = lab.stages.flatMap((stage, at) => {
    const cost = reports.get(stage)?.cost;
    return cost === undefined ? [] : [{ stage, at, cost }];
  });
  const cost = reports.get(shown)?.cost;
  const inStages = lab.stages.length > 1;
  return [
    ...(cost === undefined ? [] : [pricesText(cost), '']),
    ...(inStages
      ? tableLines(
          ['stage', 'an hour', 'forgotten for a month', 'dearest'],
          costs.map((each) => [
            numbered(lab, each.stage),
            amount(each.cost, each.cost.perHour),
            amount(each.cost, each.cost.perMonth),
            each.cost.dearest === null ? '' : plain(each.cost.dearest.what),
          ]),
        )
      : cost === undefined
        ? []
        : linesOf(cost)),
  ];
}

function pricesText({ region, priceDates }: Cost): string {
  const dates = priceDates === null ? '' : `, read ${priceDates.newest} at the latest`;
  return `List prices of ${region}${dates}, US dollars. What is paid by use comes besides.`;
}

function linesOf(cost: Cost): Lines {
  if (cost.lines.length === 0) return ['Nothing here costs by the hour.'];
  return tableLines(
    ['what', 'where', 'an hour', 'a month'],
    [
      ...cost.lines.map(({ what, place, perHour, perMonth }) => [
        ...[plain(what), plain(place), dollars(perHour), dollars(perMonth)],
      ]),
      ['together', '', amount(cost, cost.perHour), amount(cost, cost.perMonth)],
    ],
  );
}

function amount({ isAtLeast }: Cost, dollarsOf: number): string {
  return `${isAtLeast ? 'at least ' : ''}${dollars(dollarsOf)}`;
}
