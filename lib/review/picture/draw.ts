/** The network, the services and who may do what -> one picture. Pure. */
import type { Exposure } from '../../network/ask/exposure.ts';
import { nameOf } from '../../network/names.ts';
import {
  isUnknown,
  type Id,
  type Network,
  type Subnet,
  type Unknown,
} from '../../network/network.ts';
import { idOf, placeOf } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { namedAmong } from '../references.ts';
import type { Allowed, Entry } from '../report.ts';
import type { WrittenAt } from '../sources.ts';
import { callsAmong } from './calls.ts';
import { flowsOf, type Flows } from './flows.ts';
import { homesOf, someVpc, type Home } from './homes.ts';
import { gatewayType, groupOf, isDrawn } from './kinds.ts';
import { mayArrows, unknownWays, wideWays } from './may.ts';
import {
  internet,
  type Arrow,
  type Box,
  type OneWay,
  type Picture,
  type PicturedVpc,
} from './picture.ts';
import { blocksText, depthOf, routesOf, rowsOf, tierOf, type Standing } from './tiers.ts';

export interface Shown {
  readonly network: Network;
  readonly exposure: Exposure;
  readonly resources: readonly Resource[];
  readonly entries: readonly Entry[];
  readonly allowed: readonly Allowed[];
  readonly writtenAt: WrittenAt;
}

/** A picture, and what it leaves out of the ways between its boxes. */
export interface Pictured extends Pick<Flows, 'undrawn' | 'open'> {
  readonly picture: Picture;
}

export function pictureOf(shown: Shown): Pictured {
  const { network, resources } = shown;
  const homes = homesOf(network);
  const vpcs = vpcIds(network, homes).map((id) => vpcOf(shown, id, homes));
  const inside = new Set(
    vpcs.flatMap(({ tiers }) => tiers.flatMap(({ boxes }) => boxes.map(({ id }) => id))),
  );
  const outside = resources.filter((each) => isService(each) && !inside.has(idOf(each)));
  const shownIds = new Set([...inside, ...outside.map(idOf), internet]);
  const flows = flowsOf(shown, shownIds);
  const arrows = [
    ...flows.arrows,
    ...entryArrows(shown, shownIds),
    ...callArrows(resources, shownIds),
    ...mayArrows(shown, shownIds),
  ];
  const helpers = resources.filter((each) => isDrawn(each.type) && isHelper(each)).length;
  const picture: Picture = {
    vpcs,
    services: outside.map((each) => boxOf(shown, idOf(each), each.type)),
    arrows: joined(arrows),
    left: [
      ...flows.left,
      ...(helpers > 0 ? [`${helpers} of CDK's own helper functions are not drawn`] : []),
    ],
  };
  return {
    picture,
    undrawn: [...flows.undrawn, ...wideWays(shown, shownIds)],
    open: [...flows.open, ...unknownWays(shown, shownIds)],
  };
}

function isService(resource: Resource): boolean {
  return isDrawn(resource.type) && !isHelper(resource);
}

/** What the CDK puts beside for its custom resources. */
function isHelper({ path }: Resource): boolean {
  return /(^|\/)(Custom::|LogRetention|BucketNotificationsHandler|AWS679f53fac002430cb0da5b7982bd2287)/.test(
    path,
  );
}

function boxOf(
  { network, exposure, entries, writtenAt, resources }: Shown,
  id: Id,
  type: string,
): Box {
  const isReached = exposure.inbound.some(({ end }) => end === id);
  const answers = entries.some((each) => idOf(each) === id && each.open.length > 0);
  const resource = network.names.has(id) ? undefined : resources.find((each) => idOf(each) === id);
  return {
    id,
    name: resource === undefined ? nameOf(network, id) : placeOf(resource),
    type,
    group: groupOf(type),
    open: isReached ? 'internet' : answers ? 'anybody' : null,
    source: writtenAt(id)?.source ?? null,
  };
}

/** Those of the templates, and those in which something stands. */
function vpcIds(network: Network, homes: ReadonlyMap<Id, Home>): readonly Id[] {
  const gates = gatesIn(network).map(({ vpc }) => vpc);
  return [
    ...new Set([...network.vpcs.keys(), ...[...homes.values()].map(({ vpc }) => vpc), ...gates]),
  ];
}

function vpcOf(shown: Shown, id: Id, homes: ReadonlyMap<Id, Home>): PicturedVpc {
  const { network } = shown;
  const subnets = [...network.subnets.values()].filter((each) => homes.get(each.id)?.vpc === id);
  const isNamed = (one: Id): boolean => !network.names.has(one);
  const kinOf = ({ id: subnet }: Subnet): Id | undefined =>
    isNamed(subnet) ? homes.get(subnet)?.kin : undefined;
  const { zones, rows } = rowsOf(network, subnets, kinOf);
  const standing = standingIn(network);
  const types = new Map(standing.map((each) => [each.id, each.type]));
  const tiers = rows.map((row) =>
    tierOf(row, standing, {
      subnet: (subnet, zone) => ({
        ...boxOf(shown, subnet.id, 'AWS::EC2::Subnet'),
        block: isNamed(subnet.id) ? elsewhere : blocksText([subnet.block4, subnet.block6]),
        zone,
        isPublic: isPublic(network, subnet),
        routes: routesOf(network, subnet),
      }),
      placed: (one, at) => ({ ...boxOf(shown, one, types.get(one) ?? ''), zones: at }),
    }),
  );
  return {
    ...boxOf(shown, id, 'AWS::EC2::VPC'),
    isHere: !isNamed(id),
    blocks: isNamed(id) ? `(${elsewhere})` : blocksText(network.vpcs.get(id)?.blocks ?? []),
    gates: gatesOf(shown, id),
    ...{ zones, tiers },
  };
}

/** Of what the template only names. */
const elsewhere = 'not in the template';

function isPublic(network: Network, subnet: Subnet): boolean | null {
  const depth = depthOf(network, subnet);
  return depth === 'not known' ? null : depth === 'public';
}

function standingIn(network: Network): readonly (Standing & { readonly type: string })[] {
  const nats = [...network.nats.values()].flatMap(({ id, subnet }) =>
    subnet === undefined ? [] : [{ id, type: 'AWS::EC2::NatGateway', subnets: [subnet] }],
  );
  const ends = [...network.ends.values()].map(({ id, type, interfaces }) => ({
    ...{ id, type },
    subnets: interfaces.flatMap((each) => network.interfaces.get(each)?.subnet ?? []),
  }));
  return [...nats, ...ends];
}

interface Gate {
  readonly id: Id;
  readonly vpc: Id;
  readonly type: string;
}

/** What stands at the edge of a VPC but its internet gateway. */
function gatesIn({ nats, endpoints }: Network): readonly Gate[] {
  const regional = [...nats.values()].filter(({ subnet }) => subnet === undefined);
  const gate =
    (type: string) =>
    ({ id, vpc }: { readonly id: Id; readonly vpc: Id | Unknown }): Gate => ({
      ...{ id, type },
      vpc: isUnknown(vpc) ? someVpc : vpc,
    });
  return [
    ...regional.map(gate('AWS::EC2::NatGateway')),
    ...[...endpoints.values()].map(gate('AWS::EC2::VPCEndpoint')),
  ];
}

function gatesOf(shown: Shown, vpc: Id): readonly Box[] {
  const gateway = shown.network.vpcs.get(vpc)?.internetGateway;
  return [
    ...(typeof gateway === 'string' ? [boxOf(shown, gateway, gatewayType)] : []),
    ...gatesIn(shown.network)
      .filter((each) => each.vpc === vpc)
      .map((each) => boxOf(shown, each.id, each.type)),
  ];
}

function entryArrows({ entries }: Shown, ids: ReadonlySet<string>): readonly OneWay[] {
  return entries
    .filter((each) => ids.has(idOf(each)))
    .map((each) => ({
      ...{ from: internet, to: idOf(each) },
      kind: each.open.length > 0 ? 'in' : 'calls',
      says: each.open.length > 0 ? each.open : each.guarded.map(withoutWhom),
    }));
}

/** `GET /todos (whoever signs up)`: who is asked stands in the table, where there is room. */
function withoutWhom(says: string): string {
  return says.replace(/ \([^()]*\)$/, '');
}

function callArrows(resources: readonly Resource[], ids: ReadonlySet<string>): readonly OneWay[] {
  const calls = callsAmong(resources, namedAmong(resources), (each) => ids.has(idOf(each)));
  return calls.map(({ from, to }) => ({
    ...{ from: idOf(from), to: idOf(to) },
    ...({ kind: 'calls', says: [] } as const),
  }));
}

/** One arrow of a kind between two boxes, and one for both ways where they say the same. */
function joined(arrows: readonly OneWay[]): readonly Arrow[] {
  const found = new Map<string, OneWay>();
  for (const each of arrows) {
    const key = keyFor(each.kind, each.from, each.to);
    const says = [...new Set([...(found.get(key)?.says ?? []), ...each.says])];
    found.set(key, { ...each, says });
  }
  const back = ({ kind, from, to }: OneWay): OneWay | undefined =>
    found.get(keyFor(kind, to, from));
  const isMutual = (each: OneWay): boolean => back(each)?.says.join() === each.says.join();
  return [...found.values()]
    .filter((each, at, all) => !isMutual(each) || all.indexOf(back(each) ?? each) > at)
    .map((each) => ({ ...each, isMutual: isMutual(each) }));
}

function keyFor(kind: Arrow['kind'], from: string, to: string): string {
  return `${kind} ${from} ${to}`;
}
