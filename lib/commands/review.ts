/** `lab review WHAT [--base OTHER]`: the report on the templates of a lab, an assembly or a file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, KitError } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { visible } from '../output/visible.ts';
import { gates } from '../review/gates.ts';
import { markdownOf } from '../review/markdown.ts';
import { pageOf } from '../review/page/page.ts';
import type { Report } from '../review/report.ts';
import { reviewOf, type Reviewing } from '../review/review.ts';
import { sarifOf } from '../review/sarif.ts';
import type { EngineName } from '../rules/engines/engine.ts';
import { judgedBy } from '../rules/engines/judge.ts';
import { acceptancesIn } from '../template/acceptance-file.ts';
import { isOn, listOption, textOption, type Typed } from './command.ts';
import { reviewing } from './reviewing.ts';
import { makeFolder, writing } from './writing.ts';

const formats: Readonly<Record<string, (report: Report) => string>> = {
  md: markdownOf,
  html: pageOf,
  json: jsonText,
  sarif: (report) => jsonText(sarifOf(report)),
};

/** Names of a template may turn the direction of writing: in JSON their escaped form is the same text. */
function jsonText(value: object): string {
  return visible(`${JSON.stringify(value, undefined, 2)}\n`);
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Report>> {
  const wanted = formatsIn(typed);
  const failOn = gatesIn(typed);
  const base = textOption(typed, 'base');
  const asked = accepting(await reviewing(typed.words[0] ?? '', typed, host), typed);
  const others = base === undefined ? [] : [await reviewing(base, typed, host)];
  const [reviewed = asked, before] = await judged([asked, ...others], typed, host);
  const report = reviewOf(reviewed, before, isOn(typed, 'new-only'));
  const folder = textOption(typed, 'out');
  if (folder !== undefined) write(report, { folder, wanted }, host);
  const fails = failOn.some((each) => gates[each]?.(report) === true);
  return { data: report, exitCode: fails ? exitCodes.otherwise : exitCodes.asTold };
}

/** @throws BadOption for what is none, and for what needs a base without one */
function gatesIn(typed: Typed): readonly string[] {
  const failOn = listOption(typed, 'fail-on');
  const unknown = failOn.find((each) => !Object.hasOwn(gates, each));
  if (unknown !== undefined)
    throw new KitError('BadOption', `--fail-on knows no '${unknown}'`, {
      next: `there are: ${Object.keys(gates).join(', ')}`,
    });
  const asked = [
    ...(isOn(typed, 'new-only') ? ['--new-only'] : []),
    ...(failOn.includes('replacement') ? ['--fail-on replacement'] : []),
  ];
  if (asked[0] !== undefined && textOption(typed, 'base') === undefined)
    throw new KitError('BadOption', `${asked[0]} asks for what is new, and there is no base`, {
      next: 'add --base OTHER: LAB@STAGE, a template or an assembly',
    });
  return failOn;
}

/** @throws BadOption */
function formatsIn(typed: Typed): readonly string[] {
  const usual = textOption(typed, 'out') === undefined ? 'md' : 'html,md';
  const wanted = [...new Set((textOption(typed, 'format') ?? usual).split(','))];
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
  const all = wanted.map((format) => ({ format, rendered: formats[format]?.(report) ?? '' }));
  writing(folder, () => {
    makeFolder(folder);
    for (const { format, rendered } of all) {
      const file = join(folder, `review.${format}`);
      writeFileSync(file, rendered);
      host.progress(`wrote ${file}`);
    }
  });
}

async function judged(
  all: readonly Reviewing[],
  typed: Typed,
  host: Host,
): Promise<readonly Reviewing[]> {
  const opened = all.map((each) => each.opened);
  const verdicts = await judgedBy(enginesIn(typed), opened, () => {
    host.progress(
      `judging ${all.map(({ name }) => name).join(' and ')} by the rules of other engines`,
    );
  });
  return all.map((each, at) => ({ ...each, verdicts: verdicts[at] ?? [] }));
}

/** As typed after `--rules`; the kit's own rules are always asked. */
const engineWords: Readonly<Record<string, readonly EngineName[]>> = {
  kit: [],
  nag: ['cdk-nag'],
  validate: ['CloudFormation Validate'],
};

/** @throws BadOption */
function enginesIn(typed: Typed): readonly EngineName[] {
  const words = (textOption(typed, 'rules') ?? 'nag,validate').split(',');
  const unknown = words.find((each) => !Object.hasOwn(engineWords, each));
  if (unknown !== undefined)
    throw new KitError('BadOption', `--rules knows no '${unknown}'`, {
      next: `there are: ${Object.keys(engineWords).join(', ')}`,
    });
  return words.flatMap((each) => engineWords[each] ?? []);
}

/** What somebody accepts beside what the assembly notes; of a base it does not matter. */
function accepting(reviewed: Reviewing, typed: Typed): Reviewing {
  const file = textOption(typed, 'accept');
  if (file === undefined) return reviewed;
  const { resources } = reviewed.opened;
  const { current, expired } = acceptancesIn(file, { resources, now: new Date() });
  return { ...reviewed, accepted: [...reviewed.accepted, ...current], expired };
}

export function text(report: Report, typed: Typed): readonly string[] {
  const folder = textOption(typed, 'out');
  const wanted = formatsIn(typed);
  if (folder !== undefined) return wanted.map((format) => join(folder, `review.${format}`));
  return wanted.flatMap((format) => formats[format]?.(report).trimEnd().split('\n') ?? []);
}
