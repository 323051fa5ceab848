/** Small plans to try out, and how a script tells its test what it saw. */
import { execFileSync } from 'node:child_process';
import type { Node, Plan } from '../../../../../lib/targets/packets/plan/plan.ts';
import type { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { inside } from '../../../../../lib/targets/packets/kernel/namespaces.ts';

/** `left` - `router` - `right`, in both families. */
export function line(ruleset = ''): Plan {
  return {
    nodes: [
      host('left', { v4: '10.0.0.1', v6: 'fd00::1' }),
      {
        name: 'router',
        settings: { 'ipv4/ip_forward': '1', 'ipv6/conf/all/forwarding': '1' },
        addresses: ['10.0.0.1/32', 'fd00::1/128'],
        rules: [{ mark: 5, table: 1000, priority: 100 }],
        ruleset,
        routes: [
          { to: '10.0.1.2/32', kind: 'unicast', device: 'left' },
          { to: 'fd00:1::2/128', kind: 'unicast', device: 'left' },
          { to: '10.0.2.2/32', kind: 'unicast', device: 'right' },
          { to: 'fd00:2::2/128', kind: 'unicast', device: 'right' },
          { to: '10.9.0.0/16', kind: 'throw', table: 1000 },
          { to: '10.8.0.0/16', kind: 'unreachable' },
          { to: '10.7.0.0/16', kind: 'blackhole' },
        ],
      },
      host('right', { v4: '10.0.0.1', v6: 'fd00::1' }),
    ],
    links: [
      {
        mac: '02:00:00:00:00:01',
        ends: [
          { node: 'left', device: 'eth0', addresses: ['10.0.1.2/24', 'fd00:1::2/64'] },
          { node: 'router', device: 'left', group: 1 },
        ],
      },
      {
        mac: '02:00:00:00:00:02',
        ends: [
          { node: 'router', device: 'right', group: 2 },
          { node: 'right', device: 'eth0', addresses: ['10.0.2.2/24', 'fd00:2::2/64'] },
        ],
      },
    ],
  };
}

function host(name: string, { v4, v6 }: { readonly v4: string; readonly v6: string }): Node {
  return {
    ...{ name, settings: {}, addresses: [], rules: [] },
    ruleset: '',
    routes: [
      { to: '0.0.0.0/0', kind: 'unicast', device: 'eth0', gateway: v4 },
      { to: '::/0', kind: 'unicast', device: 'eth0', gateway: v6 },
    ],
  };
}

/** What a command prints in the node. */
export function shown(kernel: Kernel, node: string, command: string): string {
  const run = (): string => execFileSync('sh', ['-c', command]).toString();
  return inside(kernel.namespaceOf(node), run);
}

export function tell(value: unknown): void {
  process.stdout.write(JSON.stringify(value));
}
