import fc from '../../support/fast-check.ts';
import { protocols } from '../../../lib/network/services.ts';
import { answer } from '../../../lib/network/sets/answer.ts';
import type { InterfaceClass } from '../../../lib/network/sets/classes.ts';
import { contains } from '../../../lib/network/sets/intervals.ts';
import { matrix } from '../../../lib/network/sets/matrix.ts';
import type { Reached } from '../../../lib/network/sets/reached.ts';
import type { Network } from '../../../lib/network/network.ts';
import type { Verdict } from '../../../lib/network/question.ts';
import { group, host, nat, network, subnet, table } from './drafts.ts';
import { drawFrom, draws, randomNetwork } from './random-networks.ts';

/** Both sides of every edge that a random rule has. */
const ports = [21, 22, 23, 53, 79, 80, 81, 443, 444, 1023, 1024, 32_768, 65_535];

function pairsOf(some: Network): ReadonlyMap<string, Reached> {
  const pairs = new Map<string, Reached>();
  matrix(some, {
    onPair: (from, to, reached) => {
      for (const one of from.members)
        for (const other of to.members) pairs.set(`${one} -> ${other}`, reached);
    },
  });
  return pairs;
}

function verdictAsked(some: Network, [from = '', to = '']: string[], what: Asked): Verdict {
  return answer(some, {
    from: { kind: 'interface', id: from },
    to: { kind: 'interface', id: to },
    family: 4,
    protocol: protocols[what.protocol],
    ports: [what.port, what.port],
    sourcePorts: some.interfaces.get(from)?.clientPorts ?? [0, 0],
  }).verdict;
}

interface Asked {
  readonly protocol: keyof Reached;
  readonly port: number;
}

const questions: readonly Asked[] = [
  ...ports.map((port) => ({ protocol: 'tcp', port }) as const),
  { protocol: 'udp', port: 53 },
  { protocol: 'udp', port: 54 },
  { protocol: 'icmp', port: 8 },
];

/** As far as the matrix tells: it does not tell `partial` from `depends`. */
function told(reached: Reached | undefined, { protocol, port }: Asked): string {
  if (reached === undefined) return 'no pair';
  const { sure, possible } = reached[protocol];
  if (contains(sure, port)) return 'yes';
  return contains(possible, port) ? 'not sure' : 'no';
}

describe('the matrix', () => {
  it.each([true, false])(
    'agrees with the answer about every pair and port (with unknowns: %s)',
    (unknowns) => {
      let open = 0;
      fc.assert(
        fc.property(draws, (numbers) => {
          const some = randomNetwork(drawFrom(numbers), { unknowns });
          const pairs = pairsOf(some);
          expect(pairs.size).toBe(some.interfaces.size ** 2);
          for (const [pair, reached] of pairs)
            for (const what of questions) {
              const verdict = verdictAsked(some, pair.split(' -> '), what);
              const wanted = verdict === 'yes' || verdict === 'no' ? verdict : 'not sure';
              const said = told(reached, what);
              if (said === 'yes') open += 1;
              if (said !== wanted)
                throw new Error(`${pair} ${what.protocol}/${what.port}: ${said}, not ${verdict}`);
            }
        }),
        { numRuns: 20 },
      );
      expect(open).toBeGreaterThan(100);
    },
    60_000,
  );

  it('judges interchangeable interfaces once', () => {
    const twins = network({
      subnets: [subnet('One', '10.0.1.0/24')],
      tables: [table('Table', '10.0.0.0/16 local')],
      groups: [group('Web', ['tcp/80 Web'])],
      interfaces: [
        host('A', 'One', { groups: ['Web', 'Open'] }),
        host('B', 'One', { groups: ['Open', 'Web'] }),
        host('C', 'One', { groups: ['Web'] }),
        host('D', 'One', { groups: ['Web'], address4: 0x0a000109n }),
        host('E', 'One', { groups: ['Web'], public4: 'EEip' }),
      ],
    });
    const classes: readonly InterfaceClass[] = matrix(twins, { onPair: () => undefined });
    expect(classes.map(({ members }) => members)).toEqual(
      expect.arrayContaining([['A', 'B'], ['C'], ['D'], ['E']]),
    );
    expect(pairsOf(twins).get('C -> C')?.tcp.sure).toEqual([[80, 80]]);
  });

  it('asks the groups of the end again where an address is rewritten or forwarded on the way', () => {
    const detour = (hop: string) =>
      network({
        subnets: [
          subnet('One', '10.0.1.0/24', { table: 'Detour' }),
          subnet('Two', '10.0.2.0/24'),
          subnet('Middle', '10.0.3.0/24'),
        ],
        tables: [
          table('Table', '10.0.0.0/16 local'),
          table('Detour', '10.0.0.0/16 local', `10.0.2.0/24 ${hop}`),
        ],
        groups: [group('Db', ['tcp/3306 Web', 'tcp/80 10.0.0.0/16']), group('Web', [])],
        interfaces: [
          host('A', 'One', { groups: ['Web'] }),
          host('B', 'Two', { groups: ['Db'] }),
          host('F', 'Middle', { checksSourceDest: false }),
        ],
        nats: [nat('Nat', 'Middle', { isPublic: false })],
      });
    const fromTo = (hop: string) => pairsOf(detour(hop)).get('A -> B')?.tcp.sure;
    expect(fromTo('local')).toEqual([
      [80, 80],
      [3306, 3306],
    ]);
    expect(fromTo('nat-gateway Nat')).toEqual([[80, 80]]);
    expect(fromTo('interface F')).toEqual([[80, 80]]);
  });

  it('keeps an interface apart to which a route leads', () => {
    const some = network({
      subnets: [subnet('One', '10.0.1.0/24'), subnet('Two', '10.0.2.0/24')],
      tables: [table('Table', '10.0.0.0/16 local', '10.0.2.0/24 interface F')],
      interfaces: [host('A', 'One'), host('F', 'Two'), host('G', 'Two')],
    });
    const pairs = pairsOf(some);
    expect(pairs.get('A -> F')?.tcp.sure).not.toEqual([]);
    // The forwarder checks that it is source or destination.
    expect(pairs.get('A -> G')?.tcp.sure).toEqual([]);
  });
});
