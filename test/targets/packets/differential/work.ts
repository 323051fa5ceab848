/** The part of a run that stands in namespaces: some networks, several of them under way at once. Tells what came of it as JSON. */
import { caseOf, type Case, type Fates, type Size } from './cases.ts';
import { saysDrop, saysGate } from './comparing.ts';
import { groundOf, type Probed } from './ground.ts';
import { Statistics, type Counts } from './statistics.ts';

export interface Work {
  /** Every so many-th network from this seed on. */
  readonly seed: number;
  readonly step: number;
  readonly networks: number;
  readonly size: Size;
}

export interface Worked {
  readonly counts: Counts;
  readonly leftOut: Counts;
  readonly differences: readonly string[];
}

/** While the silence of one network is waited for, others are loaded and asked. */
const atOnce = 3;

export async function worked({ seed, step, networks, size }: Work): Promise<Worked> {
  const statistics = new Statistics();
  const leftOut = new Statistics();
  const differences: string[] = [];
  const fates: Fates = new Map();
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < networks) {
      const some = caseOf(seed + step * next++, size, fates);
      for (const [why, count] of some.leftOut) leftOut.add(why, count);
      for (const each of await probed(some)) {
        statistics.count(some.settled, each);
        if (each.differs !== undefined) differences.push(report(some, each));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return { counts: statistics.counts, leftOut: leftOut.counts, differences };
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
