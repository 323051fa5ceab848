/** Every kind of answer to probes from `left`, and how long many of them take. */
import type { Probe } from '../../../../../lib/targets/packets/kernel/sockets/probe.ts';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { Sockets } from '../../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import { line, tell } from './plans.ts';

const kernel = new Kernel();
await kernel.apply(
  line(`table inet lab {
  chain nat_out {
    type nat hook postrouting priority srcnat;
    oifname "right" tcp dport 8081 snat ip to 10.0.0.1
  }
  chain fw_all {
    type filter hook forward priority 0;
    th dport 9 drop
    th dport 10 reject with icmpx type host-unreachable
    th dport 11 reject with icmpx type admin-prohibited
  }
}
`),
);
const namespaceOf = (node: string): ReturnType<Kernel['namespaceOf']> => kernel.namespaceOf(node);
const sockets = new Sockets(namespaceOf);
for (const port of [9, 10, 80, 8081]) {
  sockets.listen('tcp', { node: 'right', port });
  sockets.listen('udp', { node: 'right', port });
}
const [v4, v6] = ['10.0.2.2', 'fd00:2::2'];
const asked: Probe[] = [v4, v6].flatMap((to) => [
  ...(['tcp', 'udp'] as const).flatMap((protocol) =>
    [80, 81, 9, 10, 11].map((port) => ({ from: 'left', protocol, to, port })),
  ),
  { from: 'left', protocol: 'icmp' as const, to },
]);
const outcomes = (await sockets.probe(asked, 300)).map(({ outcome, seen }, index) =>
  [asked[index]?.protocol, asked[index]?.to, asked[index]?.port, outcome, seen?.node].join(' '),
);
const from = { from: 'left', to: v4 } as const;
const [bound, translated, echo, unrouted, blackhole] = await sockets.probe(
  [
    { ...from, protocol: 'tcp', port: 80, localAddress: '10.0.1.2', localPort: 40_000 },
    { ...from, protocol: 'tcp', port: 8081, localPort: 40_001 },
    { ...from, protocol: 'icmp', localPort: 77 },
    { from: 'router', to: '10.200.0.1', protocol: 'tcp', port: 80 },
    { from: 'router', to: '10.7.0.1', protocol: 'udp', port: 80 },
  ],
  300,
);
const taken = await sockets
  .probe([{ ...from, protocol: 'udp', port: 80, localAddress: '10.99.0.1' }], 100)
  .then(() => '', String);

const many = Array.from({ length: 2000 }, (_, index): Probe => {
  const protocol = (['tcp', 'tcp', 'udp', 'icmp'] as const)[index % 4] ?? 'tcp';
  const to = index % 8 < 4 ? v4 : v6;
  return { from: 'left', protocol, to, port: 80, localPort: 10_000 + index };
});
const since = performance.now();
const found = await sockets.probe(many, 2000);
const milliseconds = performance.now() - since;
const closed = many.map((each): Probe => ({ ...each, protocol: 'udp', port: 81 }));
const refused = await sockets.probe(closed, 1000);
const again = await sockets.probe(many.slice(0, 500), 2000);
tell({
  ...{ outcomes, bound, translated, echo, unrouted, blackhole, taken, milliseconds },
  open: [...found, ...again].filter(({ outcome }) => outcome === 'open').length,
  refused: refused.filter(({ outcome }) => outcome === 'refused').length,
  seen: found.filter(({ seen }) => seen?.node === 'right').length,
});
sockets.close();
kernel.close();
