/** The part of a run that stands in namespaces: some networks, several of them under way at once. Tells what came of it as JSON. */
import { caseOf, type Case, type Fates, type Size } from './cases.ts';
import { saysDrop, saysGate } from './comparing.ts';
import { recorded, type Recorded } from './corpus.ts';
import { groundOf, type Probed } from './ground.ts';
import { Statistics, type Counts } from './statistics.ts';

export interface Work {
  /** Every so many-th network from this seed on. */
  readonly seed: number;
  readonly step: number;
  readonly networks: number;
  readonly size: Size;
  /** Of each network so many are written down. @default 0 */
  readonly record?: number;
}

export interface Worked {
  readonly counts: Counts;
  readonly leftOut: Counts;
  readonly differences: readonly string[];
  readonly recorded: readonly Recorded[];
}

/** While the silence of one network is waited for, others are loaded and asked. */
const atOnce = 3;

export async function worked({ seed, step, networks, size, record = 0 }: Work): Promise<Worked> {
  const statistics = new Statistics();
  const leftOut = new Statistics();
  const differences: string[] = [];
  const records: Recorded[] = [];
  const fates: Fates = new Map();
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < networks) {
      const some = caseOf(seed + step * next++, size, fates);
      for (const [why, count] of some.leftOut) leftOut.add(why, count);
      const all = await probed(some);
      records.push(...spread(all, record).map((each) => recorded(some.seed, each)));
      for (const each of all) {
        statistics.count(some.settled, each);
        if (each.differs !== undefined) differences.push(report(some, each));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return { counts: statistics.counts, leftOut: leftOut.counts, differences, recorded: records };
}

/** So many, from the first to the last: those that arrive stand first. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (count === 0) return [];
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0);
}

async function probed(some: Case): Promise<readonly Probed[]> {
  const ground = await groundOf(some);
  try {
    return await ground.ask();
  } finally {
    ground.close();
  }
}

/** Everything that somebody needs to see it again. */
export function report(
  { seed }: Pick<Case, 'seed'>,
  { probe, packet, walked, told, differs = '' }: Probed,
): string {
  const whole = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? value.toString() : value;
  return [
    `seed ${seed}: ${differs}`,
    `  packet ${JSON.stringify(packet, whole)}`,
    `  probe ${JSON.stringify(probe)}: ${JSON.stringify(told.answer)}`,
    ...walked.gates.map((gate) => `  model ${saysGate(gate)} ${gate.outcome}: ${gate.says}`),
    `  kernel ${told.drop === undefined ? 'no rule dropped it' : saysDrop(told.drop)}`,
  ].join('\n');
}

if (process.argv[2] !== undefined && process.argv[1]?.endsWith('work.ts') === true)
  void worked(JSON.parse(process.argv[2]) as Work).then((done) => {
    process.stdout.write(JSON.stringify(done), () => process.exit(0));
  });
