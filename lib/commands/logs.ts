/** `lab logs LAB [PLACE]`: what the functions of a running lab wrote. */
import { loadLab } from '../catalog.ts';
import { exitCodes, KitError } from '../errors.ts';
import { tidy } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { readState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { LogLine } from '../targets/target.ts';
import { textOption, type Typed } from './command.ts';

export async function run(typed: Typed, host: Host): Promise<Outcome<readonly LogLine[]>> {
  const [lab = '', place] = typed.words;
  await loadLab(lab);
  const last = Number(textOption(typed, 'last') ?? 40);
  if (!Number.isInteger(last) || last < 1)
    throw new KitError(
      'BadOption',
      `--last is '${textOption(typed, 'last') ?? ''}', not a number of lines`,
    );
  await tidy(host);
  const state = readState(lab);
  if (state?.phase !== 'up')
    throw new KitError('NotUp', `${lab} is not up`, { next: `./lab up ${lab}` });
  const lines = await (await liveTarget(state.target)).logs(state, place);
  return { data: lines.slice(-last), exitCode: exitCodes.asTold };
}

export function text(lines: readonly LogLine[]): readonly string[] {
  if (lines.length === 0) return ['Nothing was written yet.'];
  return columns(lines.map(({ at, from, text: words }) => [at.slice(11, 23), from, words]));
}
