/** Plans applied one after the other, and what the kernel then shows. */
import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { messageOf } from '../../../../../lib/errors.ts';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { line, shown, tell } from './plans.ts';

const kernel = new Kernel();
const ruleset = 'table inet lab {\n  chain fw_all { type filter hook forward priority 0; }\n}\n';
await kernel.apply(line(ruleset));
const left = shown(kernel, 'left', 'ip -o addr show dev eth0; ip link show dev eth0');
const routes = shown(kernel, 'router', 'ip route; ip route show table 1000; ip -6 route');
const rules = shown(kernel, 'router', 'ip rule; ip -6 rule; nft list ruleset');

const plan = line();
const changed = plan.nodes.map((node) =>
  node.name === 'router' ? { ...node, addresses: ['10.0.0.1/32'], rules: [] } : node,
);
const namespaceBefore = shown(kernel, 'right', 'readlink /proc/self/ns/net');
const other = spawn('unshare', ['-n', 'sleep', '30']);
const own = readlinkSync('/proc/self/ns/net');
while (readlinkSync(`/proc/${other.pid ?? 0}/ns/net`) === own)
  await new Promise((resolve) => setTimeout(resolve, 5));
kernel.adopt('right', other.pid ?? 0);
await kernel.apply({ ...plan, nodes: changed });
const adopted = readlinkSync(`/proc/${other.pid ?? 0}/ns/net`);
const namespaceAfter = shown(kernel, 'right', 'readlink /proc/self/ns/net').trim();
const later = shown(
  kernel,
  'router',
  'ip -o addr show dev lo; ip rule; nft list ruleset; ip route',
);
const rightLater = shown(kernel, 'right', 'ip -o addr show dev eth0');
other.kill();

const smaller = { nodes: plan.nodes.slice(0, 2), links: plan.links.slice(0, 1) };
const kept = {
  ...smaller,
  nodes: smaller.nodes.map((node) => ({
    ...node,
    routes: node.routes.filter(({ device }) => device !== 'right'),
  })),
};
await kernel.apply(kept);
const links = shown(kernel, 'router', 'ip -o link');

const refused = async (ruleset: string, address: string): Promise<string> => {
  const trying = new Kernel();
  const [one] = kept.nodes;
  if (one === undefined) return '';
  const node = { ...one, routes: [], ruleset, addresses: [address] };
  const said = await trying.apply({ nodes: [node], links: [] }).then(() => '', messageOf);
  trying.close();
  return said;
};
tell({
  ...{ left, routes, rules, later, rightLater, links },
  isAdopted: namespaceAfter === adopted && namespaceBefore.trim() !== adopted,
  wrongRule: await refused(
    'table inet lab {\n  chain c {\n    tcp dport nothing\n  }\n}',
    '10.0.0.1/32',
  ),
  wrongAddress: await refused('', '10.0.0.1/77'),
});
kernel.close();
