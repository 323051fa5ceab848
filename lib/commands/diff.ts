/** `lab diff LAB N M`: the change section of a review of one stage against another, by the kit's own rules. */
import { exitCodes } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { shownOf, whatOf } from '../review/sections/change.ts';
import { findingName } from '../review/standing.ts';
import type { ReviewChange } from '../review/report.ts';
import { changeAgainst } from '../review/review.ts';
import { parseStage, stageInWords } from '../stages.ts';
import type { Typed } from './command.ts';
import { differenceText } from './cost-words.ts';
import { allowedText, reachText } from './diff-words.ts';
import { typedLab } from './lab-words.ts';
import { reviewing } from './reviewing.ts';

interface Data {
  readonly lab: string;
  readonly from: string;
  readonly to: string;
  /** As in a review with a base. */
  readonly change: ReviewChange;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const { id, lab } = await typedLab(typed);
  const [, before = '', after = ''] = typed.words;
  const data = {
    lab: id,
    from: stageInWords(lab, parseStage(lab, before)),
    to: stageInWords(lab, parseStage(lab, after)),
    change: changeAgainst(
      await reviewing(`${id}@${before}`, typed, host),
      await reviewing(`${id}@${after}`, typed, host),
    ),
  };
  return { data, exitCode: exitCodes.asTold };
}

/** Resources that one screen holds beside the rest. */
const mostResources = 24;

export function text({ lab, from, to, change }: Data): readonly string[] {
  const [, number = '1'] = /^stage (\d+)/.exec(to) ?? [];
  return [
    `From ${from} to ${to}`,
    ...resourcesText(change),
    ...differenceText(change.cost, {
      title: 'Cost, US dollars a month:',
      same: 'Cost: the same as before.',
    }),
    ...allowedText(change.allowed),
    ...reachText(change.reach),
    ...change.newFindings.map((each) => `New finding: ${findingName(each)}`),
    `All of what is exposed then: ./lab reach ${lab} --stage ${number}`,
  ];
}

function resourcesText({ resources }: ReviewChange): readonly string[] {
  if (resources.length === 0) return ['Resources: the same as before.'];
  const all = shownOf(resources);
  const shown = all.length > mostResources ? all.slice(0, mostResources - 1) : all;
  const more = all.length - shown.length;
  return [
    'Resources:',
    ...columns(
      shown.map((each) => [each.kind, each.place, each.type, whatOf(each)]),
      2,
    ),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
  ];
}
