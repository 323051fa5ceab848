/** May the packet plane stand on this machine? Looked at once in a command, and again after an installation. */
import { KitError } from '../../../errors.ts';
import { look, programs, type Ground } from './look.ts';
import { problemsOf, rowNames, type Problem } from './problems.ts';

let looked: Ground | undefined;

export function ground(): Ground {
  looked ??= look();
  return looked;
}

export function lookAgain(): Ground {
  looked = undefined;
  return ground();
}

export function problems(): readonly Problem[] {
  return problemsOf(ground());
}

/** As a target says it: what is missing and what to type, one sentence. */
export function missing(): string | undefined {
  const [first] = problems();
  return first === undefined ? undefined : `${first.why}; ${first.repair}`;
}

/** @throws NoGround with what to type */
export function refuse({ why, repair }: Problem): never {
  throw new KitError('NoGround', why, { next: repair });
}

/**
 * What no installation mends is refused before anything is made.
 * @throws NoGround
 */
export function refuseUnfit(): void {
  const unfit = problems().find(({ install }) => install === undefined);
  if (unfit !== undefined) refuse(unfit);
}

export interface GroundRow {
  readonly name: string;
  readonly for: string;
  readonly found: string;
  readonly fine: boolean;
  /** What to type; empty where it is fine. */
  readonly repair: string;
}

/** Each thing that was tried, for `lab doctor --on packets`. What could not be tried has no row: what is before it has. */
export function doctorRows(of: Ground = ground()): readonly GroundRow[] {
  const wrong = new Map(problemsOf(of).map((each) => [each.what, each]));
  return triedIn(of).map(([name, found]) => {
    const problem = wrong.get(name);
    const row = { name, for: 'target packets' };
    return problem === undefined
      ? { ...row, found, fine: true, repair: '' }
      : { ...row, found: problem.why, fine: false, repair: problem.repair };
  });
}

function triedIn(of: Ground): readonly (readonly [name: string, found: string])[] {
  const { trial } = of;
  if (of.platform !== 'linux') return [[rowNames.system, of.platform]];
  return [
    [rowNames.system, of.architecture],
    ...programs.map((each) => [each, of.programs[each] ?? ''] as const),
    [rowNames.libc, 'koffi loads'],
    ...(trial === undefined ? [] : [[rowNames.namespaces, 'user, network, mount, PID'] as const]),
    ...(trial !== undefined && 'veth' in trial
      ? [[rowNames.veth, 'made by rtnetlink'] as const]
      : []),
    ...(trial !== undefined && 'rules' in trial ? [[rowNames.rules, 'loaded'] as const] : []),
  ];
}

/** All of it in one row, for `lab doctor`. Another system than Linux lacks nothing that it could have. */
export function summaryRow(of: Ground = ground()): GroundRow {
  const [first, ...more] = problemsOf(of);
  const row = { name: 'Namespaces and nft', for: 'target packets' };
  if (first === undefined) return { ...row, found: 'tried, and they work', fine: true, repair: '' };
  if (of.platform !== 'linux') return { ...row, found: first.why, fine: true, repair: '' };
  const rest = more.length === 0 ? '' : ' (./lab doctor --on packets shows all)';
  return { ...row, found: `${first.why}${rest}`, fine: false, repair: first.repair };
}
