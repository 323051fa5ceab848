/** The network model against the table of facts, which was written from AWS's pages apart from the code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../lib/network/ask/ask.ts';
import type { Reached } from '../../lib/network/ask/reached.ts';
import { withGuests } from '../../lib/network/ask/guests.ts';
import { findPlace, type Place } from '../../lib/network/ask/places.ts';
import { traceOf } from '../../lib/network/ask/trace.ts';
import { networkOf } from '../../lib/network/build/build.ts';
import type { Network } from '../../lib/network/network.ts';
import { protocols, type Range } from '../../lib/network/services.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate } from '../../lib/template/template.ts';

interface Fact {
  readonly id: string;
  readonly says: string;
  readonly source: string;
  readonly template: RawTemplate;
  readonly asks: readonly Ask[];
}
interface Ask {
  readonly from: string;
  readonly to: string;
  readonly flow: string;
  readonly sourcePort?: number;
  readonly answer: string;
  readonly because?: string;
  readonly at?: string;
  readonly seenAs?: string;
  readonly on?: string;
}

const folder = join(import.meta.dirname, 'facts');
const topics = readdirSync(folder).filter((each) => each.endsWith('.json'));

describe.each(topics)('%s', (topic) => {
  const facts = JSON.parse(readFileSync(join(folder, topic), 'utf8')) as readonly Fact[];
  test.each(facts)('$says', ({ template, asks }) => {
    const { resources } = resolveStack({ stack: 'Fact', file: 'fact.json', raw: template });
    const network = networkOf(resources);
    for (const each of asks) {
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
  const all = topics.flatMap(
    (each) => JSON.parse(readFileSync(join(folder, each), 'utf8')) as readonly Fact[],
  );
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { source } of all)
    expect(source).toMatch(/^https:\/\/(docs\.aws\.)?(aws\.)?amazon\.com\//);
});

function reachedIn(
  network: Network,
  { from, to, flow, sourcePort }: Ask,
): { readonly reached: Reached; readonly among: Network } {
  const [one, other] = [from, to].map((each) => placeIn(network, each)) as [Place, Place];
  const [name = '', written = ''] = flow.split('/');
  const protocol = protocols[name as 'tcp'];
  const [first = '0', last = first] = written.split('-');
  const ports: Range = name === 'icmp' ? [8, 8] : [Number(first), Number(last)];
  const ids = [one, other]
    .flatMap(({ members }) => members.flat())
    .flatMap((each) => (each.kind === 'interface' ? each.id : []));
  const among = withGuests(network, ids);
  const asked = { from: one, to: other, protocol, ports };
  const sourcePorts: Range | undefined =
    sourcePort === undefined ? undefined : [sourcePort, sourcePort];
  return {
    reached: ask(among, { ...asked, ...(sourcePorts === undefined ? {} : { sourcePorts }) }),
    among,
  };
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
