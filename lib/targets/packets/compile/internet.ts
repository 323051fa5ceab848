/** Everything outside every VPC: one router, hosts with names, and the services of AWS by their public addresses. */
import { parseBlock, type Family } from '../../../network/blocks.ts';
import type { Link, Node, Route } from '../plan/plan.ts';
import { chain, declared, table } from './match.ts';
import { deviceOf, macOf, numberOf } from './names.ts';
import { egressOnlyIds } from './doors.ts';
import { outer } from './internet-gateway.ts';
import { lastRoutes } from './tables.ts';
import { tracedParts } from './traced.ts';
import {
  anywhere,
  cidrText,
  deviceTo,
  families,
  forwarding,
  gateway,
  ip4,
  knownBlocks,
  nodeOf,
  vpcsOf,
  type InVpc,
  type OutsideHost,
  type Scene,
} from './scene.ts';

const toGateway = (vpc: string): string => deviceOf('i', vpc);
const toEgressOnly = (id: string): string => deviceOf('x', id);
const toOutside = (name: string): string => deviceOf('o', name);

export function internetParts(scene: Scene): {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
} {
  const vpcs = vpcsOf(scene);
  const outside = [...scene.outside, ...servicesOutside(scene)];
  return {
    nodes: [internetNode(scene, vpcs, outside), ...outside.map(outsideNode)],
    links: [
      ...vpcs
        .filter(hasGateway)
        .map(({ vpc }) =>
          link(
            `internet ${vpc.id}`,
            [nodeOf.internet, toGateway(vpc.id)],
            [nodeOf.internetGateway(vpc.id), outer],
          ),
        ),
      ...egressOnlyIds(scene).map((id) =>
        link(`internet ${id}`, [nodeOf.internet, toEgressOnly(id)], [nodeOf.egressOnly(id), outer]),
      ),
      ...outside.map(({ name }) =>
        link(
          `internet ${name}`,
          [nodeOf.internet, toOutside(name)],
          [nodeOf.outside(name), 'eth0'],
        ),
      ),
      link(
        'internet nowhere',
        [nodeOf.internet, deviceTo.nowhere],
        [nodeOf.internet, deviceTo.nowhereBack],
      ),
    ],
  };
}

function servicesOutside({ settled }: Scene): readonly OutsideHost[] {
  return [...settled.services].map(([name, block]) => ({ name, addresses: [cidrText(block)] }));
}

function hasGateway({ vpc }: InVpc): boolean {
  return typeof vpc.internetGateway === 'string';
}

type End = readonly [node: string, device: string];

export function link(id: string, [node, device]: End, [other, otherDevice]: End): Link {
  return {
    ends: [
      { node, device },
      { node: other, device: otherDevice },
    ],
    mac: macOf(id),
  };
}

function internetNode(scene: Scene, vpcs: readonly InVpc[], outside: readonly OutsideHost[]): Node {
  const egress = egressOnlyIds(scene);
  return {
    name: nodeOf.internet,
    settings: forwarding,
    addresses: [],
    routes: [
      ...vpcs.filter(hasGateway).flatMap((each) => routesToVpc(scene, each)),
      ...outside.flatMap(({ name, addresses }) =>
        addresses.map((each) => routeTo(each, toOutside(name))),
      ),
      ...egress.map((id) => ({
        ...{ to: anywhere[6], kind: 'unicast' as const, device: toEgressOnly(id) },
        ...{ gateway: gateway[6], table: numberOf(`table ${id}`) },
      })),
      ...lastRoutes(),
    ],
    rules: egress
      .map((id) => numberOf(`table ${id}`))
      .map((mark) => ({ mark, table: mark, priority: 100 })),
    ruleset: rulesOf(egress),
  };
}

function routesToVpc({ settled }: Scene, { vpc, interfaces, nats }: InVpc): readonly Route[] {
  const device = toGateway(vpc.id);
  const addresses = [...interfaces, ...nats].flatMap(({ id }) => settled.public4.get(id) ?? []);
  const blocks6 = knownBlocks(vpc.blocks).filter(({ family }) => family === 6);
  return [
    ...addresses.map((each) => routeTo(ip4(each), device)),
    ...blocks6.map((each) => routeTo(cidrText(each), device)),
  ];
}

/**
 * What left by an egress-only gateway is answered through it. Of an address that nobody has the sender is told: by a rule, since
 * the kernel's own word for a missing route is held back after five of them.
 */
function rulesOf(egress: readonly string[]): string {
  const elements = egress.map((id) => `"${toEgressOnly(id)}" : ${numberOf(`table ${id}`)}`);
  return table('internet', [
    ...tracedParts(),
    declared('map', 'egress', { type: 'ifname : mark', elements }),
    chain(
      'prerouting',
      [
        'ct direction reply ct mark != 0 meta mark set ct mark accept',
        'ct state new ct mark set iifname map @egress',
      ],
      'type filter hook prerouting priority mangle; policy accept;',
    ),
    chain(
      'forward',
      [`oifname "${deviceTo.nowhere}" reject with icmpx host-unreachable`],
      'type filter hook forward priority filter; policy accept;',
    ),
  ]);
}

function routeTo(address: string, device: string): Route {
  const { to, family } = parsed(address);
  return { to, kind: 'unicast', device, gateway: gateway[family] };
}

function parsed(address: string): {
  readonly to: string;
  readonly family: Family;
  readonly isOne: boolean;
} {
  const block = parseBlock(address);
  if (block === undefined) throw new Error(`'${address}' is no address`);
  return { to: cidrText(block), family: block.family, isOne: block.first === block.last };
}

/** A single address is its own; of a block every address answers. */
function outsideNode({ name, addresses }: OutsideHost): Node {
  const all = addresses.map(parsed);
  const singles = all.filter(({ isOne }) => isOne);
  return {
    name: nodeOf.outside(name),
    settings: { 'ipv4/ping_group_range': '0 0' },
    addresses: singles.map(({ to }) => to),
    routes: [
      ...all
        .filter(({ isOne }) => !isOne)
        .map(({ to }) => ({ to, kind: 'local' as const, device: 'lo', table: 255 })),
      ...families.map((family) => {
        const source = singles.find((each) => each.family === family)?.to.split('/')[0];
        return {
          ...{
            to: anywhere[family],
            kind: 'unicast' as const,
            device: 'eth0',
            gateway: gateway[family],
          },
          ...(source === undefined ? {} : { source }),
        };
      }),
    ],
    rules: [],
    ruleset: '',
  };
}
