/** Resolved resources -> the network that AWS would make of them. The one place where a template becomes a network. */
import type {
  ElasticIp,
  End,
  Id,
  Interface,
  NatGateway,
  Network,
  SecurityGroup,
  Subnet,
  Vpc,
} from '../network.ts';
import { balancerEnds } from './ends/load-balancers.ts';
import { instanceEnds, interfaceEnds } from './ends/instances.ts';
import { groupEnds } from './ends/launch.ts';
import { managedEnds } from './ends/managed.ts';
import type { Made } from './ends/made.ts';
import { associations } from './ends/public-addresses.ts';
import { gatewayEndpointsOf, natsOf, peeringsOf } from './gateways.ts';
import { frontedIn } from './fronted.ts';
import { balancersOf } from './listeners.ts';
import { aclsOf } from './network-acls.ts';
import { tablesOf } from './route-tables.ts';
import { groupsOf, groupsWithRules, importedGroups } from './security-groups.ts';
import { Sources, type ReasonOf, type Source } from './source.ts';
import { unmodelledIn } from './unmodelled.ts';
import { importedSubnet, importedVpc, subnetsOf, vpcsOf } from './vpcs.ts';

/** What a template only names stands in the network too, with everything about it unknown. */
export function networkOf(resources: readonly Source[], reasonOf?: ReasonOf): Network {
  const sources = new Sources(resources, reasonOf);
  const made = endsOf(sources);
  const interfaces = byId(made.flatMap((each) => each.interfaces));
  const ends = byId(made.map(endOf));
  const stands = (id: Id): boolean => (ends.get(id)?.interfaces.length ?? 0) > 0;
  const balancers = balancersOf(sources, stands);
  const nats = natsOf(sources);
  const vpcs = allVpcs(sources);
  const subnets = allSubnets(sources, vpcs, { interfaces, nats });
  const vpcIds = [...vpcs.values()].filter(({ id }) => sources.get(id) !== undefined);
  return {
    vpcs,
    subnets,
    tables: byId(tablesOf(sources, vpcs, (id) => interfaces.get(forwarderOf(id, made) ?? ''))),
    acls: byId(
      aclsOf(
        sources,
        vpcIds.map(({ id }) => id),
      ),
    ),
    groups: allGroups(sources, vpcIds, interfaces),
    interfaces,
    nats: byId(nats),
    peerings: byId(peeringsOf(sources)),
    endpoints: byId(gatewayEndpointsOf(sources)),
    balancers: byId(balancers),
    fronted: frontedIn(sources, balancers),
    addresses: byId(addressesOf(sources, made)),
    ends,
    unmodelled: unmodelledIn(sources, new Set(made.map(({ end }) => end.id))),
    names: namesOf(sources),
  };
}

function endsOf(sources: Sources): readonly Made[] {
  const made = [
    ...instanceEnds(sources),
    ...interfaceEnds(sources),
    ...groupEnds(sources),
    ...managedEnds(sources),
    ...balancerEnds(sources),
    ...fileSystems(sources),
  ];
  // An instance may join an interface that the template only names: nothing of that one is known.
  const described = new Set(made.flatMap(({ interfaces }) => interfaces.map(({ id }) => id)));
  return made.map((each) => ({ ...each, joins: each.joins.filter((id) => described.has(id)) }));
}

/** A file system is reached by any of its mount targets. */
function fileSystems(sources: Sources): readonly Made[] {
  return sources.ofType('AWS::EFS::FileSystem').map((system) => ({
    end: system,
    interfaces: [],
    joins: sources
      .ofType('AWS::EFS::MountTarget')
      .filter((each) => each.refer(each.properties['FileSystemId']) === system.id)
      .map(({ id }) => id),
  }));
}

function endOf({ end, interfaces, joins }: Made): End {
  return {
    id: end.id,
    type: end.type,
    interfaces: [...joins, ...interfaces.map(({ id }) => id)],
  };
}

/** The interface that stands for a route's target: an instance's first. */
function forwarderOf(resource: Id, made: readonly Made[]): Id | undefined {
  const found = made.find(({ end }) => end.id === resource);
  return found && endOf(found).interfaces[0];
}

function allVpcs(sources: Sources): ReadonlyMap<Id, Vpc> {
  const written = vpcsOf(sources);
  const named = sources
    .ofType('AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::EC2::RouteTable')
    .filter((each) => each.properties['VpcId'] !== undefined)
    .map((each) => ({ id: each.refer(each.properties['VpcId']), from: each }));
  const imported = named
    .filter(({ id }) => sources.get(id) === undefined)
    .map(({ id, from }) => importedVpc(id, sources.why(id, from.stack), sources));
  return byId([...imported, ...written]);
}

/** What may stand in a subnet that the template only names. */
interface InSubnets {
  readonly interfaces: ReadonlyMap<Id, Interface>;
  readonly nats: readonly NatGateway[];
}

function allSubnets(
  sources: Sources,
  vpcs: ReadonlyMap<Id, Vpc>,
  { interfaces, nats }: InSubnets,
): ReadonlyMap<Id, Subnet> {
  const known = new Set([...vpcs.keys()].filter((each) => sources.get(each) !== undefined));
  const written = subnetsOf(sources, known);
  const there = new Set(written.map(({ id }) => id));
  const gateways = nats.map(({ subnet, id }) => ({ subnet, owner: id }));
  const imported = [...interfaces.values(), ...gateways].flatMap(({ subnet, owner }) => {
    if (subnet === undefined || there.has(subnet)) return [];
    return importedSubnet(subnet, sources.why(subnet, stackOf(owner)));
  });
  return byId([...imported, ...written]);
}

function allGroups(
  sources: Sources,
  vpcs: readonly Vpc[],
  interfaces: ReadonlyMap<Id, Interface>,
): ReadonlyMap<Id, SecurityGroup> {
  const written = groupsOf(
    sources,
    vpcs.map(({ id }) => id),
  );
  const there = new Set(written.map(({ id }) => id));
  const named = [...interfaces.values()].flatMap(({ groups, owner }) =>
    (groups === 'unfiltered' ? [] : groups).map((id) => ({ id, stack: stackOf(owner) })),
  );
  const imported = [...named, ...groupsWithRules(sources)]
    .filter(({ id }) => !there.has(id))
    .map(({ id, stack }) => ({ id, why: sources.why(id, stack) }));
  return byId([...importedGroups(sources, imported), ...written]);
}

function addressesOf(sources: Sources, made: readonly Made[]): readonly ElasticIp[] {
  const mapped = new Map<Id, Id>([
    ...associations(sources).map(
      ({ address, to }) => [address, forwarderOf(to, made) ?? to] as const,
    ),
    ...made.flatMap(({ interfaces }) => interfaces.flatMap(mappingOf)),
    ...sources
      .ofType('AWS::EC2::NatGateway')
      .map((nat) => [nat.refer(nat.properties['AllocationId']), nat.id] as const),
  ]);
  return sources.ofType('AWS::EC2::EIP').map(({ id }) => ({ id, mappedTo: mapped.get(id) }));
}

function mappingOf({ id, public4 }: Interface): readonly (readonly [Id, Id])[] {
  return typeof public4 === 'string' ? [[public4, id]] : [];
}

function namesOf(sources: Sources): ReadonlyMap<Id, string> {
  const names = new Map<Id, string>();
  for (const each of sources.all) {
    const [, ...below] = each.path.split('/');
    const name = below.length > 0 ? below.join('/') : each.logicalId;
    names.set(each.id, name);
    if (each.type !== 'AWS::EC2::VPC') continue;
    names.set(`${each.id}.main-table`, `${name} main route table`);
    names.set(`${each.id}.default-acl`, `${name} default network ACL`);
    names.set(`${each.id}.default-group`, `${name} default security group`);
  }
  return names;
}

function stackOf(id: Id): string {
  return id.split('/')[0] ?? '';
}

function byId<T extends { readonly id: Id }>(all: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(all.map((each) => [each.id, each]));
}
