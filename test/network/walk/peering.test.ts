/** Between VPCs, and to the services of a gateway endpoint. */
import { makeNetwork, type Written } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

/** A in `Vpc` peered with `Two` (B), which is peered with `Three` (C). */
const peered = (written: Partial<Written> = {}) =>
  makeNetwork({
    ...written,
    vpcs: { Two: { blocks: ['10.1.0.0/16'] }, Three: { blocks: ['10.2.0.0/16'] } },
    subnets: {
      One1: {
        block4: '10.0.0.0/24',
        routes: ['10.1.0.0/16 -> OneTwo', '10.2.0.0/16 -> OneTwo', '0.0.0.0/0 -> OneTwo'],
      },
      Two1: {
        vpc: 'Two',
        block4: '10.1.0.0/24',
        routes: ['10.0.0.0/16 -> OneTwo', '10.2.0.0/16 -> TwoThree'],
      },
      Two2: { vpc: 'Two', block4: '10.1.1.0/24' },
      Three1: {
        vpc: 'Three',
        block4: '10.2.0.0/24',
        routes: ['10.1.0.0/16 -> TwoThree', '10.0.0.0/16 -> TwoThree'],
      },
      ...written.subnets,
    },
    peerings: {
      OneTwo: { requester: 'Vpc', accepter: 'Two' },
      TwoThree: { requester: 'Two', accepter: 'Three' },
      ...written.peerings,
    },
    interfaces: {
      A: { subnet: 'One1' },
      B: { subnet: 'Two1' },
      Mute: { subnet: 'Two2' },
      C: { subnet: 'Three1' },
      ...written.interfaces,
    },
  });

test.each([
  ['a neighbour is reached', 'A -> B tcp/80: yes as A'],
  ['either side may begin', 'B -> A tcp/80: yes as B'],
  [
    'the reply needs a route back',
    'A -> Mute tcp/80: no NO_ROUTE_TO_DESTINATION at Two2.table on the reply',
  ],
  [
    "a neighbour's neighbour is not",
    'A -> C tcp/80: no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo',
  ],
  [
    'nor the internet behind it',
    'A -> 203.0.113.9 tcp/80: no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo',
  ],
  ['nor a service', 'A -> service s3 tcp/443: no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo'],
])('%s', (_sentence, line) => {
  expect(retold(peered(), line)).toBe(line);
});

test('both subnets judge with their ACLs', () => {
  expect(way(peered(), 'A -> B tcp/80')).toEqual([
    '> security group out Open',
    '> route One1.table',
    '> network ACL out OpenAcl',
    '> peering connection OneTwo',
    '> network ACL in OpenAcl',
    '> security group in Open',
    '< route Two1.table',
    '< network ACL out OpenAcl',
    '< peering connection OneTwo',
    '< network ACL in OpenAcl',
    'yes as A',
  ]);
});

test('nobody behind a neighbour is carried on by an instance there', () => {
  const network = peered({
    subnets: {
      Two1: { vpc: 'Two', block4: '10.1.0.0/24', routes: ['10.2.0.0/16 -> Fw'] },
      Two2: { vpc: 'Two', block4: '10.1.1.0/24', routes: ['10.2.0.0/16 -> OneTwo'] },
    },
    interfaces: { Fw: { subnet: 'Two2', checksSourceDest: false } },
  });
  expect(fate(network, 'B -> C tcp/80')).toBe('no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo');
});

test.each([
  [
    'the other VPC is not in the template',
    { requester: 'Vpc', accepter: { unknown: 'imported' } },
    'depends',
  ],
  [
    'it connects two others',
    { requester: 'Two', accepter: 'Three' },
    'no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo',
  ],
  [
    'it connects two others, the other way round',
    { requester: 'Three', accepter: 'Two' },
    'no PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at OneTwo',
  ],
])('%s', (_sentence, OneTwo, expected) => {
  expect(fate(peered({ peerings: { OneTwo } }), 'A -> B tcp/80')).toBe(expected);
});

const endpoint = (written: Partial<Written> = {}) =>
  makeNetwork({
    ...written,
    subnets: {
      One1: { block4: '10.0.0.0/24', routes: ['list s3 -> Endpoint'], acl: 'Acl' },
    },
    acls: { Acl: {}, ...written.acls },
    endpoints: written.endpoints ?? { Endpoint: {} },
    interfaces: { A: { subnet: 'One1' } },
  });

test('a service answers through a gateway endpoint, unseen', () => {
  expect(way(endpoint(), 'A -> service s3 tcp/443')).toEqual([
    '> security group out Open',
    '> route One1.table',
    '> network ACL out Acl',
    '> gateway endpoint Endpoint',
    '< network ACL in Acl',
    'yes',
  ]);
});

test.each([
  ['it carries an echo', endpoint(), 'A -> service s3 icmp/echo: yes'],
  [
    'it carries no UDP',
    endpoint(),
    'A -> service s3 udp/443: no VPCE_GATEWAY_PROTOCOL_RESTRICTION at Endpoint',
  ],
  [
    'another service is not behind it',
    endpoint(),
    'A -> service dynamodb tcp/443: no NO_ROUTE_TO_DESTINATION at One1.table',
  ],
  [
    'nor one that is routed there',
    endpoint({ endpoints: { Endpoint: { service: 'dynamodb' } } }),
    'A -> service s3 tcp/443: no NO_ROUTE_TO_DESTINATION at Endpoint',
  ],
  [
    'it serves its own VPC',
    endpoint({ endpoints: { Endpoint: { vpc: 'Other' } } }),
    'A -> service s3 tcp/443: no NO_ROUTE_TO_DESTINATION at Endpoint',
  ],
  [
    'an ACL cannot name the service',
    endpoint({ acls: { Acl: { outbound: ['1 allow tcp/443 to 52.216.0.0/15'] } } }),
    'A -> service s3 tcp/443: depends',
  ],
  [
    'the answer meets the ACL',
    endpoint({ acls: { Acl: { inbound: ['1 allow tcp/443 from 0.0.0.0/0'] } } }),
    'A -> service s3 tcp/443: no SUBNET_ACL_RESTRICTION at Acl on the reply',
  ],
])('%s', (_sentence, network, line) => {
  expect(retold(network, line)).toBe(line);
});
