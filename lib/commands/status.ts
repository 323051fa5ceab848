/** `lab status`: what is up, where, since when. */
import { exitCodes } from '../errors.ts';
import { tidy } from '../life/tidy.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns } from '../output/table.ts';
import { isLocked } from '../state/lock.ts';
import { labsWithState, readState, type LabState } from '../state/state.ts';
import { liveTarget } from '../targets/index.ts';
import type { Typed } from './command.ts';

interface Row extends Pick<LabState, 'lab' | 'target' | 'stage' | 'since'> {
  readonly fault: string | null;
  readonly busy: boolean;
  /** What the last `down` found still there, one line each; empty for a lab that is up. */
  readonly left: readonly string[];
  readonly addresses: Readonly<Record<string, string>>;
}

export async function run(_typed: Typed, host: Host): Promise<Outcome<readonly Row[]>> {
  await tidy(host);
  const states = labsWithState().flatMap((lab) => readState(lab) ?? []);
  const rows = states.map(async (state) => {
    const { lab, target, stage, since, fault = null, phase, left = [] } = state;
    const { addresses } =
      phase === 'up' ? (await liveTarget(target)).summary(state) : { addresses: {} };
    return { lab, target, stage, since, fault, busy: isLocked(lab), left, addresses };
  });
  return { data: await Promise.all(rows), exitCode: exitCodes.asTold };
}

export function text(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return ['No lab is up. Start with ./lab up todo-api'];
  return columns([
    ['LAB', 'TARGET', 'STAGE', 'SINCE', 'ADDRESS'],
    ...rows.map(({ lab, target, stage, since, addresses, fault, busy, left }) => [
      lab,
      target,
      shape({ stage, fault, left }),
      busy ? 'changing' : since.slice(0, 19).replace('T', ' '),
      Object.values(addresses).join(' '),
    ]),
  ]);
}

function shape({ stage, fault, left }: Pick<Row, 'stage' | 'fault' | 'left'>): string {
  if (left.length > 0) return 'down, with things left';
  return fault === null ? stage : `${stage}, broken: ${fault}`;
}
