/** Where and when each lab was last judged on this machine. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Counts } from '../checks/counts.ts';
import { lives, shown } from '../root.ts';
import { writeWhole } from './unfinished.ts';
import type { TargetName } from '../targets/target.ts';

export interface EvidenceRow {
  readonly lab: string;
  readonly target: TargetName;
  readonly stage: string;
  /** ISO time. */
  readonly at: string;
  readonly counts: Counts;
  /** `kit 0.1.0, MiniStack 1.5.33, Node 20.20.2` */
  readonly versions: string;
}

const file = join(lives, 'evidence.json');

export function readEvidence(): readonly EvidenceRow[] {
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly EvidenceRow[];
  } catch {
    // A note of the past, made anew by the next check.
    return [];
  }
}

/**
 * The newest row for a lab, target and stage replaces the older.
 * @returns why it could not be written, as a sentence: the verdicts count all the same
 */
export function recordEvidence(row: EvidenceRow): string | undefined {
  const others = readEvidence().filter(
    (each) => each.lab !== row.lab || each.target !== row.target || each.stage !== row.stage,
  );
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWhole(file, JSON.stringify([...others, row], null, 2));
    return undefined;
  } catch {
    return `${shown(file)} cannot be written: nobody will know later that this was judged`;
  }
}
