/**
 * Requests per second through the load balancer of target `packets`, on loopback with two targets and 32 clients, beside
 * the targets alone, HAProxy and nginx (`apt-get install haproxy nginx`; left out where they are not installed).
 *
 * Every part is a process of its own; this file is all of them, by the first word.
 */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ApplicationBalancer } from '../../lib/targets/packets/balance/application.ts';
import { RunningGroup } from '../../lib/targets/packets/balance/targets.ts';
import type { TargetGroup } from '../../lib/fleet/fleet.ts';

const host = '127.0.0.1';
const targets = [18_081, 18_082];
const ports = { direct: 18_081, ours: 18_080, haproxy: 18_083, nginx: 18_084 };
const clients = 32;
const seconds = 4;

/** Prints requests per second, p50 and p99 in milliseconds of each way, and how many failed. */
export async function balancers(scratch: string, say: (line: string) => void): Promise<void> {
  const running = targets.map((port) => part('target', port));
  running.push(part('ours', ports.ours));
  try {
    await Promise.all(running.map((each) => once(each, 'message')));
    const others = [haproxy(scratch), nginx(scratch)].flatMap((each) => each ?? []);
    running.push(...others.map(({ process }) => process));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    say(`${'load balancer, 32 clients, 2 targets'.padEnd(40)}  req/s   p50   p99  failed`);
    const ways = ['direct', 'ours', ...others.map(({ name }) => name)] as const;
    for (const round of [1, 2, 3])
      for (const way of ways)
        say(`${`${way} (round ${round})`.padEnd(40)} ${await measured(ports[way])}`);
  } finally {
    for (const each of running) each.kill('SIGKILL');
  }
}

function part(name: string, port: number): ChildProcess {
  return fork(import.meta.filename, [name, String(port)], { execArgv: process.execArgv });
}

async function measured(port: number): Promise<string> {
  const load = part('load', port);
  const [figures] = (await once(load, 'message')) as [readonly number[]];
  return figures.map((each) => String(each).padStart(6)).join('');
}

interface Other {
  readonly name: 'haproxy' | 'nginx';
  readonly process: ChildProcess;
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ['-v'], { stdio: 'ignore' }).status === 0;
}

function haproxy(scratch: string): Other | undefined {
  if (!isInstalled('haproxy')) return undefined;
  const file = join(scratch, 'haproxy.cfg');
  const servers = targets.map((port) => `  server s${port} ${host}:${port} check`).join('\n');
  writeFileSync(
    file,
    `defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
listen it
  bind ${host}:${ports.haproxy}
${servers}
`,
  );
  return { name: 'haproxy', process: spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' }) };
}

function nginx(scratch: string): Other | undefined {
  if (!isInstalled('nginx')) return undefined;
  const file = join(scratch, 'nginx.conf');
  const servers = targets.map((port) => `server ${host}:${port};`).join(' ');
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${scratch}/nginx.pid; error_log ${scratch}/nginx.log;
events {}
http { access_log off; upstream it { ${servers} keepalive 64; }
server { listen ${host}:${ports.nginx}; keepalive_requests 100000000;
location / { proxy_pass http://it; proxy_http_version 1.1; proxy_set_header Connection ""; } } }
`,
  );
  return {
    name: 'nginx',
    process: spawn('nginx', ['-p', scratch, '-c', file], { stdio: 'ignore' }),
  };
}

function serveTarget(port: number): void {
  const server = createServer((_request, response) => response.end('hello'));
  server.keepAliveTimeout = 600_000;
  server.listen(port, host, () => process.send?.('up'));
}

const settings: TargetGroup = {
  id: 'Group',
  protocol: 'HTTP',
  port: 80,
  targetType: 'instance',
  healthCheck: {
    ...{ isEnabled: true, protocol: 'HTTP', port: 'traffic-port', path: '/' },
    ...{ intervalSeconds: 30, timeoutSeconds: 5, healthyThreshold: 5, unhealthyThreshold: 2 },
    codes: [[200, 200]],
  },
  deregistrationDelaySeconds: 300,
  slowStartSeconds: 0,
  stickiness: undefined,
  algorithm: 'round_robin',
  keepsClientAddress: false,
  failOpenBelow: { count: 1, percentage: 0 },
  crossZone: true,
  targets: [],
};

async function serveOurs(port: number): Promise<void> {
  const wire = {
    listen: async (server: import('node:net').Server, at: { port: number; address?: string }) => {
      server.listen(at.port, at.address);
      await once(server, 'listening');
    },
    connect: (_from: string, to: { address: string; port: number }) => connect(to.port, to.address),
    udp: () => Promise.reject(new Error('no UDP here')),
  };
  const group = new RunningGroup(settings, { wire, scale: 0.1 });
  for (const each of targets)
    group.register({ id: `t${each}`, address: host, port: each, zone: 'a' });
  const action = {
    kind: 'forward',
    groups: [{ group: 'Group', weight: 1 }],
    stickySeconds: undefined,
  } as const;
  const rules = [{ id: 'Default', priority: 'default', conditions: [], action }] as const;
  const balancer = new ApplicationBalancer(
    {
      ...{ id: 'Alb', kind: 'application', idleTimeoutSeconds: 60, dropsInvalidHeaders: false },
      ...{ keepsHostHeader: false, forwardedFor: 'append', forwardsClientPort: false },
      ...{ isCrossZone: true, listeners: [{ id: 'Listener', protocol: 'HTTP', port, rules }] },
    },
    {
      ...{ wire, scale: 0.1, groups: new Map([['Group', group]]) },
      nodes: [{ name: 'alb', zone: 'a', address: host }],
    },
  );
  await balancer.start();
  process.send?.('up');
}

const request = 'GET / HTTP/1.1\r\nHost: example.com\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n';

/** One request after the other on each connection; the answers are small enough to come in one piece. */
async function load(port: number): Promise<void> {
  const times: number[] = [];
  let failed = 0;
  let isOver = false;
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, host);
      socket.setNoDelay(true);
      let since = 0;
      const ask = (): void => {
        since = performance.now();
        socket.write(request);
      };
      socket.on('connect', ask);
      socket.on('data', (bytes: Buffer) => {
        if (!bytes.includes('HTTP/1.1 200') || !bytes.includes('hello')) failed += 1;
        times.push(performance.now() - since);
        if (isOver) socket.destroy();
        else ask();
      });
      socket
        .on('error', () => (failed += 1))
        .on('close', () => {
          resolve();
        });
    });
  const all = Array.from({ length: clients }, one);
  const since = performance.now();
  setTimeout(() => (isOver = true), seconds * 1000);
  await Promise.all(all);
  const rate = Math.round((times.length / (performance.now() - since)) * 1000);
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  process.send?.([rate, at(0.5), at(0.99), failed], () => {
    process.exit(0);
  });
}

const parts = new Map<string, (port: number) => unknown>([
  ['target', serveTarget],
  ['ours', serveOurs],
  ['load', load],
]);

if (process.argv[1] === import.meta.filename)
  await parts.get(process.argv[2] ?? '')?.(Number(process.argv[3]));
