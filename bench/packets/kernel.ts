/** Inside a user namespace: how long a star of hosts takes to apply, beside the floor; prints JSON. */
import type { Plan } from '../../lib/targets/packets/plan/plan.ts';
import { Kernel } from '../../lib/targets/packets/kernel/kernel.ts';
import {
  closeNamespace,
  createNamespace,
  homeNamespace,
} from '../../lib/targets/packets/kernel/namespaces.ts';
import {
  linkUp,
  loopback,
  newAddress,
  newRoute,
  newVeth,
} from '../../lib/targets/packets/kernel/netlink/rtnetlink.ts';
import { NetlinkSocket } from '../../lib/targets/packets/kernel/netlink/socket.ts';
import { nft } from '../../lib/targets/packets/kernel/rulesets.ts';

const gateway = '10.0.0.1';
const rules = `table inet lab {
  chain fw_all {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    tcp dport { 80, 443 } accept
  }
}
`;

function numbersTo(hosts: number): number[] {
  return Array.from({ length: hosts }, (_, index) => index + 10);
}

function addressOf(number: number): string {
  return `10.0.${number >> 8}.${number & 255}/32`;
}

function macOf(number: number): string {
  const hex = number.toString(16).padStart(4, '0');
  return `02:00:00:00:${hex.slice(0, 2)}:${hex.slice(2)}`;
}

function star(hosts: number): Plan {
  const numbers = numbersTo(hosts);
  const plain = { settings: {}, addresses: [], rules: [], ruleset: '' };
  return {
    nodes: [
      {
        ...{ name: 'router', settings: { 'ipv4/ip_forward': '1' }, addresses: [`${gateway}/32`] },
        ...{ rules: [], ruleset: rules },
        routes: numbers.map((number) => ({
          ...{ to: addressOf(number), kind: 'unicast', device: `h${number}` },
        })),
      },
      ...numbers.map((number) => ({
        ...plain,
        name: `host ${number}`,
        routes: [{ to: '0.0.0.0/0', kind: 'unicast' as const, device: 'eth0', gateway }],
      })),
    ],
    links: numbers.map((number) => ({
      mac: macOf(number),
      ends: [
        { node: `host ${number}`, device: 'eth0', addresses: [addressOf(number)] },
        { node: 'router', device: `h${number}` },
      ],
    })),
  };
}

/** The same with nothing but the calls that it takes, in the order in which they come. */
async function floor(hosts: number): Promise<() => void> {
  const home = new NetlinkSocket(homeNamespace());
  const router = createNamespace();
  const own = new NetlinkSocket(router);
  const open = numbersTo(hosts).map((number) => {
    const namespace = createNamespace();
    const ends = [
      { device: 'eth0', index: 100, namespace: namespace.fd, group: 0 },
      { device: `h${number}`, index: 100 + number, namespace: router.fd, group: 0 },
    ] as const;
    home.send([newVeth(ends, macOf(number))]);
    const to = { to: addressOf(number), kind: 'unicast' } as const;
    own.send([linkUp(100 + number, 'h'), newRoute(to, 100 + number)]);
    const host = new NetlinkSocket(namespace);
    host.send([
      linkUp(loopback, 'lo'),
      newAddress(addressOf(number), 100),
      newRoute({ to: '0.0.0.0/0', kind: 'unicast', gateway }, 100),
    ]);
    return { namespace, host };
  });
  own.send([linkUp(loopback, 'lo'), newAddress(`${gateway}/32`, loopback)]);
  await nft(['-f', '-'], router, rules);
  return () => {
    for (const { namespace, host } of open) {
      host.close();
      closeNamespace(namespace);
    }
    own.close();
    closeNamespace(router);
    home.close();
  };
}

async function applied(hosts: number): Promise<() => void> {
  const kernel = new Kernel();
  await kernel.apply(star(hosts));
  return () => {
    kernel.close();
  };
}

async function timed(run: () => Promise<() => void>): Promise<number> {
  const since = performance.now();
  const end = await run();
  const seconds = (performance.now() - since) / 1000;
  end();
  // The kernel takes namespaces away in the background, which would be counted with what comes next.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return seconds;
}

const hosts = Number(process.argv[2]);
const runs = { applied: [] as number[], floor: [] as number[] };
for (let round = 0; round < 5; round += 1) {
  runs.floor.push(await timed(() => floor(hosts)));
  runs.applied.push(await timed(() => applied(hosts)));
}
process.stdout.write(JSON.stringify(runs));
