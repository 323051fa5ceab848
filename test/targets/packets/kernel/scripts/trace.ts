/** What the kernel tells of probes that are taken, dropped, refused and translated. */
import type { Probe } from '../../../../../lib/targets/packets/kernel/sockets/probe.ts';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { Sockets } from '../../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import { Tracer } from '../../../../../lib/targets/packets/kernel/trace/tracer.ts';
import { line, tell } from './plans.ts';

const traced = 'chain tr_all { type filter hook prerouting priority -400; meta nftrace set 1; }';
const plan = line(`table inet lab {
  ${traced}
  chain gate_x {
    th dport 9 drop comment "deny 9"
    return
  }
  chain fw_all {
    type filter hook forward priority 0; policy drop;
    jump gate_x
    ct state established accept comment "established"
    meta l4proto { icmp, icmpv6 } accept comment "echo"
    th dport 80 accept comment "allow 80"
  }
  chain nat_out {
    type nat hook postrouting priority srcnat;
    oifname "right" ip daddr 10.0.2.2 snat ip to 10.0.0.1
  }
}
`);
const nodes = plan.nodes.map((node) =>
  node.name === 'right' ? { ...node, ruleset: `table inet lab {\n  ${traced}\n}\n` } : node,
);
const kernel = new Kernel();
await kernel.apply({ ...plan, nodes });
const sockets = new Sockets((node) => kernel.namespaceOf(node));
sockets.listen('tcp', { node: 'right', port: 80 });
sockets.listen('udp', { node: 'right', port: 80 });
const tracer = new Tracer(kernel, ['router', 'right']);
const asked: Probe[] = [
  { address: '10.0.1.2', to: '10.0.2.2' },
  { address: 'fd00:1::2', to: 'fd00:2::2' },
].flatMap(({ address, to }) => [
  ...(['tcp', 'udp'] as const).flatMap((protocol) =>
    [80, 9, 10].map((port) => ({
      ...{ from: 'left', protocol, to, port },
      ...{ localAddress: address, localPort: 30_000 + port },
    })),
  ),
  { from: 'left', protocol: 'icmp' as const, to, localAddress: address, localPort: 7 },
]);
await sockets.probe(asked, 300);
const told: Record<string, string[]> = {};
for (const { protocol, to, port = 0, localAddress = '', localPort = 0 } of asked) {
  const from = { address: localAddress, port: localPort };
  const hops = await tracer.hops({ protocol, from, to: { address: to, port } });
  told[`${protocol} ${to} ${port}`] = hops.map(
    ({ node, isAnswer, verdict, rule, by, from: seen }) =>
      `${isAnswer ? 'back' : 'out'} ${node} ${verdict} ${rule ?? by.chain} from ${seen.address}`,
  );
}
tracer.forget();
const [first] = asked;
const nothing = first && {
  protocol: first.protocol,
  from: { address: '10.0.1.2', port: 30_080 },
  to: { address: first.to, port: 80 },
};
tell({ told, forgotten: nothing && (await tracer.hops(nothing)) });
tracer.close();
sockets.close();
kernel.close();
