/** `lab review WHAT [--base OTHER]`: the report on the templates of a lab, an assembly or a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, KitError, messageOf } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { markdownOf } from '../review/markdown.ts';
import type { Report } from '../review/report.ts';
import { reviewOf, type Reviewing } from '../review/review.ts';
import { sarifOf } from '../review/sarif.ts';
import { acceptedIn } from '../template/accepted.ts';
import { listOption, textOption, type Typed } from './command.ts';
import { openedWhat } from './what.ts';

/** What a person may not want to see in a pull request: the report's own words. */
const gates: Readonly<Record<string, (report: Report) => boolean>> = {
  findings: ({ findings }) => findings.length > 0,
  exposure: ({ verdict, change }) =>
    change === null
      ? verdict.exposed + verdict.open > 0
      : change.reach.inbound.some(({ opened }) => opened.length > 0),
  cost: ({ verdict, change }) => (change?.cost.perMonth ?? verdict.perMonth) > 0,
};

const formats: Readonly<Record<string, (report: Report) => string>> = {
  md: markdownOf,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  sarif: (report) => `${JSON.stringify(sarifOf(report), undefined, 2)}\n`,
};

export async function run(typed: Typed, host: Host): Promise<Outcome<Report>> {
  const wanted = formatsIn(typed);
  const failOn = listOption(typed, 'fail-on');
  const unknown = failOn.find((each) => !Object.hasOwn(gates, each));
  if (unknown !== undefined)
    throw new KitError('BadOption', `--fail-on knows no '${unknown}'`, {
      next: `there are: ${Object.keys(gates).join(', ')}`,
    });
  const base = textOption(typed, 'base');
  const report = reviewOf(
    await reviewing(typed.words[0] ?? '', typed, host),
    base === undefined ? undefined : await reviewing(base, typed, host),
  );
  const folder = textOption(typed, 'out');
  if (folder !== undefined) write(report, { folder, wanted }, host);
  const fails = failOn.some((each) => gates[each]?.(report) === true);
  return { data: report, exitCode: fails ? exitCodes.otherwise : exitCodes.asTold };
}

/** @throws BadOption */
function formatsIn(typed: Typed): readonly string[] {
  const wanted = (textOption(typed, 'format') ?? 'md').split(',');
  const unknown = wanted.find((each) => !Object.hasOwn(formats, each));
  if (unknown !== undefined)
    throw new KitError('BadOption', `there is no format '${unknown}'`, {
      next: `there are: ${Object.keys(formats).join(', ')}`,
    });
  if (wanted.length > 1 && textOption(typed, 'out') === undefined)
    throw new KitError('BadOption', 'several formats need a folder', { next: 'add --out FOLDER' });
  return wanted;
}

interface Wanted {
  readonly folder: string;
  readonly wanted: readonly string[];
}

/** @throws BadOption where nothing can be written there */
function write(report: Report, { folder, wanted }: Wanted, host: Host): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const format of wanted) {
      const file = join(folder, `review.${format}`);
      writeFileSync(file, formats[format]?.(report) ?? '');
      host.progress(`wrote ${file}`);
    }
  } catch (error) {
    throw new KitError('BadOption', `nothing can be written to ${folder}: ${messageOf(error)}`);
  }
}

/** @param name `LAB@STAGE`, a lab, a template or an assembly folder */
async function reviewing(name: string, typed: Typed, host: Host): Promise<Reviewing> {
  const { lab: words, opened, folder } = await openedWhat(askedFor(name, typed), host);
  const isLearning = words !== null && words.parameters['variant'] !== 'production';
  return {
    name,
    stage: words?.stage ?? null,
    folder,
    opened,
    accepted: acceptedIn(words === null ? name : folder),
    variant: isLearning ? 'learning' : 'production',
  };
}

/** @throws BadOption */
function askedFor(name: string, { words, options }: Typed): Typed {
  const [, lab, stage] = /^([a-z0-9-]+)@(.+)$/.exec(name) ?? [];
  if (lab === undefined) return { words: [name], options };
  if (name === words[0] && options['stage'] !== undefined)
    throw new KitError('BadOption', `${name} says the stage, and --stage says it again`);
  return { words: [lab], options: { ...options, stage } };
}

export function text(report: Report, typed: Typed): readonly string[] {
  const folder = textOption(typed, 'out');
  const wanted = formatsIn(typed);
  if (folder !== undefined) return wanted.map((format) => join(folder, `review.${format}`));
  return wanted.flatMap((format) => formats[format]?.(report).trimEnd().split('\n') ?? []);
}
