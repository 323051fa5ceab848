/** `lab review WHAT [--base OTHER]`: the report on the templates of a lab, an assembly or a file. */
import { exitCodes, KitError } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { markdownOf } from '../review/markdown.ts';
import type { Report } from '../review/report.ts';
import { reviewOf, type Reviewing } from '../review/review.ts';
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

export async function run(typed: Typed, host: Host): Promise<Outcome<Report>> {
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
  const fails = failOn.some((each) => gates[each]?.(report) === true);
  return { data: report, exitCode: fails ? exitCodes.otherwise : exitCodes.asTold };
}

/** @param name `LAB@STAGE`, a lab, a template or an assembly folder */
async function reviewing(name: string, typed: Typed, host: Host): Promise<Reviewing> {
  const [, lab, stage] = /^([a-z0-9-]+)@(.+)$/.exec(name) ?? [];
  const asked =
    lab === undefined
      ? { ...typed, words: [name] }
      : { words: [lab], options: { ...typed.options, stage } };
  const { lab: words, opened, folder } = await openedWhat(asked, host);
  const isLearning = words !== null && words.parameters['variant'] !== 'production';
  return {
    name,
    stage: words?.stage ?? null,
    opened,
    accepted: acceptedIn(folder === '' ? '.' : folder),
    variant: isLearning ? 'learning' : 'production',
  };
}

export function text(report: Report): readonly string[] {
  return markdownOf(report).trimEnd().split('\n');
}
