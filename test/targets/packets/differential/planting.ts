/** Planted compilers in namespaces: each bug alone, until a packet shows it. Tells how many networks that took. */
import type { compile } from '../../../../lib/targets/packets/compile/compile.ts';
import { plantedIn, type Plant } from '../../../support/planted.ts';
import { caseOf, type Fates } from './cases.ts';
import { groundOf } from './ground.ts';

export interface Planting {
  readonly plants: readonly Plant[];
  readonly networks: number;
}

export interface Caught {
  readonly says: string;
  /** How many networks it took, and what gave it away; neither where nothing did. */
  readonly networks?: number;
  readonly by?: string;
}

const room = {
  name: 'targets/packets/compile',
  entry: "export { compile } from './compile.ts';",
};
const size = { candidates: 3000, tries: 400 };

async function caught(plant: Plant, networks: number): Promise<Caught> {
  const bad = (await plantedIn(room, plant)) as { readonly compile: typeof compile };
  const fates: Fates = new Map();
  for (let seed = 1; seed <= networks; seed++) {
    const by = await differing(caseOf(seed, size, fates), bad);
    if (by !== undefined) return { says: plant.says, networks: seed, by };
  }
  return { says: plant.says };
}

async function differing(
  some: ReturnType<typeof caseOf>,
  bad: { readonly compile: typeof compile },
): Promise<string | undefined> {
  const ground = await groundOf(some, bad);
  try {
    const found = (await ground.ask(false)).filter(({ differs }) => differs !== undefined);
    // One alone may be a busy machine's.
    return found.length < 2 ? undefined : found[0]?.differs;
  } finally {
    ground.close();
  }
}

if (process.argv[2] !== undefined) {
  const { plants, networks } = JSON.parse(process.argv[2]) as Planting;
  const found: Caught[] = [];
  for (const plant of plants)
    found.push(
      await caught(plant, networks).catch((error: unknown) => ({
        says: plant.says,
        by: String(error),
      })),
    );
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
}
