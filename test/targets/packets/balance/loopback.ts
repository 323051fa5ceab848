/** A load balancer on loopback: what its tests share. Nodes are 127.0.0.1 and 127.0.0.2, targets whatever listens. */
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type {
  Action,
  Balancer,
  HealthCheck,
  Listener,
  Rule,
  TargetGroup,
} from '../../../../lib/fleet/fleet.ts';
import { ApplicationBalancer } from '../../../../lib/targets/packets/balance/application.ts';
import type { LogEntry } from '../../../../lib/targets/packets/balance/routing.ts';
import { RunningGroup, type Target } from '../../../../lib/targets/packets/balance/targets.ts';
import type { Wire } from '../../../../lib/targets/packets/plan/wire.ts';

export const loopback: Wire = {
  listen: async (server, { address, port }) => {
    server.listen(port, address);
    await once(server, 'listening');
  },
  connect: (_from, { address, port }) => connect(port, address),
  udp: async ({ address, port }) => {
    const socket = createSocket('udp4');
    socket.bind(port, address);
    await once(socket, 'listening');
    return socket;
  },
};

export const nodes = [
  { name: 'alb a', zone: 'a', address: '127.0.0.1' },
  { name: 'alb b', zone: 'b', address: '127.0.0.2' },
];

/** A hundredth: a check each 50 ms. */
export const scale = 0.01;

export const check: HealthCheck = {
  isEnabled: true,
  protocol: 'HTTP',
  port: 'traffic-port',
  path: '/health',
  intervalSeconds: 5,
  timeoutSeconds: 30,
  healthyThreshold: 2,
  unhealthyThreshold: 2,
  codes: [[200, 200]],
};

export function groupWith(settings: Partial<TargetGroup> = {}): TargetGroup {
  return {
    id: 'Group',
    protocol: 'HTTP',
    port: 80,
    targetType: 'instance',
    healthCheck: check,
    deregistrationDelaySeconds: 300,
    slowStartSeconds: 0,
    stickiness: undefined,
    algorithm: 'round_robin',
    keepsClientAddress: false,
    failOpenBelow: { count: 1, percentage: 0 },
    crossZone: 'as the load balancer',
    targets: [],
    ...settings,
  };
}

export const toGroup: Action = {
  kind: 'forward',
  groups: [{ group: 'Group', weight: 1 }],
  stickySeconds: undefined,
};

export function ruleOf(action: Action): Rule {
  return { id: 'Default', priority: 'default', conditions: [], action };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function balancerWith(listener: Partial<Listener>, more: Partial<Balancer> = {}): Balancer {
  return {
    id: 'Alb',
    kind: 'application',
    idleTimeoutSeconds: 60,
    dropsInvalidHeaders: false,
    keepsHostHeader: false,
    forwardedFor: 'append',
    forwardsClientPort: false,
    isCrossZone: true,
    listeners: [
      { id: 'Listener', protocol: 'HTTP', port: 80, rules: [ruleOf(toGroup)], ...listener },
    ],
    ...more,
  };
}

const ends: (() => unknown)[] = [];

/** After each test. */
export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) await end();
}

export function atEnd(end: () => unknown): void {
  ends.push(end);
}

/** A target: an HTTP server that is well, and answers what is told. */
export async function target(
  id: string,
  listener: RequestListener = (_request, response) => response.end(id),
  zone = 'a',
): Promise<Target> {
  const server = createHttpServer((request, response) => {
    if (request.url === '/health') response.end('well');
    else listener(request, response);
  });
  server.keepAliveTimeout = 60_000;
  return listening(id, server, zone);
}

/** One that speaks TCP, and passes the health check all the same. */
export function rawTarget(id: string, speaks: (socket: Socket) => void): Promise<Target> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes: Buffer) => {
      if (bytes.includes('GET /health')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      else speaks(socket);
    });
  });
  return listening(id, server, 'a');
}

async function listening(id: string, server: Server, zone: string): Promise<Target> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  atEnd(end);
  deaths.set(id, end);
  return { id, address: '127.0.0.1', port: (server.address() as AddressInfo).port, zone };
}

const deaths = new Map<string, () => void>();

/** The target is gone, and refuses connections. */
export function kill({ id }: Target): void {
  deaths.get(id)?.();
}

export interface Setting {
  readonly targets?: readonly Target[];
  readonly group?: Partial<TargetGroup>;
  readonly balancer?: Partial<Balancer>;
  readonly rules?: readonly Rule[];
  readonly listener?: Partial<Listener>;
  readonly wire?: Wire;
}

export interface Playing {
  readonly balancer: ApplicationBalancer;
  readonly group: RunningGroup;
  readonly port: number;
  readonly log: readonly LogEntry[];
}

/** A load balancer with one listener and one group, once its targets have had their first check. */
export async function playing({
  targets = [],
  wire = loopback,
  ...setting
}: Setting): Promise<Playing> {
  const port = await freePort();
  const group = new RunningGroup(groupWith(setting.group), { wire, scale });
  const rules = setting.rules ?? [ruleOf(toGroup)];
  const log: LogEntry[] = [];
  const balancer = new ApplicationBalancer(
    balancerWith({ port, rules, ...setting.listener }, setting.balancer),
    { wire, scale, nodes, groups: new Map([['Group', group]]), log: (entry) => log.push(entry) },
  );
  for (const each of targets) group.register(each);
  await balancer.start();
  atEnd(() => {
    balancer.close();
    group.close();
  });
  await until(() =>
    nodes.every(({ name }) =>
      group.healths(name).every(({ health }) => health.state !== 'initial'),
    ),
  );
  return { balancer, group, port, log };
}

export async function until(holds: () => boolean, withinMs = 5000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Sends the text as it is, and gives back all that comes until the connection is closed. */
export async function spoken(
  port: number,
  text: string | Buffer,
  address = '127.0.0.1',
): Promise<string> {
  const socket = connect(port, address);
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

/** Headers by lower-case name, and the body. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
}

export async function get(
  port: number,
  { path = '/', headers = {}, ...init }: RequestInit & { path?: string; address?: string } = {},
): Promise<Answered> {
  const answer = await fetch(`http://${init.address ?? '127.0.0.1'}:${port}${path}`, {
    ...init,
    headers,
    redirect: 'manual',
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    cookies: answer.headers.getSetCookie(),
    body: await answer.text(),
  };
}
