/** The doors to the internet: gateway, egress-only gateway, Block Public Access. */
import type { Written } from '../support/networks.ts';
import { makeNetwork } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

/** A, B have public addresses, C has none; all have IPv6 addresses of a subnet whose block Amazon gives. */
const internet = (written: Partial<Written> = {}) => {
  const amazons = { unknown: 'Amazon gives the IPv6 block' };
  return makeNetwork({
    ...written,
    vpcs: { Vpc: { blocks: ['10.0.0.0/16', amazons] }, ...written.vpcs },
    subnets: {
      One: { block4: '10.0.0.0/24', block6: amazons, routes: ['0.0.0.0/0 -> Igw', '::/0 -> Igw'] },
      Closed: { block4: '10.0.1.0/24', block6: amazons, routes: ['::/0 -> Eigw'] },
      Only6: { block6: amazons, routes: ['::/0 -> Igw'] },
      ...written.subnets,
    },
    interfaces: {
      A: { subnet: 'One', public4: 'AEip', address6: 'some' },
      B: { subnet: 'One', public4: 'BEip' },
      C: { subnet: 'One' },
      Unsure: { subnet: 'One', public4: { unknown: 'parameter HasIp has no default' } },
      Inner: { subnet: 'Closed', address6: 'some' },
      Six: { subnet: 'Only6', address6: 'some' },
      ...written.interfaces,
    },
  });
};

test.each([
  ['a public address gets out', 'A -> 203.0.113.9 tcp/443: yes as AEip'],
  [
    'a private one does not',
    'C -> 203.0.113.9 tcp/443: no IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at Igw',
  ],
  ['whether it has one is not said', 'Unsure -> 203.0.113.9 tcp/443: depends'],
  ['whether it has one is not said inwards', '203.0.113.9 -> public Unsure tcp/443: depends'],
  [
    'no private destination is behind it',
    'A -> 10.9.0.1 tcp/443: no IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at Igw',
  ],
  [
    'nor one of 172.16.0.0/12',
    'A -> 172.31.255.255 tcp/443: no IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at Igw',
  ],
  [
    'nor one of 192.168.0.0/16',
    'A -> 192.168.0.1 tcp/443: no IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at Igw',
  ],
  ['172.32.0.0 is public', 'A -> 172.32.0.0 tcp/443: yes as AEip'],
  [
    'nor a carrier address',
    'A -> 100.64.0.1 tcp/443: no IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS at Igw',
  ],
  ['IPv6 leaves unchanged', 'A -> 2001:db8::9 tcp/443: yes as A'],
  ['IPv6 comes in unchanged', '2001:db8::9 -> A tcp/443: yes'],
  ['an internet host gets in by the public address', '203.0.113.9 -> public A tcp/80: yes'],
  ['or by whom it names', '203.0.113.9 -> A tcp/80: yes'],
  [
    'not where there is none',
    '203.0.113.9 -> C tcp/80: no IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at C',
  ],
  ['two public addresses meet outside', 'A -> public B tcp/80: yes as AEip'],
  [
    'a private one meets nobody outside',
    'C -> public B tcp/80: no IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at Igw',
  ],
  [
    'nobody meets who has no public address',
    'A -> public C tcp/80: no IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at C',
  ],
  ['an egress-only gateway lets out', 'Inner -> 2001:db8::9 tcp/443: yes as Inner'],
  [
    'an egress-only gateway answers nobody',
    '2001:db8::9 -> Inner tcp/443: no KIT_EGRESS_ONLY at Eigw on the reply',
  ],
  ['who has no IPv6 address sends none', 'B -> 2001:db8::9 tcp/443: no KIT_NO_ADDRESS at B'],
  ['who has no IPv6 address gets none', '2001:db8::9 -> B tcp/443: no KIT_NO_ADDRESS at B'],
  ['who has no IPv4 address sends none', 'Six -> 203.0.113.9 tcp/443: no KIT_NO_ADDRESS at Six'],
  ['an IPv4 service has no IPv6', 'A -> service s3 tcp/443 IPv6: no KIT_NO_ADDRESS at pl-s3'],
  ['an IPv4 host has no IPv6', 'A -> 203.0.113.9 tcp/443 IPv6: no KIT_NO_ADDRESS at 203.0.113.9'],
  ['a service is on the internet', 'A -> service s3 tcp/443: yes as AEip'],
  ['IPv6 inside the VPC goes by the local route', 'A -> Inner tcp/443 IPv6: yes as A'],
  ['an IPv6 echo is ICMPv6', 'A -> 2001:db8::9 icmp/echo: yes as A'],
  ['two hosts outside are no affair of ours', '203.0.113.9 -> 203.0.113.10 tcp/80: yes'],
])('%s', (_sentence, line) => {
  expect(retold(internet(), line)).toBe(line);
});

test('a meeting outside leaves by the gateway and comes in again, there and back', () => {
  expect(way(internet(), 'A -> public B tcp/80')).toEqual([
    '> security group out Open',
    '> route One.table',
    '> network ACL out OpenAcl',
    '> internet gateway Igw',
    '> internet gateway Igw',
    '> address B',
    '> network ACL in OpenAcl',
    '> security group in Open',
    '< route One.table',
    '< network ACL out OpenAcl',
    '< internet gateway Igw',
    '< internet gateway Igw',
    '< network ACL in OpenAcl',
    'yes as AEip',
  ]);
});

test.each([
  ['no gateway is attached', undefined, 'no NO_ROUTE_TO_DESTINATION at Vpc'],
  ['nobody knows whether one is', { unknown: 'imported' }, 'depends'],
])('%s', (_sentence, internetGateway, expected) => {
  const network = internet({ vpcs: { Vpc: { internetGateway } } });
  expect(fate(network, '203.0.113.9 -> public A tcp/80')).toBe(expected);
});

test('a VPC that is not in the template makes it depend', () => {
  const One = { vpc: { unknown: 'imported' }, block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'] };
  const network = internet({ subnets: { One } });
  expect(fate(network, '203.0.113.9 -> public A tcp/80')).toBe('depends');
});

test.each([
  ['ingress', 'none', 'A -> 203.0.113.9 tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc'],
  ['ingress', 'egress', 'A -> 203.0.113.9 tcp/443: yes as AEip'],
  ['ingress', 'none', '203.0.113.9 -> public A tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc'],
  [
    'ingress',
    'egress',
    '203.0.113.9 -> public A tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc',
  ],
  ['ingress', 'bidirectional', '203.0.113.9 -> public A tcp/443: yes'],
  ['bidirectional', 'none', 'A -> 203.0.113.9 tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc'],
  ['bidirectional', 'egress', 'A -> 203.0.113.9 tcp/443: yes as AEip'],
  [
    'bidirectional',
    'egress',
    '203.0.113.9 -> public A tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc',
  ],
  ['bidirectional', 'bidirectional', '203.0.113.9 -> public A tcp/443: yes'],
  [
    'bidirectional',
    'none',
    'Inner -> 2001:db8::9 tcp/443: no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc',
  ],
  ['ingress', 'none', 'Inner -> 2001:db8::9 tcp/443: yes as Inner'],
] as const)('under block public access %s, exclusion %s: %s', (mode, exclusion, line) => {
  const One = {
    block4: '10.0.0.0/24',
    routes: ['0.0.0.0/0 -> Igw'],
    publicAccessExclusion: exclusion,
  };
  const Vpc = { blocks: ['10.0.0.0/16', { unknown: "Amazon's" }], blockPublicAccess: mode };
  const network = internet({ vpcs: { Vpc }, subnets: { One } });
  expect(retold(network, line)).toBe(line);
});

test.each([
  ['local lets in', ['10.0.0.0/16 -> local'], 'yes'],
  ['an appliance comes first', ['10.0.0.0/24 -> Fw'], 'no ENI_SOURCE_DEST_CHECK_RESTRICTION at Fw'],
  ['other hops do not exist there', ['10.0.0.0/24 -> Igw'], 'no BAD_STATE_ROUTE at Edge'],
])("the gateway's own table: %s", (_sentence, routes, expected) => {
  const network = internet({
    vpcs: { Vpc: { gatewayTable: 'Edge' } },
    tables: { Edge: { routes } },
    interfaces: { Fw: { subnet: 'Closed' } },
  });
  expect(fate(network, '203.0.113.9 -> public A tcp/80')).toBe(expected);
});

test("a gateway's table without a route lets nobody in", () => {
  const network = internet({
    vpcs: { Vpc: { blocks: [], gatewayTable: 'Edge' } },
    tables: { Edge: { routes: [] } },
  });
  expect(fate(network, '203.0.113.9 -> public A tcp/80')).toBe(
    'no NO_ROUTE_TO_DESTINATION at Edge',
  );
});

test('an IPv6 neighbour in another VPC is met over the internet, without its group', () => {
  const network = makeNetwork({
    vpcs: { Other: { blocks: ['2001:db8:b::/56'] }, Vpc: { blocks: ['2001:db8:a::/56'] } },
    subnets: {
      One: { block6: '2001:db8:a::/64', routes: ['::/0 -> Eigw'] },
      Two: { vpc: 'Other', block6: '2001:db8:b::/64', routes: ['::/0 -> OtherIgw'] },
    },
    groups: { ByGroup: { inbound: ['all from group Open'] } },
    interfaces: {
      A: { subnet: 'One', address6: 'some' },
      B: { subnet: 'Two', address6: 'some' },
      Shy: { subnet: 'Two', address6: 'some', groups: ['ByGroup'] },
    },
  });
  expect(fate(network, 'A -> B tcp/80 IPv6')).toBe('yes as A');
  expect(fate(network, 'A -> Shy tcp/80 IPv6')).toBe('no SG_REFERENCES_NOT_PRESERVED at ByGroup');
});

test('what left by an egress-only gateway is answered through it, without an internet gateway', () => {
  const network = internet({ vpcs: { Vpc: { internetGateway: undefined } } });
  expect(fate(network, 'Inner -> 2001:db8::9 tcp/443')).toBe('yes as Inner');
});

test('a reference is lost outside, also between peered VPCs', () => {
  const network = makeNetwork({
    vpcs: { Other: { blocks: ['2001:db8:b::/56'] }, Vpc: { blocks: ['2001:db8:a::/56'] } },
    subnets: {
      One: { block6: '2001:db8:a::/64', routes: ['::/0 -> Igw'] },
      Two: { vpc: 'Other', block6: '2001:db8:b::/64', routes: ['::/0 -> OtherIgw'] },
      Three: { vpc: 'Other', block6: '2001:db8:b:1::/64', routes: ['::/0 -> Peering'] },
      Four: { block6: '2001:db8:a:1::/64', routes: ['::/0 -> Peering'] },
    },
    peerings: { Peering: { requester: 'Vpc', accepter: 'Other' } },
    groups: { ByGroup: { inbound: ['all from group Open'] } },
    interfaces: {
      A: { subnet: 'One', address6: 'some' },
      Outside: { subnet: 'Two', address6: 'some', groups: ['ByGroup'] },
      Peer: { subnet: 'Four', address6: 'some' },
      Inside: { subnet: 'Three', address6: 'some', groups: ['ByGroup'] },
    },
  });
  expect(fate(network, 'A -> Outside tcp/80 IPv6')).toBe(
    'no SG_REFERENCES_NOT_PRESERVED at ByGroup',
  );
  expect(fate(network, 'Peer -> Inside tcp/80 IPv6')).toBe('yes as Peer');
});
