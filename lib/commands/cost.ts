/** `lab cost WHAT [--diff N M]`: what a lab, a template or an assembly costs by the hour, and forgotten for a month. */
import { assemblyOf } from '../assembly/assembly.ts';
import { costDifference, type CostDifference } from '../cost/difference.ts';
import { costOf, type Cost } from '../cost/cost.ts';
import { exitCodes, KitError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { costText, differenceText } from './cost-words.ts';
import type { Host, Outcome } from '../output/host.ts';
import { priceTable } from '../prices.ts';
import { parseStage, stageInWords } from '../stages.ts';
import { openTemplates } from '../template/open.ts';
import { textOption, type Typed } from './command.ts';
import { typedLab, type TypedLab } from './lab-words.ts';
import { isPath, openedPath } from './what.ts';

interface Data {
  /** As typed. */
  readonly what: string;
  readonly stageInWords: string | null;
  readonly cost: Cost | null;
  readonly difference: (CostDifference & { readonly from: string; readonly to: string }) | null;
  /** What to type next. */
  readonly next: string | null;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const [what = ''] = typed.words;
  const data = isPath(what)
    ? costOfPath(what, typed, host)
    : await costOfLab(await typedLab(typed), typed, host);
  return { data, exitCode: exitCodes.asTold };
}

function costOfPath(path: string, typed: Typed, host: Host): Data {
  const { opened } = openedPath(path, typed, host);
  const cost = costOf(opened.resources, priceTable());
  return { what: path, stageInWords: null, cost, difference: null, next: null };
}

async function costOfLab(asked: TypedLab, typed: Typed, host: Host): Promise<Data> {
  const { id, lab, stage } = asked;
  const pair = typedPair(lab, typed);
  host.progress(`synthesizing ${id}`);
  if (pair === undefined) {
    const cost = await costAt(asked, stage);
    return {
      what: id,
      stageInWords: stageInWords(lab, stage),
      cost,
      difference: null,
      next: nextDifference(asked),
    };
  }
  const [before, after] = pair;
  const difference = {
    from: stageInWords(lab, before),
    to: stageInWords(lab, after),
    ...costDifference(await costAt(asked, before), await costAt(asked, after)),
  };
  return { what: id, stageInWords: null, cost: null, difference, next: null };
}

/** What the asked stage adds to the one before it; nothing where there is one stage alone. */
function nextDifference({ id, lab, stage }: TypedLab): string | null {
  if (lab.stages.length === 1) return null;
  const after = Math.max(2, lab.stages.indexOf(stage) + 1);
  return `./lab cost ${id} --diff ${after - 1} ${after}`;
}

/** `--diff 5 6`: the second stage stands as a word of its own. */
function typedPair(lab: Lab, typed: Typed): readonly [string, string] | undefined {
  const before = textOption(typed, 'diff');
  const after = typed.words[1];
  if (before === undefined && after === undefined) return undefined;
  if (before === undefined || after === undefined)
    throw new KitError('BadOption', '--diff needs two stages', {
      next: `for example: --diff 1 ${lab.stages.length}`,
    });
  return [parseStage(lab, before), parseStage(lab, after)];
}

async function costAt({ id, lab, parameters }: TypedLab, stage: string): Promise<Cost> {
  const { folder } = await assemblyOf({ lab: id, stage, parameters });
  return costOf(openTemplates(folder).resources, priceTable(), { minutes: lab.minutes });
}

export function text(data: Data): readonly string[] {
  const { what, stageInWords: stage, cost, difference, next } = data;
  if (difference !== null) {
    const { from, to } = difference;
    const title = `From ${from} to ${to}, US dollars a month:`;
    return differenceText(difference, { title, same: `${from} and ${to} cost the same.` });
  }
  if (cost === null) return [];
  return [
    ...costText(stage === null ? what : `${what}, ${stage}`, cost),
    ...(next === null ? [] : [`What a stage adds: ${next}`]),
  ];
}
