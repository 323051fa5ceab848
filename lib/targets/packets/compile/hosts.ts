/** Hosts in subnets: a namespace with its interfaces, and for one that forwards a gate that keeps its own connections. */
import { addressText, prefixLength, type Block } from '../../../network/blocks.ts';
import type { Interface, Subnet } from '../../../network/network.ts';
import type { Link, LinkEnd, Node, PolicyRule, Route } from '../plan/plan.ts';
import { chain, declared, table } from './match.ts';
import { macOf, numberOf } from './names.ts';
import {
  addressesOf,
  anywhere,
  deviceTo,
  families,
  forwarding,
  gateway,
  groupOf,
  hostNode,
  nodeOf,
  vpcsOf,
  type InVpc,
  type Scene,
} from './scene.ts';
import { blockElements, groupGates, peersOf, sendsForOthers } from './security-groups.ts';
import { tracedParts } from './traced.ts';

interface Parts {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

/** One interface of a host, as `eth0`, `eth1` ... in the order of the template. */
interface Card {
  readonly face: Interface;
  readonly subnet: Subnet;
  readonly device: string;
}

export function hostParts(scene: Scene, here: InVpc, all: readonly InVpc[]): Parts {
  const hosts = new Map<string, Card[]>();
  for (const face of here.interfaces) {
    const subnet = here.subnets.find(({ id }) => id === face.subnet);
    if (subnet === undefined) continue;
    const name = hostNode(scene.settled.network, face);
    const cards = hosts.get(name) ?? [];
    hosts.set(name, [...cards, { face, subnet, device: `eth${cards.length}` }]);
  }
  const own = [...hosts].map(([name, cards]) => hostOf(scene, name, cards));
  const cards = [...hosts.values()].flat();
  const gates = cards.filter(({ face }) => !face.checksSourceDest);
  return {
    nodes: [...own, ...gates.map((card) => gateNode(scene, card, { here, all }))],
    links: [...hosts].flatMap(([name, some]) =>
      some.flatMap((card) => linksOf(scene, here, { name, card })),
    ),
  };
}

function hostOf(scene: Scene, name: string, cards: readonly Card[]): Node {
  const forwards = cards.some(({ face }) => !face.checksSourceDest || sendsForOthers(scene, face));
  const [first] = cards;
  return {
    name,
    settings: { ...(forwards ? forwarding : {}), 'ipv4/ping_group_range': '0 0' },
    addresses: [],
    routes: [
      ...(first === undefined ? [] : routesBy(first)),
      ...(first === undefined || !forwards ? [] : routesOfOthers(first)),
      // An answer leaves by the interface that was asked: ec2-net-utils of Amazon Linux does the same.
      ...cards.slice(1).flatMap((card) => routesBy(card, numberOf(`card ${card.face.id}`))),
    ],
    rules: cards.slice(1).flatMap(rulesBy),
    ruleset:
      forwards && first !== undefined && scene.playsForwarders ? forwarder(scene, first) : '',
  };
}

function routesBy({ face, device }: Card, number?: number): readonly Route[] {
  return addressesOf(face).map((address) => ({
    ...{ to: anywhere[address.family], kind: 'unicast', device, gateway: gateway[address.family] },
    source: addressText(address),
    ...(number === undefined ? {} : { table: number }),
  }));
}

/** What forwards does so in both families, whatever its own addresses are. */
function routesOfOthers({ face, device }: Card): readonly Route[] {
  const own = new Set(addressesOf(face).map(({ family }) => family));
  return families
    .filter((family) => !own.has(family))
    .map((family) => ({
      ...{ to: anywhere[family], kind: 'unicast', device, gateway: gateway[family] },
    }));
}

function rulesBy({ face }: Card): readonly PolicyRule[] {
  return addressesOf(face).map((address) => ({
    from: addressText(address),
    table: numberOf(`card ${face.id}`),
    priority: 200,
  }));
}

/** As a NAT instance does: towards the internet with its own address, inside with that of the sender. */
function forwarder(scene: Scene, { face }: Card): string {
  const inside = blockElements(vpcsOf(scene), 4);
  const drop = scene.gates.drop({ kind: 'NAT gateway', at: face.id, code: 'KIT_NO_NAT_SESSION' });
  return table('forwarder', [
    declared('set', 'inside', { type: 'ipv4_addr', flags: 'interval', elements: inside }),
    chain(
      'forward',
      [`meta nfproto ipv4 ip daddr != @inside ct state invalid ${drop}`],
      'type filter hook forward priority filter; policy accept;',
    ),
    chain(
      'postrouting',
      ['meta nfproto ipv4 ip daddr != @inside masquerade'],
      'type nat hook postrouting priority srcnat; policy accept;',
    ),
  ]);
}

function linksOf(
  scene: Scene,
  { vpc }: InVpc,
  { name, card }: { readonly name: string; readonly card: Card },
): readonly Link[] {
  const { face, subnet, device } = card;
  const isClassic = scene.settled.network.balancers.get(face.owner)?.kind === 'classic';
  const group = isClassic ? groupOf.classic(subnet.id) : groupOf.subnet(subnet.id);
  const router: LinkEnd = { node: nodeOf.vpc(vpc.id), device: deviceTo.interface(face.id), group };
  const host: LinkEnd = { node: name, device, addresses: addressesWritten(card) };
  const mac = macOf(face.id);
  if (face.checksSourceDest) return [{ ends: [router, host], mac }];
  const gate = nodeOf.gate(face.id);
  return [
    { ends: [router, { node: gate, device: 'vpc' }], mac: macOf(`gate ${face.id}`) },
    { ends: [{ node: gate, device: 'host' }, host], mac },
  ];
}

function addressesWritten({ face, subnet }: Card): readonly string[] {
  return addressesOf(face).map((address) => {
    const block = address.family === 4 ? subnet.block4 : subnet.block6;
    return `${addressText(address)}/${lengthOf(block, address.family)}`;
  });
}

function lengthOf(block: Subnet['block4'], family: 4 | 6): number {
  if (block === undefined || 'unknown' in block) return family === 4 ? 32 : 128;
  return prefixLength(block satisfies Block);
}

/** Whatever comes by one link goes by the other; the groups of the interface are asked in between. */
function gateNode(
  scene: Scene,
  { face }: Card,
  { here, all }: { readonly here: InVpc; readonly all: readonly InVpc[] },
): Node {
  const groups = groupGates(scene, [face], { here, peered: peersOf(scene, here, all), by: 'vpc' });
  const leads = [
    { device: 'host', table: toHost },
    { device: 'vpc', table: toVpc },
  ];
  return {
    name: nodeOf.gate(face.id),
    settings: forwarding,
    addresses: [],
    routes: families.flatMap((family) =>
      leads.map((each) => ({
        ...{ to: anywhere[family], kind: 'unicast' as const, gateway: gateway[family] },
        ...each,
      })),
    ),
    rules: leads.map(({ table: mark }) => ({ mark, table: mark, priority: 100 })),
    ruleset: gateRules(groups),
  };
}

const [toHost, toVpc] = [1, 2];

function gateRules({ parts, verdicts }: ReturnType<typeof groupGates>): string {
  const isNew = 'ct state { new, invalid, untracked }';
  const type = 'ifname : verdict';
  return table('gate', [
    ...tracedParts(),
    ...parts,
    declared('map', 'out', { type, elements: named(verdicts.out, 'host') }),
    declared('map', 'in', { type, elements: named(verdicts.in, 'host') }),
    chain(
      'prerouting',
      [`iifname "vpc" meta mark set ${toHost}`, `iifname "host" meta mark set ${toVpc}`],
      'type filter hook prerouting priority mangle; policy accept;',
    ),
    chain(
      'forward',
      [`${isNew} iifname vmap @out`, `${isNew} oifname vmap @in`, 'accept'],
      'type filter hook forward priority filter; policy drop;',
    ),
  ]);
}

/** The router calls its end by the interface; in its own gate there is only one. */
function named(verdicts: readonly string[], device: string): readonly string[] {
  return verdicts.map((each) => each.replace(/^"[^"]*"/, `"${device}"`));
}
