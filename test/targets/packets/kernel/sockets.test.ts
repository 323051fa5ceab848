/** Many probes at once, and what is said of each. */
import { outcomeOf } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import {
  encodedEndpoint,
  endpointOf,
} from '../../../../lib/targets/packets/kernel/sockets/address.ts';
import type { Answer } from '../../../../lib/targets/packets/kernel/sockets/probe.ts';
import { namespaced } from './namespaced.ts';

interface Seen {
  readonly outcomes: readonly string[];
  readonly bound: Answer;
  readonly translated: Answer;
  readonly echo: Answer;
  readonly unrouted: Answer;
  readonly blackhole: Answer;
  readonly taken: string;
  readonly milliseconds: number;
  readonly open: number;
  readonly refused: number;
  readonly seen: number;
}

namespaced('probes are open, refused, silent or unreachable', 'sockets', (out) => {
  const seen = out as Seen;
  const asked = ['10.0.2.2', 'fd00:2::2'].flatMap((to) => [
    ...['tcp', 'udp'].flatMap((protocol) => [
      `${protocol} ${to} 80 open right`,
      `${protocol} ${to} 81 refused `,
      `${protocol} ${to} 9 timeout `,
      `${protocol} ${to} 10 unreachable `,
      `${protocol} ${to} 11 unreachable `,
    ]),
    `icmp ${to}  open `,
  ]);
  expect(seen.outcomes).toEqual(asked);
  const own = { address: '10.0.1.2', port: 40_000 };
  expect(seen.bound).toEqual({ outcome: 'open', local: own, seen: { node: 'right', peer: own } });
  expect(seen.translated).toMatchObject({
    local: { address: '10.0.1.2', port: 40_001 },
    seen: { peer: { address: '10.0.0.1' } },
  });
  expect(seen.echo).toEqual({ outcome: 'open', local: { address: '10.0.1.2', port: 77 } });
  expect(seen.unrouted).toEqual({ outcome: 'unreachable', reason: 'ENETUNREACH' });
  expect(seen.blackhole).toEqual({ outcome: 'unreachable', reason: 'EINVAL' });
  expect(seen.taken).toMatch(/^LibcError: bind to 10\.99\.0\.1 port 0: .*EADDRNOTAVAIL/);
  expect([seen.open, seen.refused, seen.seen]).toEqual([2500, 2000, 1500]);
  expect(seen.milliseconds).toBeLessThan(5000);
});

interface Wired {
  readonly v4: string;
  readonly v6: string;
  readonly only: string;
  readonly refused: string;
  readonly taken: string;
  readonly udp: string;
}

namespaced("Node's own servers and clients stand in namespaces", 'wire', (out) => {
  expect(out as Wired).toEqual({
    v4: '::ffff:10.0.1.2 40000 ::ffff:10.0.2.2',
    v6: 'fd00:1::2 40001 fd00:2::2',
    only: 'only',
    refused: 'connect ECONNREFUSED fd00:2::2:81',
    taken: 'bind to :: port 80: address already in use (EADDRINUSE)',
    udp: 'asked by ::ffff:10.0.1.2',
  });
});

test.each([{ address: '10.0.0.1' }, { address: 'fd00:1::2' }])(
  '$address and a port come back from a socket address',
  ({ address }) => {
    expect(endpointOf(encodedEndpoint({ address, port: 40_000 }))).toEqual({
      ...{ address, port: 40_000 },
    });
  },
);

test('whatever else keeps a probe from leaving is shown by its reason', () => {
  expect(outcomeOf(99)).toEqual({ outcome: 'unreachable', reason: 'EADDRNOTAVAIL' });
});
