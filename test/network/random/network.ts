/** Random networks, as wild as templates allow: a seed gives the same one again. */
import { contains, type Block } from '../../../lib/network/blocks.ts';
import {
  isUnknown,
  type GatewayEndpoint,
  type Id,
  type Interface,
  type LoadBalancer,
  type NatGateway,
  type Network,
  type Peering,
  type RouteTable,
  type Subnet,
  type Unknown,
  type Vpc,
} from '../../../lib/network/network.ts';
import { block } from '../support/written-rules.ts';
import { Chance } from './chance.ts';
import { namedBlocks, orUnknown, temperOf, vpcPlans, type Making, type VpcPlan } from './plan.ts';
import { gatewayTable, randomTable, type Doors } from './routes.ts';
import { randomAcl, randomGroup } from './rules.ts';

export function randomNetwork(seed: number): Network {
  const chance = new Chance(seed);
  const making: Making = { chance, temper: temperOf(chance) };
  const plans = vpcPlans.slice(0, chance.one([1, 2, 2, 3]));
  const vpcs = plans.map((plan) => randomVpc(making, plan));
  const subnets = plans.flatMap((plan) => randomSubnets(making, plan, vpcs));
  const groups = plans.flatMap(({ id }) => groupsOf(id).map((group) => ({ id: group, vpc: id })));
  const interfaces = subnets.flatMap((subnet) => randomInterfaces(making, subnet));
  const nats = plans.flatMap(({ id }) => randomNats(making, id, subnets));
  const doors = {
    vpcs,
    subnets,
    interfaces,
    nats,
    peerings: randomPeerings(making, plans),
    endpoints: plans.flatMap(({ id }) => ['s3', 'dynamodb'].map((service) => `${service}${id}`)),
  };
  const acls = plans.flatMap(({ id }) => aclsOf(id).map((acl) => randomAcl(making, acl)));
  const groupIds = groups.map(({ id }) => id);
  return {
    vpcs: byId(vpcs),
    subnets: byId(subnets),
    tables: byId(vpcs.flatMap((vpc) => tablesOf(making, { ...doors, vpc }))),
    acls: byId(acls),
    groups: byId(groups.map((each) => randomGroup(making, each, groupIds))),
    interfaces: byId(interfaces),
    nats: byId(nats),
    peerings: byId(doors.peerings),
    endpoints: byId(doors.endpoints.map(endpointOf)),
    balancers: byId(interfaces.flatMap(balancerOf)),
    addresses: new Map(),
    ends: new Map(),
    fronted: [],
    unmodelled: new Map(),
    names: new Map(),
  };
}

function byId<T extends { readonly id: Id }>(all: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(all.map((each) => [each.id, each]));
}

function randomVpc(making: Making, { id, blocks4, block6 }: VpcPlan): Vpc {
  const { chance, temper } = making;
  const mode = chance.is(0.15) ? chance.one(['ingress', 'bidirectional'] as const) : 'off';
  const attached = chance.is(temper.odd) ? undefined : `Igw${id}`;
  // Amazon's own blocks are unknown, in the VPC and in its subnets.
  const own6 = chance.is(0.25) ? { unknown: 'an Amazon block' } : block(block6);
  return {
    id,
    blocks: [...blocks4.map((each) => orUnknown(making, block(each), 'the block')), own6],
    internetGateway: orUnknown(making, attached, 'the gateway'),
    blockPublicAccess: mode,
    blockPublicAccessBy: mode === 'off' ? undefined : 'Bpa',
    gatewayTable: chance.is(0.25) ? `${id}.edge` : undefined,
  };
}

function randomSubnets(
  making: Making,
  { id: vpc, subnets }: VpcPlan,
  vpcs: readonly Vpc[],
): readonly Subnet[] {
  const { chance } = making;
  const isDual = chance.is(0.6);
  const own6 = vpcs.find(({ id }) => id === vpc)?.blocks.at(-1);
  return subnets.slice(0, 2 + chance.below(subnets.length - 1)).map((plan, index) => {
    const block6 = isUnknown(own6) ? own6 : block(plan.block6);
    return {
      id: `${vpc}${index}`,
      vpc: orUnknown(making, vpc, 'the VPC'),
      zone: orUnknown(making, chance.one(['a', 'b']), 'the zone'),
      block4: orUnknown(making, block(plan.block4), 'the block'),
      block6: isDual && chance.is(0.9) ? block6 : undefined,
      table: orUnknown(making, chance.one(tableIds(vpc)), 'the table'),
      acl: orUnknown(making, chance.one(aclsOf(vpc)), 'the ACL'),
      publicAccessExclusion: chance.one(['none', 'none', 'egress', 'bidirectional']),
    };
  });
}

function tableIds(vpc: Id): readonly Id[] {
  return [0, 1, 2].map((index) => `${vpc}.table${index}`);
}

function aclsOf(vpc: Id): readonly Id[] {
  return [0, 1, 2].map((index) => `${vpc}.acl${index}`);
}

function groupsOf(vpc: Id): readonly Id[] {
  return [0, 1, 2, 3].map((index) => `${vpc}.group${index}`);
}

/** Some have a role: an appliance, a Network or a Classic Load Balancer. */
const roles = ['host', 'host', 'host', 'appliance', 'appliance', 'network', 'classic'] as const;

const kinds: Readonly<Record<string, LoadBalancer['kind']>> = {
  network: 'network',
  classic: 'classic',
};

function randomInterfaces(making: Making, subnet: Subnet): readonly Interface[] {
  const { chance } = making;
  return chance.many([2, 3], (index) => {
    const id = `${subnet.id}.eni${index}`;
    const role = chance.one(roles);
    return {
      id,
      owner: role in kinds ? `${role}-${id}` : id,
      subnet: subnet.id,
      groups: role === 'network' && chance.is(0.5) ? 'unfiltered' : groupsIn(chance, subnet),
      ...addressesOf(chance, subnet),
      public4: orUnknown(making, publicOf(chance, id), 'the public address'),
      checksSourceDest: chance.is(role === 'appliance' ? 0.1 : 0.85),
      clientPorts: [32_768, 60_999],
    };
  });
}

function addressesOf(chance: Chance, subnet: Subnet): Pick<Interface, 'address4' | 'address6'> {
  return {
    address4: chance.is(0.45) ? addressIn(chance, subnet.block4, 4) : undefined,
    address6: address6(chance, subnet),
  };
}

function groupsIn(chance: Chance, { id }: Subnet): readonly Id[] {
  return chance.some(groupsOf(id.charAt(0)), 0.4);
}

function publicOf(chance: Chance, id: Id): Id | undefined {
  if (chance.is(0.4)) return undefined;
  return chance.is(0.5) ? id : `Eip-${id}`;
}

function address6(chance: Chance, { block6 }: Subnet): bigint | 'some' | undefined {
  if (block6 === undefined || chance.is(0.1)) return undefined;
  return chance.is(0.5) ? 'some' : (addressIn(chance, block6, 6) ?? 'some');
}

/** At the edge of a block that some rule may name, so that it lies just inside or just outside of it. */
function addressIn(
  chance: Chance,
  within: Block | Unknown | undefined,
  family: 4 | 6,
): bigint | undefined {
  if (within === undefined || isUnknown(within)) return undefined;
  const edges = namedBlocks[family]
    .flatMap(({ first, last }) => [first - 1n, first, last, last + 1n])
    .filter((value) => contains(within, { family, first: value, last: value }));
  return edges.length === 0 ? within.first + 5n : chance.one(edges);
}

function randomNats(making: Making, vpc: Id, subnets: readonly Subnet[]): readonly NatGateway[] {
  const own = subnets.filter(({ id }) => id.startsWith(vpc));
  return making.chance.many([0, 2], (index) => ({
    id: `${vpc}.nat${index}`,
    vpc: orUnknown(making, vpc, 'the VPC'),
    seenAs: `${making.chance.is(0.5) ? '' : 'Eip-'}${vpc}.nat${index}`,
    ...(making.chance.is(0.3) ? regional(making) : zonal(making, own)),
  }));
}

type Kind = Pick<NatGateway, 'kind' | 'subnet' | 'isPublic' | 'address4' | 'zones'>;

function regional({ chance }: Making): Kind {
  const zones = chance.is(0.5) ? [chance.one(['a', 'b'])] : undefined;
  return { kind: 'regional', subnet: undefined, isPublic: true, address4: undefined, zones };
}

/** Most often in a subnet that has a way out. */
function zonal({ chance }: Making, subnets: readonly Subnet[]): Kind {
  const open = subnets.filter(({ table }) => !isUnknown(table) && table.endsWith('0'));
  const { id, block4 } = chance.one(open.length > 0 && chance.is(0.8) ? open : subnets);
  const address4 = chance.is(0.4) ? addressIn(chance, block4, 4) : undefined;
  return { kind: 'zonal', subnet: id, isPublic: chance.is(0.8), address4, zones: undefined };
}

function randomPeerings(making: Making, plans: readonly VpcPlan[]): readonly Peering[] {
  const { chance } = making;
  const ids = plans.map(({ id }) => id);
  const pairs = ids.flatMap((one, at) => ids.slice(at + 1).map((other) => [one, other] as const));
  return chance.some(pairs, 0.75).map(([requester, accepter]) => ({
    id: `Peering${requester}${accepter}`,
    requester: orUnknown(making, requester, 'the requester'),
    accepter: orUnknown(making, accepter, 'the accepter'),
  }));
}

function tablesOf(making: Making, doors: Doors): readonly RouteTable[] {
  const { id, gatewayTable: edge } = doors.vpc;
  const tables = tableIds(id).map((table) => randomTable(making, table, doors));
  return edge === undefined ? tables : [...tables, gatewayTable(making, edge, doors)];
}

function endpointOf(id: Id): GatewayEndpoint {
  return { id, vpc: id.slice(-1), service: id.slice(0, -1) };
}

function balancerOf({ owner }: Interface): readonly LoadBalancer[] {
  const kind = kinds[owner.split('-')[0] ?? ''];
  return kind === undefined ? [] : [{ id: owner, kind, listeners: [] }];
}
