/**
 * Would it be noticed? Bugs of the model are held against what the kernel has said, bugs of the compiler are played by the
 * kernel: each alone, each must be caught. Nothing is planted in the copies that must not be.
 */
import { skipped } from '../skipped.ts';
import { planted } from '../../../network/random/planted.ts';
import { walkerPlants } from '../../../network/random/plants.ts';
import type { Plant } from '../../../support/planted.ts';
import { hasNamespaces, inNamespaces } from './children.ts';
import { differencesFrom, readCorpus } from './corpus.ts';
import type { Caught, Planting } from './planting.ts';
import { compilerPlants } from './plants.ts';

const corpus = readCorpus();

/** What does not show in settled networks, in routes that AWS accepts, by sockets, or in ports that nothing judges. */
const unseen = new Set([
  'perhaps is yes',
  'a block that holds part of a subnet holds all of it',
  "a target sees the client's groups, not the node's",
  'every load balancer meets the ACL of its own subnet',
  'a gateway endpoint serves other VPCs',
  'a NAT gateway keeps source ports below 1024',
]);
const walkers = walkerPlants.filter(({ says }) => !unseen.has(says));

function isCaught(walk: Awaited<ReturnType<typeof planted>>['walk']): boolean {
  try {
    return differencesFrom(corpus, walk).next().done !== true;
  } catch {
    return true;
  }
}

test('at least 12 bugs of the model, and as many of the compiler, are planted', () => {
  expect(walkers.length).toBeGreaterThanOrEqual(12);
  expect(compilerPlants.length).toBeGreaterThanOrEqual(12);
});

test.each(walkers)('the kernel knows better than a model in which $says', async (plant) => {
  expect(isCaught((await planted(plant)).walk)).toBe(true);
});

const nothing: Plant = {
  says: 'nothing',
  file: 'compile.ts',
  from: 'export function compile(',
  to: 'export function compile(',
};

if (!hasNamespaces())
  skipped(
    'the model knows better than any compiler with a bug, and agrees with the one without',
    'no namespaces',
  );
else
  test('the model knows better than any compiler with a bug, and agrees with the one without', async () => {
    const half = Math.ceil(compilerPlants.length / 2);
    const parts = [compilerPlants.slice(0, half), compilerPlants.slice(half)];
    const works: readonly Planting[] = [
      ...parts.map((plants) => ({ plants, networks: 30 })),
      { plants: [nothing], networks: 2 },
    ];
    const found = (
      (await Promise.all(works.map((each) => inNamespaces('planting', each)))) as Caught[][]
    ).flat();
    const told = found.map(
      ({ says, networks = 0, by = '' }) => `${String(networks).padStart(4)} ${says}: ${by}`,
    );
    process.stdout.write(`${told.join('\n')}\n`);
    const missed = found.filter(({ networks }) => networks === undefined);
    expect(missed.map(({ says }) => says)).toEqual(['nothing']);
  }, 240_000);
