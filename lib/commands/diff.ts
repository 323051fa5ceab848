/** `lab diff LAB N M`: what one stage adds, changes and removes against another: resources, cost, what is reachable. */
import { assemblyOf } from '../assembly/assembly.ts';
import { costOf } from '../cost/cost.ts';
import { costDifference, type CostDifference } from '../cost/difference.ts';
import { exitCodes } from '../errors.ts';
import { reachDifference } from '../network/ask/changes.ts';
import { networkOf } from '../network/build/build.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { priceTable } from '../prices.ts';
import { parseStage, stageInWords } from '../stages.ts';
import { changesBetween, type Change } from '../template/changes.ts';
import { openTemplates, type Opened } from '../template/open.ts';
import type { Typed } from './command.ts';
import { differenceText } from './cost-words.ts';
import { reachData, type ReachData } from '../review/reach-changes.ts';
import { reachText } from './diff-words.ts';
import { typedLab, type TypedLab } from './lab-words.ts';

interface Data {
  readonly lab: string;
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
  readonly cost: CostDifference;
  readonly reach: ReachData;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const asked = await typedLab(typed);
  const { id, lab } = asked;
  const [before, after] = typed.words.slice(1).map((word) => parseStage(lab, word)) as [
    string,
    string,
  ];
  host.progress(`synthesizing ${id}`);
  const [old, now] = [await openedAt(asked, before), await openedAt(asked, after)];
  const cost = ({ resources }: Opened): ReturnType<typeof costOf> =>
    costOf(resources, priceTable(), { minutes: lab.minutes });
  const network = ({ resources, reasonOf }: Opened): ReturnType<typeof networkOf> =>
    networkOf(resources, reasonOf);
  const data = {
    lab: id,
    from: stageInWords(lab, before),
    to: stageInWords(lab, after),
    changes: changesBetween(old.templates, now.templates),
    cost: costDifference(cost(old), cost(now)),
    reach: reachData(reachDifference(network(old), network(now))),
  };
  return { data, exitCode: exitCodes.asTold };
}

async function openedAt({ id, parameters }: TypedLab, stage: string): Promise<Opened> {
  return openTemplates((await assemblyOf({ lab: id, stage, parameters })).folder);
}

/** Resources that one screen holds beside the rest. */
const mostResources = 24;

export function text({ lab, from, to, changes, cost, reach }: Data): readonly string[] {
  const [, number = '1'] = /^stage (\d+)/.exec(to) ?? [];
  return [
    `From ${from} to ${to}`,
    ...resourcesText(changes),
    ...differenceText(cost, {
      title: 'Cost, US dollars a month:',
      same: 'Cost: the same as before.',
    }),
    ...reachText(reach),
    `All of what is exposed then: ./lab reach ${lab} --stage ${number}`,
  ];
}

function resourcesText(changes: readonly Change[]): readonly string[] {
  if (changes.length === 0) return ['Resources: the same as before.'];
  const shown = changes.length > mostResources ? changes.slice(0, mostResources - 1) : changes;
  const more = changes.length - shown.length;
  return [
    'Resources:',
    ...columns(
      shown.map(({ kind, place, type, properties }) => [kind, place, type, properties.join(', ')]),
      2,
    ),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
  ];
}
