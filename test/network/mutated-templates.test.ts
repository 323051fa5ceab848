/**
 * Templates that nobody would write: parts of the facts' templates moved, exchanged, replaced and taken away. Each is answered
 * or refused with one sentence; no other exception comes out of the reader, the builder or the engines.
 */
import { KitError } from '../../lib/errors.ts';
import { ask } from '../../lib/network/ask/ask.ts';
import { withGuests } from '../../lib/network/ask/guests.ts';
import { findPlace } from '../../lib/network/ask/places.ts';
import { traceOf } from '../../lib/network/ask/trace.ts';
import { networkOf } from '../../lib/network/build/build.ts';
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder } from '../template/folder.ts';
import { Chance } from './random/chance.ts';
import { mutated } from './random/templates.ts';
import { facts, serviceOf, type Fact } from './support/facts.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const runs = 10_000;
const firstSeed = Number(process.env['LAB_SEED'] ?? 1);

type Fate = 'answered' | 'no such place' | 'refused';

/** @throws whatever is no sentence for a person */
function fateOf({ template, asks }: Fact, chance: Chance): Fate {
  const { from, to, ...flow } = chance.one(asks);
  const file = folder.write('fact.json', mutated(template, chance));
  try {
    const { resources, reasonOf } = openTemplates(file);
    const network = networkOf(resources, reasonOf);
    const [one, other] = [findPlace(network, from), findPlace(network, to)];
    if (!('place' in one) || !('place' in other)) return 'no such place';
    const places = [one.place, other.place];
    const among = withGuests(network, places);
    const { legs } = ask(among, { from: one.place, to: other.place, ...serviceOf(flow) });
    traceOf(among, legs[0]);
    return 'answered';
  } catch (error) {
    if (error instanceof KitError && !error.message.includes('\n')) return 'refused';
    throw error;
  }
}

test('10,000 mutated templates are answered or refused with a sentence', () => {
  const all = facts();
  const fates = new Map<Fate, number>();
  const broken: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const chance = new Chance(seed);
    const fact = chance.one(all);
    try {
      const fate = fateOf(fact, chance);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      broken.push(`seed ${seed}, ${fact.id}: ${said.split('\n').slice(0, 3).join(' ')}`);
    }
  }
  process.stdout.write(`${[...fates].map(([fate, count]) => `${count} ${fate}`).join(', ')}\n`);
  expect(broken.slice(0, 5)).toEqual([]);
  // Neither all too gentle nor all too rough.
  expect(Math.min(fates.get('answered') ?? 0, fates.get('refused') ?? 0)).toBeGreaterThan(400);
}, 300_000);
