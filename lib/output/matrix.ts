/** Verdicts of several targets side by side: check x target. Pure. */
import { columns, wrappedColumns } from './table.ts';
import type { ShownVerdict } from './verdicts.ts';

export interface MatrixColumn {
  readonly target: string;
  readonly verdicts: readonly ShownVerdict[];
}

/** A row a check, a column a target; then why something failed or is not judged, and where targets disagree. */
export function matrixLines(all: readonly MatrixColumn[]): readonly string[] {
  const checks = [...new Set(all.flatMap(({ verdicts }) => verdicts.map(({ check }) => check)))];
  const cell = (column: MatrixColumn, check: string): string => {
    const found = verdictOf(column, check);
    return found === undefined ? '' : inWords(found);
  };
  return [
    ...columns(
      [
        ['CHECK', ...all.map(({ target }) => target)],
        ...checks.map((check) => [check, ...all.map((column) => cell(column, check))]),
      ],
      2,
    ),
    ...section('Not held, and why:', reasons(all)),
    ...section('Targets disagree:', disagreements(all, checks)),
  ];
}

function verdictOf({ verdicts }: MatrixColumn, check: string): ShownVerdict | undefined {
  return verdicts.find((each) => each.check === check);
}

function inWords({ outcome, strength, asTold }: ShownVerdict): string {
  const told = asTold === false ? ', not as told' : outcome === 'failed' ? ', as told' : '';
  return `${outcome}${strength === null ? '' : ` (${strength})`}${told}`;
}

function section(head: string, rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [head, ...wrappedColumns(rows, 2)];
}

/** One line for all checks of a target that share the reason. */
function reasons(all: readonly MatrixColumn[]): readonly (readonly string[])[] {
  return all.flatMap(({ target, verdicts }) => {
    const checksOf = new Map<string, string[]>();
    for (const { check, outcome, reason } of verdicts)
      if (outcome !== 'held') checksOf.set(reason, [...(checksOf.get(reason) ?? []), check]);
    return [...checksOf].map(([reason, checks]) => [target, `${checks.join(', ')}: ${reason}`]);
  });
}

/** Held here and failed there: one of them is wrong about AWS, and the lab's README says which. */
function disagreements(
  all: readonly MatrixColumn[],
  checks: readonly string[],
): readonly (readonly string[])[] {
  return checks.flatMap((check) => {
    const seen = all.flatMap((column) => {
      const verdict = verdictOf(column, check);
      return verdict === undefined || verdict.outcome === 'unverified'
        ? []
        : [{ target: column.target, outcome: verdict.outcome }];
    });
    const differ = new Set(seen.map(({ outcome }) => outcome)).size > 1;
    return differ
      ? [[check, seen.map(({ target, outcome }) => `${outcome} on ${target}`).join(', ')]]
      : [];
  });
}
