/**
 * The router of a VPC: every interface on a link of its own, so that everything passes its gates, neighbours of one subnet too.
 * In the order in which AWS judges: the sender's groups, the route, the ACL out, the gateway, the ACL in, the receiver's groups,
 * the source/destination check. Groups ask for connections, ACLs do not.
 */
import { addressText } from '../../../network/blocks.ts';
import type { Interface, NatGateway, RouteTable } from '../../../network/network.ts';
import type { Node, PolicyRule, Route } from '../plan/plan.ts';
import { tracedParts } from './traced.ts';
import { setsOf } from './vpc-sets.ts';
import { egressOnlyIds, gatewayRules, incomingRules, natLoopRules, natRules } from './doors.ts';
import { chain, declared, table as tableText } from './match.ts';
import { numberOf } from './names.ts';
import { aclGates } from './network-acls.ts';
import {
  addressesOf,
  anywhere,
  deviceTo,
  families,
  forwarding,
  gateway,
  ip4,
  nodeOf,
  type InVpc,
  type Scene,
} from './scene.ts';
import { groupGates, peersOf, sendsForOthers } from './security-groups.ts';
import { entriesOf, kernelRoutes, lastRoutes, lostRules, ofGateway } from './tables.ts';

const metadataAddress = '169.254.169.254';
const resolverAddress = '169.254.169.253';

export function vpcNode(scene: Scene, here: InVpc, all: readonly InVpc[]): Node {
  const tables = tablesOf(scene, here, all);
  return {
    name: nodeOf.vpc(here.vpc.id),
    settings: forwarding,
    addresses: servedAddresses(here).map((each) => `${each}/32`),
    routes: [
      ...here.interfaces.flatMap(interfaceRoutes),
      ...here.nats.flatMap(natRoutes),
      ...tables.flatMap(({ table, entries }) => kernelRoutes(table.id, entries)),
      ...regionalRoutes(here),
      ...here.interfaces.filter((each) => sendsForOthers(scene, each)).flatMap(nodeRoutes),
      ...lastRoutes(),
    ],
    rules: policyRules(
      scene,
      here,
      tables.map(({ table }) => table),
    ),
    ruleset: ruleset(scene, { here, all, tables }),
  };
}

interface Tabled {
  readonly table: RouteTable;
  readonly entries: ReturnType<typeof entriesOf>;
}

/** Those that something asks. */
function tablesOf(scene: Scene, here: InVpc, all: readonly InVpc[]): readonly Tabled[] {
  const { vpc, subnets } = here;
  const devices = devicesOf(scene, here, all);
  const { tables } = scene.settled.network;
  const ids = new Set(subnets.flatMap(({ table }) => (typeof table === 'string' ? table : [])));
  const asked = [...ids, ...(vpc.gatewayTable === undefined ? [] : [vpc.gatewayTable])];
  return asked.flatMap((id) => {
    const table = tables.get(id);
    if (table === undefined) return [];
    const entries = entriesOf(scene, table, devices);
    const isOfGateway = id === vpc.gatewayTable && !ids.has(id);
    return { table, entries: isOfGateway ? ofGateway(entries) : entries };
  });
}

/** Every link that leads out of this router. */
function devicesOf(scene: Scene, here: InVpc, all: readonly InVpc[]): ReadonlySet<string> {
  const { vpc, interfaces, nats } = here;
  const endpoints = [...scene.settled.network.endpoints.values()];
  return new Set([
    ...(typeof vpc.internetGateway === 'string' ? [deviceTo.internetGateway] : []),
    ...interfaces.map(({ id }) => deviceTo.interface(id)),
    ...nats.map(({ id }) => deviceTo.nat(id)),
    ...egressOnlyIds(scene, vpc.id).map(deviceTo.egressOnly),
    ...endpoints.filter((each) => each.vpc === vpc.id).map(({ id }) => deviceTo.endpoint(id)),
    ...peersOf(scene, here, all).map(({ device }) => device),
  ]);
}

/** What AWS serves in every subnet, by the resolver's address at the VPC's base plus two as well. */
export function servedAddresses({ vpc }: InVpc): readonly string[] {
  const [first] = vpc.blocks;
  const own =
    first === undefined || 'unknown' in first || first.family === 6 ? [] : [ip4(first.first + 2n)];
  return [metadataAddress, resolverAddress, ...own];
}

function interfaceRoutes(face: Interface): readonly Route[] {
  return addressesOf(face).map((address) => ({
    to: `${addressText(address)}/${address.family === 4 ? 32 : 128}`,
    kind: 'unicast',
    device: deviceTo.interface(face.id),
  }));
}

function natRoutes({ id, address4 }: NatGateway): readonly Route[] {
  if (address4 === undefined) return [];
  return [{ to: `${ip4(address4)}/32`, kind: 'unicast', device: deviceTo.nat(id) }];
}

/** A regional NAT gateway has AWS's own routes: everything to the internet gateway. */
function regionalRoutes({ vpc, nats }: InVpc): readonly Route[] {
  const hasGateway = typeof vpc.internetGateway === 'string';
  return nats
    .filter(({ kind }) => kind === 'regional')
    .flatMap(({ id }) => {
      const table = numberOf(`table regional ${id}`);
      const device = hasGateway ? deviceTo.internetGateway : deviceTo.nowhere;
      return { to: anywhere[4], kind: 'unicast', device, gateway: gateway[4], table };
    });
}

/** Answers to what a load balancer's node has sent on in its clients' names go back by that node. */
function nodeRoutes({ id }: Interface): readonly Route[] {
  const device = deviceTo.interface(id);
  return families.map((family) => ({
    ...{ to: anywhere[family], kind: 'unicast', device, gateway: gateway[family] },
    table: numberOf(`table node ${id}`),
  }));
}

function policyRules(
  scene: Scene,
  here: InVpc,
  tables: readonly RouteTable[],
): readonly PolicyRule[] {
  const marks = [
    ...tables.map(({ id }) => id),
    ...here.nats.filter(({ kind }) => kind === 'regional').map(({ id }) => `regional ${id}`),
    ...here.interfaces.filter((each) => sendsForOthers(scene, each)).map(({ id }) => `node ${id}`),
  ].map((id) => numberOf(`table ${id}`));
  return marks.map((mark) => ({ mark, table: mark, priority: 100 }));
}

interface Whole {
  readonly here: InVpc;
  readonly all: readonly InVpc[];
  readonly tables: readonly Tabled[];
}

function ruleset(scene: Scene, { here, all, tables }: Whole): string {
  const acls = aclGates(scene, here.subnets);
  // An interface without the check forwards what is not its own: it keeps its connections in a namespace of its own.
  const faces = here.interfaces.filter(({ checksSourceDest }) => checksSourceDest);
  const groups = groupGates(scene, faces, { here, peered: peersOf(scene, here, all) });
  return tableText('vpc', [
    ...groups.parts,
    ...acls.parts,
    ...setsOf(scene, here),
    declared('map', 'groups_out', { type: 'ifname : verdict', elements: groups.verdicts.out }),
    declared('map', 'groups_in', { type: 'ifname : verdict', elements: groups.verdicts.in }),
    declared('map', 'acls_out', { type: 'devgroup : verdict', elements: acls.verdicts.out }),
    declared('map', 'acls_in', { type: 'devgroup : verdict', elements: acls.verdicts.in }),
    ...tracedParts(),
    chain('lost', lostChain(scene, here, tables)),
    chain('foreign', ['oifname vmap @groups_in', checkDrop(scene, here)]),
    chain(
      'prerouting',
      preroutingRules(scene, here),
      'type filter hook prerouting priority mangle; policy accept;',
    ),
    chain(
      'forward',
      forwardRules(scene, here, all),
      'type filter hook forward priority filter; policy drop;',
    ),
    chain('input', inputRules(here), 'type filter hook input priority filter; policy drop;'),
  ]);
}

function lostChain(
  scene: Scene,
  { vpc, nats }: InVpc,
  tables: readonly Tabled[],
): readonly string[] {
  return [
    ...tables.flatMap(({ table, entries }) => lostRules(scene, table, entries)),
    ...nats
      .filter(({ kind }) => kind === 'regional')
      .map(({ id }) => {
        const gate = { kind: 'NAT gateway', at: id, code: 'BAD_STATE_ROUTE' } as const;
        return `meta mark ${numberOf(`table regional ${id}`)} ${scene.gates.drop(gate)}`;
      }),
    scene.gates.drop({ kind: 'route', at: vpc.id, code: 'NO_ROUTE_TO_DESTINATION' }),
  ];
}

const isNew = 'ct state { new, invalid, untracked }';

/** What is not of, or for, an interface that checks. Its groups are asked first, and know no connection that it may be of. */
function checkDrop({ gates }: Scene, { vpc }: InVpc): string {
  const code = 'ENI_SOURCE_DEST_CHECK_RESTRICTION';
  return gates.drop({ kind: 'source/destination check', at: vpc.id, code });
}

function preroutingRules(scene: Scene, here: InVpc): readonly string[] {
  const check = checkDrop(scene, here);
  return [
    `ip daddr { ${servedAddresses(here).join(', ')} } accept`,
    `meta nfproto ipv4 iifname @checked iifname . ip saddr != @owned_4 ${check}`,
    `meta nfproto ipv6 iifname @checked iifname . ip6 saddr != @owned_6 ${check}`,
    `${isNew} iifname vmap @groups_out`,
    'ct direction reply ct mark != 0 meta mark set ct mark accept',
    'iifgroup . ip daddr @neighbours_4 accept',
    'iifgroup . ip6 daddr @neighbours_6 accept',
    'meta mark set iifgroup map @tables',
    'ct direction original meta mark set iifgroup map @regionals',
  ];
}

function forwardRules(scene: Scene, here: InVpc, all: readonly InVpc[]): readonly string[] {
  return [
    ...incomingRules(scene, here),
    `oifname "${deviceTo.nowhere}" jump lost`,
    ...natLoopRules(scene, here),
    `iifgroup . oifgroup != @same_out iifgroup vmap @acls_out`,
    ...gatewayRules(scene, here, all),
    `iifgroup . oifgroup != @same_in oifgroup vmap @acls_in`,
    ...natRules(scene, here),
    'meta nfproto ipv4 oifname @checked oifname . ip daddr != @owned_4 jump foreign',
    'meta nfproto ipv6 oifname @checked oifname . ip6 daddr != @owned_6 jump foreign',
    `${isNew} oifname vmap @groups_in`,
    'ct state new ct mark set iifname map @nodes',
    'accept',
  ];
}

function inputRules(here: InVpc): readonly string[] {
  return [`ip daddr { ${servedAddresses(here).join(', ')} } accept`];
}
