/** What stands between a subnet and the way out of its VPC: gateways, endpoints, peering, NAT, Block Public Access. */
import type { Id, NatGateway } from '../../../network/network.ts';
import type { Code } from '../../../network/question.ts';
import { setOf } from './match.ts';
import { cidrText, deviceTo, groupOf, ip4, type InVpc, type Scene } from './scene.ts';
import { blockElements } from './security-groups.ts';

/** New flows that come in from the internet. */
export function incomingRules(scene: Scene, { vpc, subnets }: InVpc): readonly string[] {
  if (vpc.blockPublicAccess === 'off') return [];
  const excluded = subnets.filter(
    ({ publicAccessExclusion }) => publicAccessExclusion === 'bidirectional',
  );
  const spared = ([4, 6] as const).flatMap((family) => {
    const blocks = excluded.flatMap(({ block4, block6 }) => {
      const block = family === 4 ? block4 : block6;
      return block === undefined || 'unknown' in block ? [] : cidrText(block);
    });
    const word = family === 4 ? 'ip' : 'ip6';
    const all = setOf(blocks);
    const match = all === undefined ? '' : `${word} daddr != ${all} `;
    return [
      `meta nfproto ipv${family} iifname "${deviceTo.internetGateway}" ct state new ${match}${blocked(scene, vpc)}`,
    ];
  });
  return spared;
}

function blocked({ gates }: Scene, { id, blockPublicAccessBy = id }: InVpc['vpc']): string {
  const code: Code = 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED';
  return gates.drop({ kind: 'block public access', at: blockPublicAccessBy, code });
}

/** Between the ACL of the subnet that is left and that of the one that is entered. */
export function gatewayRules(scene: Scene, here: InVpc, all: readonly InVpc[]): readonly string[] {
  return [
    ...publicAccess(scene, here),
    ...egressOnly(scene, here),
    ...endpoints(scene, here),
    ...peerings(scene, here, all),
  ];
}

/** Exclusions are by subnet: that of the sender, which is the NAT gateway's where one sends. */
function publicAccess(scene: Scene, { vpc, subnets, nats }: InVpc): readonly string[] {
  const { blockPublicAccess: mode } = vpc;
  if (mode === 'off') return [];
  const regionals = nats.filter(({ kind }) => kind === 'regional');
  const oneWay = (mode === 'ingress' ? nats : regionals).map(({ id }) => `"${deviceTo.nat(id)}"`);
  const doors =
    mode === 'ingress'
      ? [deviceTo.internetGateway]
      : [deviceTo.internetGateway, ...egressDevices(scene)];
  const conditions = [
    `oifname { ${doors.map((each) => `"${each}"`).join(', ')} } ct state new`,
    ...notIn('iifgroup', excludedGroups(subnets)),
    ...notIn('iifname', oneWay),
  ];
  return [`${conditions.join(' ')} ${blocked(scene, vpc)}`];
}

function excludedGroups(subnets: InVpc['subnets']): readonly string[] {
  return subnets
    .filter(({ publicAccessExclusion }) => publicAccessExclusion !== 'none')
    .flatMap(({ id }) => [groupOf.subnet(id), groupOf.classic(id)])
    .map(String);
}

/** A regional NAT gateway stands in no subnet: that of the sender counts, which is known here and not behind it. */
function regionalAccess(
  scene: Scene,
  { vpc, subnets }: InVpc,
  { id, kind }: NatGateway,
): readonly string[] {
  const isOpen = vpc.blockPublicAccess !== 'bidirectional' || vpc.internetGateway === undefined;
  if (kind !== 'regional' || isOpen) return [];
  const conditions = [
    `oifname "${deviceTo.nat(id)}" meta nfproto ipv4 ct state new`,
    `iifgroup != ${groupOf.internetGateway(vpc.id)}`,
    ...notIn('iifgroup', excludedGroups(subnets)),
  ];
  return [`${conditions.join(' ')} ${blocked(scene, vpc)}`];
}

function notIn(what: string, elements: readonly string[]): readonly string[] {
  const all = setOf(elements);
  return all === undefined ? [] : [`${what} != ${all}`];
}

function egressDevices(scene: Scene): readonly string[] {
  return egressOnlyIds(scene).map(deviceTo.egressOnly);
}

/** Egress-only internet gateways stand in the network as the hops of routes alone. */
export function egressOnlyIds({ settled }: Scene, vpc?: Id): readonly Id[] {
  const ids = [...settled.network.tables.values()]
    .filter((table) => vpc === undefined || table.vpc === vpc)
    .flatMap(({ routes }) =>
      routes.flatMap(({ hop }) => (hop.kind === 'egress-only-gateway' ? hop.id : [])),
    );
  return [...new Set(ids)];
}

/** A reply whose request came in elsewhere. */
function egressOnly(scene: Scene, { vpc }: InVpc): readonly string[] {
  return egressOnlyIds(scene, vpc.id).map((id) => {
    const drop = scene.gates.drop({
      kind: 'egress-only internet gateway',
      at: id,
      code: 'KIT_EGRESS_ONLY',
    });
    return `oifname "${deviceTo.egressOnly(id)}" ct direction reply ${drop}`;
  });
}

/** TCP and echo from this VPC. */
function endpoints(scene: Scene, here: InVpc): readonly string[] {
  const own = setOf(blockElements([here], 4));
  return [...scene.settled.network.endpoints.values()]
    .filter(({ vpc }) => vpc === here.vpc.id)
    .flatMap(({ id }) => {
      const to = `oifname "${deviceTo.endpoint(id)}"`;
      const gate = { kind: 'gateway endpoint', at: id } as const;
      const foreign =
        own === undefined
          ? []
          : [
              `${to} ip saddr != ${own} ${scene.gates.drop({ ...gate, code: 'NO_ROUTE_TO_DESTINATION' })}`,
            ];
      const protocol = scene.gates.drop({ ...gate, code: 'VPCE_GATEWAY_PROTOCOL_RESTRICTION' });
      return [...foreign, `${to} meta l4proto != { 1, 6 } ${protocol}`];
    });
}

/** To addresses of the VPC behind it and no others. */
function peerings(scene: Scene, here: InVpc, all: readonly InVpc[]): readonly string[] {
  return [...scene.settled.network.peerings.values()].flatMap(({ id, requester, accepter }) => {
    const far =
      requester === here.vpc.id ? accepter : accepter === here.vpc.id ? requester : undefined;
    if (far === undefined) return [];
    const behind = all.find(({ vpc }) => vpc.id === far);
    const drop = scene.gates.drop({
      kind: 'peering connection',
      at: id,
      code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    });
    const to = `oifname "${deviceTo.peering(id)}"`;
    if (behind === undefined) return [`${to} ${drop}`];
    return ([4, 6] as const).map((family) => {
      const blocks = setOf(blockElements([behind], family));
      const isFamily = `${to} meta nfproto ipv${family}`;
      const word = family === 4 ? 'ip' : 'ip6';
      return blocks === undefined
        ? `${isFamily} ${drop}`
        : `${isFamily} ${word} daddr != ${blocks} ${drop}`;
    });
  });
}

/** At the link to a NAT gateway, after the ACL of its subnet: replies that it holds no session for, zones that it does not serve. */
export function natRules(scene: Scene, here: InVpc): readonly string[] {
  return here.nats.flatMap((nat) => [
    ...sessionless(scene, nat),
    ...otherZones(scene, here, nat),
    ...regionalAccess(scene, here, nat),
  ]);
}

function sessionless({ gates }: Scene, { id, address4 }: NatGateway): readonly string[] {
  if (address4 === undefined) return [];
  const drop = gates.drop({ kind: 'NAT gateway', at: id, code: 'KIT_NO_NAT_SESSION' });
  const reply = `oifname "${deviceTo.nat(id)}" ct direction reply`;
  return [`${reply} ip daddr != ${ip4(address4)} ${drop}`, `${reply} meta nfproto ipv6 ${drop}`];
}

/** What a NAT gateway sends and its own subnet routes into one. It would not take a packet from its own address. */
export function natLoopRules({ gates }: Scene, { nats }: InVpc): readonly string[] {
  const all = setOf(nats.map(({ id }) => `"${deviceTo.nat(id)}"`));
  return nats.map(({ id }) => {
    const drop = gates.drop({ kind: 'NAT gateway', at: id, code: 'KIT_NAT_SUBNET_LOOP' });
    return `iifname "${deviceTo.nat(id)}" oifname ${all ?? ''} ct direction original ${drop}`;
  });
}

function otherZones(
  { gates }: Scene,
  { vpc, subnets }: InVpc,
  { id, zones }: NatGateway,
): readonly string[] {
  if (zones === undefined) return [];
  const served = subnets.filter(({ zone }) => typeof zone !== 'string' || zones.includes(zone));
  const all = setOf(
    served.flatMap((each) => [groupOf.subnet(each.id), groupOf.classic(each.id)]).map(String),
  );
  const drop = gates.drop({
    kind: 'NAT gateway',
    at: id,
    code: 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION',
  });
  const match = all === undefined ? '' : `iifgroup != ${all} `;
  return [
    `oifname "${deviceTo.nat(id)}" meta nfproto ipv4 ct direction original iifgroup != ${groupOf.internetGateway(vpc.id)} ${match}${drop}`,
  ];
}
