/** The sets and maps by which the router of a VPC knows its links: who owns an address, who is whose neighbour, which table a subnet asks. */
import { addressText } from '../../../network/blocks.ts';
import { declared } from './match.ts';
import { numberOf } from './names.ts';
import {
  addressesOf,
  cidrText,
  deviceTo,
  families,
  groupOf,
  ip4,
  type InVpc,
  type Scene,
} from './scene.ts';
import { sendsForOthers } from './security-groups.ts';

export function setsOf(scene: Scene, here: InVpc): readonly (readonly string[])[] {
  const { interfaces, subnets, nats } = here;
  const checked = interfaces.filter(
    (each) => each.checksSourceDest && !sendsForOthers(scene, each),
  );
  const inside = subnets.map(({ id }) => [groupOf.subnet(id), groupOf.classic(id)] as const);
  return [
    declared('set', 'checked', {
      type: 'ifname',
      elements: checked.map(({ id }) => `"${deviceTo.interface(id)}"`),
    }),
    ...families.flatMap((family) => setsOfFamily(here, family)),
    declared('set', 'same_out', {
      type: 'devgroup . devgroup',
      elements: inside.flatMap(([all, classic]) => [`${all} . ${all}`, `${all} . ${classic}`]),
    }),
    declared('set', 'same_in', {
      type: 'devgroup . devgroup',
      elements: inside.flatMap(([all, classic]) =>
        [all, classic].flatMap((one) => [`${one} . ${all}`, `${one} . ${classic}`]),
      ),
    }),
    declared('map', 'tables', { type: 'devgroup : mark', elements: tableElements(scene, here) }),
    declared('map', 'regionals', { type: 'devgroup : mark', elements: regionalElements(here) }),
    declared('map', 'nodes', {
      type: 'ifname : mark',
      elements: interfaces
        .filter((each) => sendsForOthers(scene, each))
        .map(({ id }) => `"${deviceTo.interface(id)}" : ${numberOf(`table node ${id}`)}`),
    }),
    declared('set', 'nats', {
      type: 'ifname . ipv4_addr',
      elements: nats.flatMap(({ id, address4 }) =>
        address4 === undefined ? [] : `"${deviceTo.nat(id)}" . ${ip4(address4)}`,
      ),
    }),
  ];
}

function setsOfFamily(
  { interfaces, subnets }: InVpc,
  family: 4 | 6,
): readonly (readonly string[])[] {
  const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
  const owned = interfaces.flatMap((face) =>
    addressesOf(face)
      .filter((each) => each.family === family)
      .map((each) => `"${deviceTo.interface(face.id)}" . ${addressText(each)}`),
  );
  const neighbours = subnets.flatMap(({ id, block4, block6 }) => {
    const block = family === 4 ? block4 : block6;
    if (block === undefined || 'unknown' in block) return [];
    return [groupOf.subnet(id), groupOf.classic(id)].map(
      (group) => `${group} . ${cidrText(block)}`,
    );
  });
  return [
    declared('set', `owned_${family}`, { type: `ifname . ${type}`, elements: owned }),
    declared('set', `neighbours_${family}`, {
      type: `devgroup . ${type}`,
      flags: 'interval',
      elements: neighbours,
    }),
  ];
}

function tableElements(scene: Scene, { vpc, subnets }: InVpc): readonly string[] {
  const { tables } = scene.settled.network;
  const mark = (id: string): number => numberOf(`table ${id}`);
  const ofSubnets = subnets.flatMap(({ id, table }) =>
    typeof table === 'string' && tables.has(table)
      ? [groupOf.subnet(id), groupOf.classic(id)].map((group) => `${group} : ${mark(table)}`)
      : [],
  );
  const edge =
    vpc.gatewayTable === undefined
      ? []
      : [`${groupOf.internetGateway(vpc.id)} : ${mark(vpc.gatewayTable)}`];
  return [...ofSubnets, ...edge];
}

/** What a regional NAT gateway sends out; what it gives back has its client for a neighbour. */
function regionalElements({ nats }: InVpc): readonly string[] {
  return nats
    .filter(({ kind }) => kind === 'regional')
    .map(({ id }) => `${groupOf.regional(id)} : ${numberOf(`table regional ${id}`)}`);
}
