/** Networks in few words, for the tests of the symbolic engine. */
import { type Block, parseAddress, parseBlock } from '../../../lib/network/blocks.ts';
import type {
  AclEntry,
  GroupRule,
  Interface,
  NatGateway,
  Network,
  NetworkAcl,
  NextHop,
  Peer,
  PrefixList,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from '../../../lib/network/network.ts';
import type { Point, Question } from '../../../lib/network/question.ts';
import {
  type Service,
  allCodes,
  allPorts,
  everything,
  protocols,
} from '../../../lib/network/services.ts';

export function block(text: string): Block {
  const found = parseBlock(text);
  if (found === undefined) throw new Error(`no block: ${text}`);
  return found;
}

/** `all`, `tcp/22`, `udp/53`, `tcp/1024-65535`, `icmp/8` */
export function service(text: string): Service {
  if (text === 'all') return everything;
  const [name = '', ports] = text.split('/');
  const protocol = protocols[name as keyof typeof protocols];
  if (ports === undefined) return { protocol, ports: allPorts, codes: allCodes };
  const [first = 0, last = first] = ports.split('-').map(Number);
  return { protocol, ports: [first, last], codes: allCodes };
}

export const vpc = (id: string, some: Partial<Vpc> = {}): Vpc => ({
  id,
  blocks: [block('10.0.0.0/16')],
  internetGateway: 'Igw',
  blockPublicAccess: 'off',
  blockPublicAccessBy: undefined,
  gatewayTable: undefined,
  ...some,
});

export const subnet = (id: string, cidr: string, some: Partial<Subnet> = {}): Subnet => ({
  id,
  vpc: 'Vpc',
  zone: 'a',
  block4: block(cidr),
  block6: undefined,
  table: 'Table',
  acl: 'OpenAcl',
  publicAccessExclusion: 'none',
  ...some,
});

/** `10.0.0.0/16 local`, `0.0.0.0/0 internet-gateway Igw` */
export function route(text: string): Route {
  const [to = '', kind = '', id = ''] = text.split(' ');
  return {
    id: `route ${to}`,
    destination: to.startsWith('pl-') ? s3 : block(to),
    origin: kind === 'local' ? 'local' : to.startsWith('pl-') ? 'prefix-list' : 'static',
    hop: { kind, id, why: 'it is gone', type: 'a transit gateway' } as NextHop,
  };
}

export const table = (id: string, ...routes: readonly string[]): RouteTable => ({
  id,
  vpc: 'Vpc',
  routes: routes.map(route),
});

/** `100 allow tcp/80 0.0.0.0/0` */
export function entry(text: string): AclEntry {
  const [number = '', verb, what = '', where = ''] = text.split(' ');
  return {
    id: `entry ${number}`,
    number: Number(number),
    allows: verb === 'allow',
    service: service(what),
    block: block(where),
  };
}

export const acl = (
  id: string,
  inbound: readonly string[],
  outbound: readonly string[] = ['100 allow all 0.0.0.0/0'],
): NetworkAcl => ({ id, inbound: inbound.map(entry), outbound: outbound.map(entry) });

export const s3: PrefixList = {
  id: 'pl-s3',
  service: 's3',
  blocks: { unknown: 'the addresses of s3' },
};

/** `tcp/22 10.0.0.0/16`, `tcp/22 WebGroup`, `tcp/443 pl-s3` */
export function rule(text: string): GroupRule {
  const [what = '', who = ''] = text.split(' ');
  const found = parseBlock(who);
  const peer: Peer =
    who === 'pl-s3'
      ? { kind: 'list', list: s3 }
      : found === undefined
        ? { kind: 'group', id: who }
        : { kind: 'block', block: found };
  return { id: `rule ${text}`, service: service(what), peer };
}

export const group = (
  id: string,
  inbound: readonly string[],
  outbound: readonly string[] = ['all 0.0.0.0/0'],
): SecurityGroup => ({
  id,
  vpc: 'Vpc',
  inbound: inbound.map(rule),
  outbound: outbound.map(rule),
});

export const host = (id: string, subnetId: string, some: Partial<Interface> = {}): Interface => ({
  id,
  owner: `${id}Owner`,
  subnet: subnetId,
  groups: ['Open'],
  address4: undefined,
  address6: undefined,
  public4: undefined,
  checksSourceDest: true,
  clientPorts: [32_768, 60_999],
  ...some,
});

export const nat = (id: string, subnetId: string, some: Partial<NatGateway> = {}): NatGateway => ({
  id,
  kind: 'zonal',
  vpc: 'Vpc',
  subnet: subnetId,
  isPublic: true,
  seenAs: `${id}Eip`,
  address4: undefined,
  zones: undefined,
  ...some,
});

type Listed = {
  readonly [Part in keyof Network]?: Network[Part] extends ReadonlyMap<string, infer Item>
    ? readonly Item[]
    : never;
};

/** An open ACL and an open group are always there. */
export function network(parts: Listed): Network {
  const mapped = (items: readonly { readonly id: string }[] = []) =>
    new Map(items.map((item) => [item.id, item]));
  return {
    vpcs: mapped(parts.vpcs ?? [vpc('Vpc')]),
    subnets: mapped(parts.subnets),
    tables: mapped(parts.tables),
    acls: mapped([
      acl('OpenAcl', ['100 allow all 0.0.0.0/0', '101 allow all ::/0'], openOut),
      ...(parts.acls ?? []),
    ]),
    groups: mapped([
      group('Open', ['all 0.0.0.0/0', 'all ::/0'], ['all 0.0.0.0/0', 'all ::/0']),
      ...(parts.groups ?? []),
    ]),
    interfaces: mapped(parts.interfaces),
    nats: mapped(parts.nats),
    peerings: mapped(parts.peerings),
    endpoints: mapped(parts.endpoints),
    balancers: mapped(parts.balancers),
    addresses: mapped(parts.addresses),
    ends: new Map(),
    names: new Map(),
  } as unknown as Network;
}

const openOut = ['100 allow all 0.0.0.0/0', '101 allow all ::/0'];

/** An interface by its id, `internet`, `public:Id`, an address of a host, or `s3`. */
export function end(text: string): Question['from'] {
  const address = parseAddress(text);
  if (text === 'internet') return { kind: 'internet', family: 4 };
  if (text === 'internet6') return { kind: 'internet', family: 6 };
  if (text === 's3') return { kind: 'service', list: s3 };
  if (text.startsWith('public:')) return { kind: 'public', of: text.slice('public:'.length) };
  const point: Point =
    address === undefined ? { kind: 'interface', id: text } : { kind: 'host', address };
  return point;
}

/** `question('internet -> Web', 'tcp/80')`; source ports are Linux's unless told. */
export function question(ends: string, what: string, some: Partial<Question> = {}): Question {
  const [from = '', to = ''] = ends.split(' -> ');
  const { protocol, ports } = service(what);
  return {
    from: end(from),
    to: end(to),
    family: 4,
    protocol: protocol === 'all' ? protocols.tcp : protocol,
    ports,
    sourcePorts: [32_768, 60_999],
    ...some,
  };
}
