/** `lab diff LAB N M`: what one stage adds, changes and removes against another. */
import { assemblyOf } from '../assembly/assembly.ts';
import { exitCodes } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { parseStage, stageInWords } from '../stages.ts';
import { changesBetween, type Change } from '../template/changes.ts';
import { readAssembly } from '../template/read.ts';
import type { Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

interface Data {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const { id, lab, parameters } = await typedLab(typed);
  const [before, after] = typed.words.slice(1).map((word) => parseStage(lab, word)) as [
    string,
    string,
  ];
  host.progress(`synthesizing ${id}`);
  const read = async (stage: string): Promise<ReturnType<typeof readAssembly>> =>
    readAssembly((await assemblyOf({ lab: id, stage, parameters })).folder);
  const changes = changesBetween(await read(before), await read(after));
  const data = { from: stageInWords(lab, before), to: stageInWords(lab, after), changes };
  return { data, exitCode: exitCodes.asTold };
}

export function text({ from, to, changes }: Data): readonly string[] {
  if (changes.length === 0) return [`${from} and ${to} have the same resources.`];
  return [
    `From ${from} to ${to}:`,
    ...columns(
      changes.map(({ kind, place, type, properties }) => [
        kind,
        place,
        type,
        properties.join(', '),
      ]),
      2,
    ),
  ];
}
