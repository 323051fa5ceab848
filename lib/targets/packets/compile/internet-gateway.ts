/**
 * An internet gateway: a 1:1 translator that remembers nothing. Out, the private address becomes the public one; in, the other
 * way round; IPv6 passes unchanged. And an egress-only one, which remembers: IPv6 out, and what answers it.
 */
import type { Id } from '../../../network/network.ts';
import type { Node, Route } from '../plan/plan.ts';
import { chain, declared, setOf, table } from './match.ts';
import {
  anywhere,
  cidrText,
  families,
  forwarding,
  gateway,
  ip4,
  knownBlocks,
  nodeOf,
  vpcsOf,
  type InVpc,
  type Scene,
} from './scene.ts';
import { blockElements } from './security-groups.ts';
import { tracedParts } from './traced.ts';

/** Its links: to the VPC, and to the internet. */
export const inner = 'vpc';
export const outer = 'net';

export function internetGatewayNode(scene: Scene, here: InVpc): Node {
  return {
    name: nodeOf.internetGateway(here.vpc.id),
    settings: forwarding,
    addresses: [],
    routes: throughRoutes(here),
    rules: [],
    ruleset: ruleset(scene, here),
  };
}

function throughRoutes({ vpc, nats }: InVpc): readonly Route[] {
  const regional = nats
    .filter(({ kind }) => kind === 'regional')
    .flatMap(({ address4 }) => (address4 === undefined ? [] : `${ip4(address4)}/32`));
  const inside = [
    ...knownBlocks(vpc.blocks).map((block) => ({ to: cidrText(block), family: block.family })),
    ...regional.map((to) => ({ to, family: 4 as const })),
  ];
  return [
    ...inside.map(({ to, family }) => ({
      to,
      kind: 'unicast' as const,
      device: inner,
      gateway: gateway[family],
    })),
    ...families.map((family) => ({
      ...{ to: anywhere[family], kind: 'unicast' as const },
      ...{ device: outer, gateway: gateway[family] },
    })),
  ];
}

function ruleset(scene: Scene, here: InVpc): string {
  const { public4 } = scene.settled;
  const mapped = [...here.interfaces, ...here.nats].flatMap(({ id, address4 }) => {
    const seen = public4.get(id);
    return seen === undefined || address4 === undefined
      ? []
      : [[ip4(address4), ip4(seen)] as const];
  });
  const type = 'ipv4_addr : ipv4_addr';
  return table('gateway', [
    ...tracedParts(),
    declared('map', 'out', { type, elements: mapped.map(([own, seen]) => `${own} : ${seen}`) }),
    declared('map', 'in', { type, elements: mapped.map(([own, seen]) => `${seen} : ${own}`) }),
    chain(
      'translate',
      rules(scene, here),
      'type filter hook prerouting priority raw; policy drop;',
    ),
  ]);
}

/** RFC 1918 and RFC 6598: no internet gateway carries them. */
const private1918 = '{ 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 }';
const shared6598 = '100.64.0.0/10';

function rules(scene: Scene, { vpc }: InVpc): readonly string[] {
  const { gates } = scene;
  const all = vpcsOf(scene);
  const at = typeof vpc.internetGateway === 'string' ? vpc.internetGateway : vpc.id;
  const gate = { kind: 'internet gateway', at } as const;
  // Addresses of VPCs that are in neither range lead nowhere either.
  const own = setOf(blockElements(all, 4));
  const inVpc =
    own === undefined
      ? []
      : [
          `iifname "${inner}" ip daddr ${own} ${gates.drop({ ...gate, code: 'NO_ROUTE_TO_DESTINATION' })}`,
        ];
  return [
    'notrack',
    `meta nfproto ipv6 accept`,
    `iifname "${inner}" ip daddr ${private1918} ${gates.drop({ ...gate, code: 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS' })}`,
    `iifname "${inner}" ip daddr ${shared6598} ${gates.drop({ ...gate, code: 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS' })}`,
    ...inVpc,
    `iifname "${inner}" ip saddr set ip saddr map @out accept`,
    `iifname "${inner}" ${gates.drop({ ...gate, code: 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' })}`,
    'ip daddr set ip daddr map @in accept',
    gates.drop({ kind: 'address', at, code: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS' }),
  ];
}

export function egressOnlyNode(scene: Scene, here: InVpc, id: Id): Node {
  const drop = scene.gates.drop({
    kind: 'egress-only internet gateway',
    at: id,
    code: 'KIT_EGRESS_ONLY',
  });
  return {
    name: nodeOf.egressOnly(id),
    settings: forwarding,
    addresses: [],
    routes: throughRoutes(here).filter(({ to }) => to.includes(':')),
    rules: [],
    ruleset: table('gateway', [
      ...tracedParts(),
      chain(
        'forward',
        [
          'ct state { established, related } accept',
          `iifname "${inner}" ct state new accept`,
          drop,
        ],
        'type filter hook forward priority filter; policy drop;',
      ),
    ]),
  };
}
