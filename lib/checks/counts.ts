/** Sums over verdicts, and what they mean for the exit code. Pure. */
import { exitCodes } from '../errors.ts';
import type { Judged } from './runner.ts';

export interface Counts {
  readonly held: number;
  readonly failed: number;
  readonly unverified: number;
  /** Judged, and not what is told. */
  readonly otherwise: number;
}

export function countsOf(verdicts: readonly Judged[]): Counts {
  const of = (outcome: Judged['outcome']): number =>
    verdicts.filter((each) => each.outcome === outcome).length;
  return {
    held: of('held'),
    failed: of('failed'),
    unverified: of('unverified'),
    otherwise: verdicts.filter(({ asTold }) => asTold === false).length,
  };
}

export function exitCodeOf({ held, failed, otherwise }: Counts): number {
  if (otherwise > 0) return exitCodes.otherwise;
  return held + failed === 0 ? exitCodes.nothingJudged : exitCodes.asTold;
}
