/** A whole run: as many processes as there are processors, each with networks of its own. */
import { availableParallelism } from 'node:os';
import { inNamespaces } from './children.ts';
import type { Recorded } from './corpus.ts';
import { Statistics } from './statistics.ts';
import type { Work, Worked } from './work.ts';

export interface Ran {
  readonly statistics: Statistics;
  readonly leftOut: Statistics;
  readonly differences: readonly string[];
  readonly recorded: readonly Recorded[];
}

const size = { candidates: 6000, tries: 600 };

/** @param networks of all processes together, from this seed on */
export async function run(seed: number, networks: number, record = 0): Promise<Ran> {
  const step = Math.max(2, Math.min(availableParallelism(), 4));
  const parts = await Promise.all(
    Array.from({ length: step }, (_, index) => {
      const work: Work = {
        ...{ seed: seed + index, step, size, record },
        networks: Math.ceil(networks / step),
      };
      return inNamespaces('work', work) as Promise<Worked>;
    }),
  );
  const [statistics, leftOut] = [new Statistics(), new Statistics()];
  for (const part of parts) {
    statistics.merge(part.counts);
    leftOut.merge(part.leftOut);
  }
  return {
    ...{ statistics, leftOut },
    differences: parts.flatMap(({ differences }) => differences),
    recorded: parts.flatMap(({ recorded }) => recorded),
  };
}
