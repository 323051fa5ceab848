/** `lab list`: the labs, made from their manifests. */
import { statements } from '../exam.ts';
import { exitCodes, KitError } from '../errors.ts';
import { manifests, type BrokenRow, type LabRow, type Manifest } from '../manifests.ts';
import type { Host, Outcome } from '../output/host.ts';
import { digits } from '../output/money.ts';
import { columns, wrappedColumns } from '../output/table.ts';
import { readEvidence, type EvidenceRow } from '../state/evidence.ts';
import { targetNames } from '../targets/target.ts';
import { isOn, textOption, type Typed } from './command.ts';

/** AWS's own convention, as in the price table. */
const hoursPerMonth = 730;

interface Data {
  readonly labs: readonly LabRow[];
  readonly broken: readonly BrokenRow[];
  readonly evidence: readonly EvidenceRow[];
}

export async function run(typed: Typed, _host: Host): Promise<Outcome<Data>> {
  refuseBadLevel(textOption(typed, 'level'));
  const rows = await manifests();
  const labs = rows.filter((row) => 'lab' in row).filter(({ lab }) => isWanted(lab, typed));
  const broken = rows.filter((row) => 'why' in row);
  return { data: { labs, broken, evidence: readEvidence() }, exitCode: exitCodes.asTold };
}

function refuseBadLevel(level: string | undefined): void {
  if (level !== undefined && !['100', '200', '300', '400'].includes(level))
    throw new KitError('BadOption', `--level is '${level}', not one of 100, 200, 300, 400`);
}

function isWanted(lab: Manifest, typed: Typed): boolean {
  const [family, service, level] = ['family', 'service', 'level'].map((each) =>
    textOption(typed, each),
  );
  const has = (all: readonly string[], part: string): boolean =>
    all.some((each) => each.toLowerCase().includes(part.toLowerCase()));
  return (
    (family === undefined || has([lab.family], family)) &&
    (service === undefined || has(lab.services, service)) &&
    (level === undefined || String(lab.level) === level)
  );
}

export function text(data: Data, typed: Typed): readonly string[] {
  const lines = isOn(typed, 'exam')
    ? byStatement(data)
    : isOn(typed, 'evidence')
      ? byEvidence(data)
      : byLab(data);
  return [...lines, ...data.broken.map(({ id, why }) => `${id} does not load: ${why}`)];
}

function byLab({ labs }: Data): readonly string[] {
  if (labs.length === 0) return ['No lab is like that. ./lab list shows all.'];
  return [
    ...wrappedColumns([
      ['LAB', 'LEVEL', 'AWS $/H', 'FORGOTTEN A MONTH', 'QUESTION'],
      ...labs.map(({ id, lab }) => [id, String(lab.level), ...costOf(lab), lab.question]),
    ]),
    'By exam task: list --exam. Where each was judged, and when: list --evidence (aws: never).',
  ];
}

/** By the hour and forgotten for a month, as the manifest tells and a test holds: nothing is synthesized to list. */
function costOf({ costPerMonth }: Manifest): readonly [string, string] {
  const byUse = costPerMonth === 0 ? '0 + use' : digits(costPerMonth, 0);
  return [digits(costPerMonth / hoursPerMonth, 2), byUse];
}

function byStatement({ labs }: Data): readonly string[] {
  return columns(
    Object.entries(statements).map(([number, says]) => {
      const there = labs.filter(({ lab }) => lab.exam.includes(number)).map(({ id }) => id);
      return [number, says, there.length === 0 ? 'no lab yet' : there.join(', ')];
    }),
  );
}

function byEvidence({ labs, evidence }: Data): readonly string[] {
  const rows = labs.flatMap(({ id, lab }) =>
    targetNames.flatMap((target) => {
      const judged = evidence.filter((each) => each.lab === id && each.target === target);
      if (judged.length === 0) return [[id, target, '', 'never']];
      return lab.stages.flatMap((stage) =>
        judged.filter((each) => each.stage === stage).map(evidenceRow),
      );
    }),
  );
  return columns([['LAB', 'TARGET', 'STAGE', 'LAST JUDGED'], ...rows]);
}

function evidenceRow({ lab, target, stage, at, counts, versions }: EvidenceRow): string[] {
  const { held, failed, unverified } = counts;
  const sums = `${held} held, ${failed} failed, ${unverified} unverified`;
  return [lab, target, stage, `${at.slice(0, 16).replace('T', ' ')}  ${sums}  (${versions})`];
}
