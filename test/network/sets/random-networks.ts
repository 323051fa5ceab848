/** Small networks in which anything may happen: two VPCs, a few subnets, NAT, a forwarder, unknowns. */
import fc from '../../support/fast-check.ts';
import type {
  AclEntry,
  GroupRule,
  Interface,
  Network,
  NetworkAcl,
  Peer,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
} from '../../../lib/network/network.ts';
import type { Range } from '../../../lib/network/services.ts';
import { block, group, host, nat, network, route, service, subnet, vpc } from './drafts.ts';

/** Draws one of the values; what comes first is the simplest. */
export type Draw = <Value>(values: readonly Value[]) => Value;

/** A source of draws for one run of a property. */
export const draws = fc.array(fc.nat({ max: 999 }), { minLength: 300, maxLength: 300 });

export function drawFrom(numbers: readonly number[]): Draw {
  let at = 0;
  return (values) => {
    at += 1;
    return values[(numbers[at % numbers.length] ?? 0) % values.length] as (typeof values)[number];
  };
}

const services = ['tcp/22', 'tcp/80', 'all', 'tcp/80-443', 'tcp/1024-65535', 'udp/53', 'icmp/8'];
const replies = ['all', 'tcp/1024-65535', 'tcp/32768-60999', 'tcp/32768-50000', 'icmp/0'];
const blocks = [
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.2.0/24',
  '10.0.2.8/29',
  '10.1.0.0/16',
  '198.51.100.0/24',
  '198.51.100.7/32',
];
const groupIds = ['GroupA', 'GroupB', 'GroupC'];

/** `unknowns`: may the template leave things unsaid? */
export function randomNetwork(draw: Draw, { unknowns }: { readonly unknowns: boolean }): Network {
  const maybe = <Value>(value: Value): Value | { readonly unknown: string } =>
    unknowns && draw([false, false, false, false, false, false, true])
      ? { unknown: `a parameter (${draw([1, 2, 3])})` }
      : value;
  const subnets: readonly Subnet[] = [
    ['One', '10.0.1.0/24', 'Vpc'],
    ['Two', '10.0.2.0/24', 'Vpc'],
    ['Three', '10.0.3.0/24', 'Vpc'],
    ['Far', '10.1.1.0/24', 'Other'],
  ].map(([id = '', cidr = '', of = '']) =>
    subnet(id, cidr, {
      vpc: of,
      block4: maybe(block(cidr)),
      table: `${of}Table${draw([1, 2])}`,
      acl: maybe(draw(['OpenAcl', 'OpenAcl', 'AclA', 'AclB'])),
      publicAccessExclusion: draw(['none', 'none', 'egress', 'bidirectional']),
    }),
  );
  return network({
    vpcs: [
      vpc('Vpc', {
        internetGateway: draw(['Igw', 'Igw', undefined]),
        blockPublicAccess: draw(['off', 'off', 'off', 'ingress', 'bidirectional']),
      }),
      vpc('Other', { blocks: [block('10.1.0.0/16')], internetGateway: draw([undefined, 'Igw2']) }),
    ],
    subnets,
    tables: ['Vpc', 'Other'].flatMap((of) => [1, 2].map((at) => randomTable(draw, of, at))),
    acls: ['AclA', 'AclB'].map((id) => randomAcl(draw, id, maybe)),
    groups: groupIds.map((id) => randomGroup(draw, id, unknowns)),
    interfaces: [
      ...['One', 'One', 'Two', 'Two', 'Three', 'Far'].map((at, index) =>
        randomInterface(draw, `Host${index}`, at),
      ),
      { ...randomInterface(draw, 'Forwarder', 'Three'), checksSourceDest: draw([false, true]) },
    ],
    nats: [nat('Nat', 'Three', { isPublic: draw([true, true, false]) })],
    peerings: [
      {
        id: 'Peering',
        requester: 'Vpc',
        accepter: unknowns && draw([false, false, true]) ? { unknown: 'a parameter' } : 'Other',
      },
    ],
  });
}

function randomTable(draw: Draw, of: string, at: number): RouteTable {
  const isVpc = of === 'Vpc';
  const local = route(isVpc ? '10.0.0.0/16 local' : '10.1.0.0/16 local');
  const others = isVpc ? vpcRoutes : otherRoutes;
  const chosen = others.map((each) => draw(each)).filter((each) => each !== '');
  return { id: `${of}Table${at}`, vpc: of, routes: [local, ...chosen.map(routeOf)] };
}

/** One of each row. */
const vpcRoutes = [
  [
    '0.0.0.0/0 internet-gateway Igw',
    '0.0.0.0/0 nat-gateway Nat',
    '0.0.0.0/0 interface Forwarder',
    '0.0.0.0/0 gone Igw',
    '',
  ],
  ['', '10.1.0.0/16 peering Peering', '10.1.0.0/16 peering Peering', '10.1.0.0/16 other Tgw'],
  ['', '', '', '10.0.2.0/24 interface Forwarder', '10.0.2.0/24 nat-gateway Nat'],
  ['', '', '', '10.0.2.0/26 interface Forwarder', '198.51.100.0/24 unknown Param'],
];
const otherRoutes = [
  ['10.0.0.0/16 peering Peering', '10.0.0.0/16 peering Peering', '', '10.0.2.0/24 peering Peering'],
  ['', '0.0.0.0/0 peering Peering', '0.0.0.0/0 internet-gateway Igw2'],
];

function routeOf(text: string): Route {
  return { ...route(text), id: text };
}

type Maybe = <Value>(value: Value) => Value | { readonly unknown: string };

function randomAcl(draw: Draw, id: string, maybe: Maybe): NetworkAcl {
  const entries = (prefix: string): readonly AclEntry[] =>
    Array.from({ length: draw([2, 1, 3, 4]) }, (_, index) => ({
      id: `${id} ${prefix} ${index}`,
      number: (index + 1) * 10,
      allows: draw([true, true, false]),
      service: service(draw([...services, ...replies])),
      block: maybe(block(draw(blocks))),
    }));
  return { id, inbound: entries('in'), outbound: entries('out') };
}

function randomGroup(draw: Draw, id: string, unknowns: boolean): SecurityGroup {
  const peer = (): Peer => {
    if (unknowns && draw([0, 0, 0, 0, 0, 1]) === 1) return { kind: 'unknown', why: 'a parameter' };
    return draw([true, false])
      ? { kind: 'block', block: block(draw(blocks)) }
      : { kind: 'group', id: draw(groupIds) };
  };
  const rules = (count: number): readonly GroupRule[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `${id} ${index}`,
      service: service(draw(services)),
      peer: peer(),
    }));
  const open = group(id, [], ['all 0.0.0.0/0']);
  return {
    ...open,
    inbound: rules(draw([1, 2, 3])),
    outbound: draw([true, true, false]) ? open.outbound : rules(draw([1, 2])),
  };
}

function randomInterface(draw: Draw, id: string, at: string): Interface {
  const fixed = { One: '10.0.1.9', Two: '10.0.2.9', Three: '10.0.3.9', Far: '10.1.1.9' }[at] ?? '';
  const clientPorts: Range = draw<Range>([
    [32_768, 60_999],
    [49_152, 65_535],
  ]);
  return host(id, at, {
    groups: draw<Interface['groups']>([
      ['GroupA'],
      ['GroupB'],
      ['GroupA', 'GroupC'],
      [],
      'unfiltered',
      ['Open'],
    ]),
    address4: draw([undefined, undefined, block(fixed).first]),
    public4: draw([undefined, `${id}Eip`]),
    clientPorts,
  });
}
