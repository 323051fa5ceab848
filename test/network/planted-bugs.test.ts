/**
 * Would the tests notice? Each bug is planted alone in a copy of the model, and must be caught: one of an engine by the other
 * engine on random networks, one of the builder by the table of facts. The unchanged copy must not be caught.
 */
import { answer } from '../../lib/network/sets/answer.ts';
import { judge, outcomeFor } from '../../lib/network/sets/judge.ts';
import { walk } from '../../lib/network/walk/walk.ts';
import { caseOf, differences, type Case, type Engines } from './random/compare.ts';
import type { Plant } from '../support/planted.ts';
import { planted } from './random/planted.ts';
import { builderPlants, setsPlants, walkerPlants } from './random/plants.ts';
import { holds, resolvedFacts } from './support/facts.ts';

const real: Engines = { walk, judge, outcomeFor, answer };
const size = [40, 4] as const;
const networks = 120;
const cases: Case[] = [];

function caseAt(index: number): Case {
  return (cases[index] ??= caseOf(index + 1, size));
}

/** How many networks it takes until they differ; undefined where they never do. */
function networksUntilCaught(engines: Engines): number | undefined {
  for (let index = 0; index < networks; index++) {
    if (differsAt(engines, caseAt(index))) return index + 1;
  }
  return undefined;
}

/** An engine that breaks on a network is not like one that judges it. */
function differsAt(engines: Engines, some: Case): boolean {
  try {
    return differences(engines, some).next().done !== true;
  } catch {
    return true;
  }
}

const told: string[] = [];
afterAll(() => {
  process.stdout.write(`${told.sort().join('\n')}\n`);
});

function expectCaught({ says }: Plant, engines: Engines): void {
  const count = networksUntilCaught(engines);
  told.push(`${(count ?? 0).toString().padStart(4)} networks: ${says}`);
  expect(count).toBeDefined();
}

describe('the agreement of the engines', () => {
  test('holds where nothing is planted', () => {
    expect(networksUntilCaught(real)).toBeUndefined();
  });

  test.each(walkerPlants)('is lost where $says', async (plant) => {
    const bad = await planted(plant);
    expectCaught(plant, { ...real, walk: bad.walk });
  });

  test.each(setsPlants)('is lost where $says', async (plant) => {
    const bad = await planted(plant);
    expectCaught(plant, { ...real, judge: bad.judge, outcomeFor: bad.outcomeFor });
  });
});

describe('the table of facts', () => {
  const all = resolvedFacts();
  const nothing = {
    file: 'build/build.ts',
    from: 'export function networkOf',
    to: 'export function networkOf',
  };

  test('holds where nothing is planted', async () => {
    const copy = await planted({ ...nothing, says: 'nothing' });
    expect(all.filter((each) => !holds(copy, each)).map(({ id }) => id)).toEqual([]);
  });

  test.each(builderPlants)('is broken where $says', async (plant) => {
    const copy = await planted(plant);
    const broken = all.filter((each) => !holds(copy, each));
    told.push(`${broken.length.toString().padStart(4)} facts: ${plant.says}`);
    expect(broken.length).toBeGreaterThan(0);
  });
});

test('at least 20 bugs of both engines and the builder are planted', () => {
  const all = [...walkerPlants, ...setsPlants, ...builderPlants];
  expect(all.length).toBeGreaterThanOrEqual(20);
  expect(new Set(all.map(({ says }) => says)).size).toBe(all.length);
});
