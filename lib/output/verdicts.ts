/** Verdicts as lines. Pure. */
import { wrappedColumns } from './table.ts';

/** What a line shows of a verdict. */
export interface ShownVerdict {
  readonly outcome: string;
  readonly check: string;
  readonly says: string;
  readonly reason: string;
  readonly strength: string | null;
  readonly asTold: boolean | null;
}

const shownHeld = 3;
const strengthInWords: Readonly<Record<string, string>> = {
  seen: 'seen',
  proved: 'proved by the model, which runs no program',
  read: 'read from the template',
};

/** What failed or is not judged always; of what held the first few, unless all are asked for. */
export function verdictLines(
  verdicts: readonly ShownVerdict[],
  { all }: { all: boolean },
): readonly string[] {
  const held = verdicts.filter((each) => each.outcome === 'held' && each.asTold !== false);
  const hidden = all ? [] : held.slice(shownHeld);
  const shown = verdicts.filter((each) => !hidden.includes(each));
  const rows = wrappedColumns(shown.map(rowOf), 2);
  const more = hidden.length === 0 ? [] : [`  ... ${hidden.length} more held (--all)`];
  return [...rows, ...more];
}

function rowOf({
  outcome,
  check,
  says,
  reason,
  strength,
  asTold,
}: ShownVerdict): readonly string[] {
  const told =
    asTold === false && outcome === 'held'
      ? ' (told to fail)'
      : asTold === true && outcome === 'failed'
        ? ' (as told)'
        : '';
  if (outcome === 'held')
    return [outcome, check, `${says}${told}   ${strengthInWords[strength ?? ''] ?? ''}`];
  return [outcome, check, `${reason}${told}`];
}
