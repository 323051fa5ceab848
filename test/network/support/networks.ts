/** Networks for tests, written as a person would: what is not said is open, in one VPC with an internet gateway. */
import type { Block } from '../../../lib/network/blocks.ts';
import {
  isUnknown,
  type Id,
  type Interface,
  type LoadBalancer,
  type NatGateway,
  type Network,
  type Peering,
  type Route,
  type RouteTable,
  type Subnet,
  type Unknown,
  type Vpc,
} from '../../../lib/network/network.ts';
import { aclOf, block, groupOf, routeOf, type WrittenRules } from './written-rules.ts';

/** By id. Rules are written as they are said: see each. */
export interface Written {
  readonly vpcs?: Record<Id, WrittenVpc>;
  readonly subnets: Record<Id, WrittenSubnet>;
  readonly acls?: Record<Id, WrittenRules>;
  /** `tcp/22 from 10.0.0.0/8`, `all to 0.0.0.0/0`, `tcp/80 from group Web`, `tcp/443 to list s3`, `tcp/1 from unknown`. */
  readonly groups?: Record<Id, WrittenRules>;
  readonly interfaces: Record<Id, Partial<Interface> & { readonly subnet: Id }>;
  readonly nats?: Record<Id, Partial<NatGateway>>;
  readonly peerings?: Record<Id, Omit<Peering, 'id'>>;
  /** Of service s3 in `Vpc`. */
  readonly endpoints?: Record<Id, { readonly vpc?: Id; readonly service?: string }>;
  readonly balancers?: Record<Id, LoadBalancer['kind']>;
  /** Tables that no subnet brings: the one of an internet gateway. */
  readonly tables?: Record<Id, WrittenTable>;
}

type WrittenVpc = Omit<Partial<Vpc>, 'blocks'> & {
  readonly blocks?: readonly (string | Unknown)[];
};

type WrittenSubnet = Partial<Omit<Subnet, 'block4' | 'block6'>> & {
  readonly block4?: string | Unknown | undefined;
  readonly block6?: string | Unknown | undefined;
  /** Of a table of its own, `SubnetId.table`: `0.0.0.0/0 -> NatA`, `10.0.0.0/16 -> local` (there already for each VPC block). */
  readonly routes?: readonly (string | Route)[];
};

interface WrittenTable {
  readonly vpc?: Id;
  readonly routes: readonly (string | Route)[];
}

/** One VPC `Vpc` 10.0.0.0/16 with `Igw`, an open ACL `OpenAcl`, an open group `Open` that interfaces have. */
export function makeNetwork(written: Written): Network {
  const vpcs = mapOf({ Vpc: {}, ...written.vpcs }, vpcOf);
  const peerings = mapOf(written.peerings ?? {}, (id, each): Peering => ({ id, ...each }));
  const nats = mapOf(written.nats ?? {}, natOf);
  const endpoints = mapOf(written.endpoints ?? {}, (id, { vpc = 'Vpc', service = 's3' }) => ({
    id,
    vpc,
    service,
  }));
  const subnets = mapOf(written.subnets, subnetOf);
  const interfaces = mapOf(written.interfaces, interfaceOf);
  const hops = { nats, peerings, endpoints, interfaces };
  const tables = mapOf(
    { ...tablesOf(written.subnets), ...written.tables },
    (id, { vpc = 'Vpc', routes }): RouteTable => {
      const local = (vpcs.get(vpc)?.blocks ?? []).map((block): Route => localRoute(id, block));
      const own = routes.map((each) => (typeof each === 'string' ? routeOf(id, each, hops) : each));
      const taken = own.map(({ destination }) => JSON.stringify(destination, replaceBigints));
      const left = local.filter(
        ({ destination }) => !taken.includes(JSON.stringify(destination, replaceBigints)),
      );
      return { id, vpc, routes: [...left, ...own] };
    },
  );
  const acls = mapOf({ OpenAcl: {}, ...written.acls }, aclOf);
  const groups = mapOf({ Open: {}, ...written.groups }, groupOf);
  const balancers = mapOf(written.balancers ?? {}, (id, kind) => ({ id, kind, listeners: [] }));
  const rest = {
    addresses: new Map(),
    ends: new Map(),
    fronted: [],
    unmodelled: new Map(),
    names: new Map(),
  };
  return {
    vpcs,
    subnets,
    tables,
    acls,
    groups,
    interfaces,
    nats,
    peerings,
    endpoints,
    balancers,
    ...rest,
  };
}

function mapOf<From, To>(record: Record<Id, From>, make: (id: Id, each: From) => To) {
  return new Map(Object.entries(record).map(([id, each]): [Id, To] => [id, make(id, each)]));
}

function vpcOf(id: Id, { blocks = ['10.0.0.0/16'], ...rest }: WrittenVpc): Vpc {
  return {
    id,
    internetGateway: id === 'Vpc' ? 'Igw' : `${id}Igw`,
    blockPublicAccess: 'off',
    blockPublicAccessBy: undefined,
    gatewayTable: undefined,
    ...rest,
    blocks: blocks.map(known),
  };
}

function subnetOf(id: Id, { block4, block6, ...rest }: WrittenSubnet): Subnet {
  const { routes: _routes, ...given } = rest;
  return {
    id,
    vpc: 'Vpc',
    zone: 'a',
    table: `${id}.table`,
    acl: 'OpenAcl',
    publicAccessExclusion: 'none',
    ...given,
    block4: block4 === undefined ? undefined : known(block4),
    block6: block6 === undefined ? undefined : known(block6),
  };
}

function tablesOf(subnets: Record<Id, WrittenSubnet>): Record<Id, WrittenTable> {
  return Object.fromEntries(
    Object.entries(subnets).map(([id, { vpc, routes = [] }]) => [
      `${id}.table`,
      typeof vpc === 'string' ? { vpc, routes } : { routes },
    ]),
  );
}

function interfaceOf(id: Id, given: Partial<Interface> & { readonly subnet: Id }): Interface {
  return {
    id,
    owner: id,
    groups: ['Open'],
    address4: undefined,
    address6: undefined,
    public4: undefined,
    checksSourceDest: true,
    clientPorts: [32_768, 60_999],
    ...given,
  };
}

function natOf(id: Id, given: Partial<NatGateway>): NatGateway {
  return {
    id,
    kind: given.subnet === undefined ? 'regional' : 'zonal',
    vpc: 'Vpc',
    subnet: undefined,
    isPublic: true,
    seenAs: `${id}Eip`,
    address4: undefined,
    zones: undefined,
    ...given,
  };
}

function localRoute(id: Id, destination: Block | Unknown): Route {
  return { id, destination, origin: 'local', hop: { kind: 'local' } };
}

function known(text: string | Unknown): Block | Unknown {
  return isUnknown(text) ? text : block(text);
}

function replaceBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
