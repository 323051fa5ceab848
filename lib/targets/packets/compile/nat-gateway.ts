/** A NAT gateway: an interface without a group that puts its own address before senders of its VPC, and takes in only replies. */
import type { NatGateway } from '../../../network/network.ts';
import type { Code } from '../../../network/question.ts';
import type { Node } from '../plan/plan.ts';
import { chain, setOf, table } from './match.ts';
import {
  anywhere,
  families,
  forwarding,
  gateway,
  ip4,
  nodeOf,
  type InVpc,
  type Scene,
} from './scene.ts';
import { blockElements } from './security-groups.ts';
import { tracedParts } from './traced.ts';

export function natNode(scene: Scene, here: InVpc, nat: NatGateway): Node {
  return {
    name: nodeOf.nat(nat.id),
    settings: { ...forwarding, ...strict },
    addresses: [],
    // IPv6 is led on only to be dropped by a rule that says so.
    routes: families.map((family) => ({
      ...{ to: anywhere[family], kind: 'unicast' as const },
      ...{ device: 'eth0', gateway: gateway[family] },
    })),
    rules: [],
    ruleset: ruleset(scene, here, nat),
  };
}

/** What was not opened through it is no connection: a packet in the middle of one makes none. */
const strict = { 'netfilter/nf_conntrack_tcp_loose': '0' };

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const ports = '1024-65535';

function ruleset(scene: Scene, here: InVpc, nat: NatGateway): string {
  const { address4 } = nat;
  const sessionless = scene.gates.drop({ ...gateOf(nat), code: 'KIT_NO_NAT_SESSION' });
  const self = address4 === undefined ? undefined : ip4(address4);
  return table('nat_gateway', [
    ...tracedParts(),
    chain(
      'forward',
      [...forwardRules(scene, here, nat), sessionless],
      'type filter hook forward priority filter; policy drop;',
    ),
    chain('input', [sessionless], 'type filter hook input priority filter; policy drop;'),
    chain(
      'postrouting',
      self === undefined
        ? []
        : [
            `meta l4proto { 6, 17 } snat ip to ${self}:${ports}`,
            `meta l4proto 1 snat ip to ${self}`,
          ],
      'type nat hook postrouting priority srcnat; policy accept;',
    ),
  ]);
}

function gateOf({ id }: NatGateway) {
  return { kind: 'NAT gateway', at: id } as const;
}

const isNew = 'ct state new';

/** Only what is new and from inside opens a session: a packet in the middle of a connection would be an answer to somebody else. */
function forwardRules({ gates }: Scene, here: InVpc, nat: NatGateway): readonly string[] {
  const refuse = (code: Code): string => gates.drop({ ...gateOf(nat), code });
  const own = setOf(blockElements([here], 4));
  return [
    'ct state { established, related } accept',
    `meta nfproto ipv6 ${refuse('KIT_NGW_PROTOCOL')}`,
    `${isNew} meta l4proto != { 1, 6, 17 } ${refuse('KIT_NGW_PROTOCOL')}`,
    ...(own === undefined
      ? []
      : [`${isNew} ip saddr != ${own} ${refuse('NGW_REQUIRES_SOURCE_IN_VPC')}`]),
    `${isNew} accept`,
  ];
}
