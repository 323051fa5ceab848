/** The network model against the table of facts, which was written from AWS's pages apart from the code. */
import { ask } from '../../lib/network/ask/ask.ts';
import type { Reached } from '../../lib/network/ask/reached.ts';
import { withGuests } from '../../lib/network/ask/guests.ts';
import { findPlace, type Place } from '../../lib/network/ask/places.ts';
import { traceOf } from '../../lib/network/ask/trace.ts';
import { networkOf } from '../../lib/network/build/build.ts';
import type { Network } from '../../lib/network/network.ts';
import { facts, factsOn, resourcesOf, serviceOf, topics, type Ask } from './support/facts.ts';

describe.each(topics)('%s', (topic) => {
  test.each(factsOn(topic))('$says', (fact) => {
    const network = networkOf(resourcesOf(fact));
    for (const each of fact.asks) {
      const { reached, among } = reachedIn(network, each);
      expect({ ask: each, ...toldOf(reached, each) }).toEqual({ ask: each, ...wantedBy(each) });
      const { arrives } = traceOf(among, reached.legs[0]);
      // Of a partial answer one packet that does not get through is walked.
      const fate = each.answer === 'partial' ? 'no' : each.answer;
      expect({ ask: each, arrives }).toEqual({ ask: each, arrives: fate });
    }
  });
});

test('the table has at least 60 facts, each with a page of AWS', () => {
  const all = facts();
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { source } of all)
    expect(source).toMatch(/^https:\/\/(docs\.aws\.)?(aws\.)?amazon\.com\//);
});

function reachedIn(
  network: Network,
  { from, to, ...flow }: Ask,
): { readonly reached: Reached; readonly among: Network } {
  const [one, other] = [from, to].map((each) => placeIn(network, each)) as [Place, Place];
  const among = withGuests(network, [one, other]);
  return { reached: ask(among, { from: one, to: other, ...serviceOf(flow) }), among };
}

function placeIn(network: Network, text: string): Place {
  const found = findPlace(network, text);
  if ('place' in found) return found.place;
  throw new Error(`${text}: ${found.problem}; ${found.candidates.join(', ')}`);
}

/** What the fact speaks of, and no more. */
function toldOf(reached: Reached, { because, at, seenAs, on }: Ask): object {
  const { verdict, because: gate, dependsOn = [] } = reached;
  return {
    answer: verdict,
    ...(because === undefined ? {} : { because: gate?.code }),
    ...(at === undefined ? {} : { at: gate?.at }),
    ...(seenAs === undefined ? {} : { seenAs: reached.seenAs }),
    ...(on === undefined ? {} : { on: dependsOn.some((each) => each.includes(on)) }),
  };
}

function wantedBy({ answer, because, at, seenAs, on }: Ask): object {
  return {
    answer,
    ...(because === undefined ? {} : { because }),
    ...(at === undefined ? {} : { at: `Fact/${at}` }),
    ...(seenAs === undefined ? {} : { seenAs: `Fact/${seenAs}` }),
    ...(on === undefined ? {} : { on: true }),
  };
}
