/** The whole way of some packets: which gates stand on it, in which order, and how a person reads their rules. */
import { walk } from '../../../lib/network/walk/walk.ts';
import { makeNetwork } from '../support/networks.ts';
import { packetOf, way } from '../support/walks.ts';

const network = makeNetwork({
  subnets: {
    Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'], acl: 'PublicAcl' },
    Private: { block4: '10.0.1.0/24', routes: ['0.0.0.0/0 -> Nat'], acl: 'PrivateAcl' },
  },
  acls: {
    PublicAcl: {
      inbound: ['100 allow tcp/80 from 0.0.0.0/0', '200 allow tcp/1024-65535 from 0.0.0.0/0'],
      outbound: ['100 allow all to 0.0.0.0/0'],
    },
    PrivateAcl: {},
  },
  groups: {
    WebGroup: { inbound: ['tcp/80 from 0.0.0.0/0'] },
    AppGroup: { inbound: ['tcp/8080 from group WebGroup'], outbound: ['all to 0.0.0.0/0'] },
  },
  interfaces: {
    Web: { subnet: 'Public', groups: ['WebGroup'], public4: 'WebEip' },
    App: { subnet: 'Private', groups: ['AppGroup'] },
    Sibling: { subnet: 'Private', groups: ['AppGroup'] },
  },
  nats: { Nat: { subnet: 'Public' } },
});

test('a packet from the internet passes the gateway, the ACL and the group, and its reply the routes and the ACL again', () => {
  expect(way(network, '203.0.113.9 -> public Web tcp/80')).toEqual([
    '> internet gateway Igw',
    '> address Web',
    '> network ACL in PublicAcl',
    '> security group in WebGroup',
    '< route Public.table',
    '< network ACL out PublicAcl',
    '< internet gateway Igw',
    'yes',
  ]);
});

test('a private host leaves by the NAT gateway, its subnet and the internet gateway, and is seen as its address', () => {
  expect(way(network, 'App -> 203.0.113.9 tcp/80')).toEqual([
    '> security group out AppGroup',
    '> route Private.table',
    '> network ACL out PrivateAcl',
    '> network ACL in PublicAcl',
    '> NAT gateway Nat',
    '> route Public.table',
    '> network ACL out PublicAcl',
    '> internet gateway Igw',
    '< internet gateway Igw',
    '< network ACL in PublicAcl',
    '< NAT gateway Nat',
    '< route Public.table',
    '< network ACL out PublicAcl',
    '< network ACL in PrivateAcl',
    'yes as NatEip',
  ]);
});

test('a packet to another subnet passes both ACLs there and back', () => {
  expect(way(network, 'Web -> App tcp/8080')).toEqual([
    '> security group out WebGroup',
    '> route Public.table',
    '> network ACL out PublicAcl',
    '> network ACL in PrivateAcl',
    '> security group in AppGroup',
    '< route Private.table',
    '< network ACL out PrivateAcl',
    '< network ACL in PublicAcl',
    'yes as Web',
  ]);
});

test('a packet inside a subnet meets no ACL', () => {
  expect(way(network, 'App -> Sibling tcp/8080')).toEqual([
    '> security group out AppGroup',
    '> route Private.table',
    '> security group in AppGroup: blocked ENI_SG_RULES_MISMATCH',
    'no',
  ]);
});

test('a blocked packet ends with the gate that blocked it', () => {
  expect(way(network, '203.0.113.9 -> public Web tcp/22')).toEqual([
    '> internet gateway Igw',
    '> address Web',
    '> network ACL in PublicAcl: blocked SUBNET_ACL_RESTRICTION',
    'no',
  ]);
});

test('gates tell their rules as a person reads them', () => {
  const { gates } = walk(network, packetOf('Web -> App tcp/8080'));
  expect(gates.map(({ rule }) => rule?.says)).toEqual([
    'allow all to 0.0.0.0/0',
    '10.0.0.0/16 -> local',
    '100 allow all to 0.0.0.0/0',
    '100 allow all from 0.0.0.0/0',
    'allow tcp/8080 from group WebGroup',
    '10.0.0.0/16 -> local',
    '100 allow all to 0.0.0.0/0',
    '200 allow tcp/1024-65535 from 0.0.0.0/0',
  ]);
});

test.each([
  ['App -> Sibling tcp/22', 'no rule for tcp/22 from 10.0.1.0/24'],
  ['203.0.113.9 -> public Web tcp/22', 'tcp/22 from 203.0.113.9: * deny'],
  ['App -> 203.0.113.9 protocol50', 'protocol 50 from 10.0.1.0/24: * deny'],
])('%s is told why', (flow, says) => {
  const { gates } = walk(network, packetOf(flow));
  expect(gates.at(-1)?.says).toBe(says);
});

test('a name of the network stands for the id', () => {
  const named = { ...network, names: new Map([['Nat', 'Vpc/NatA']]) };
  const { gates } = walk(named, packetOf('App -> 203.0.113.9 tcp/80'));
  expect(gates[1]?.rule).toEqual({
    id: 'Private.table:0.0.0.0/0',
    says: '0.0.0.0/0 -> Vpc/NatA',
  });
});
