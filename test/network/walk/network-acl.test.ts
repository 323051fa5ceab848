import { makeNetwork } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

/** Two subnets; the far one, `B`, has the entries. */
const entries = (
  inbound: readonly string[],
  outbound: readonly string[] = ['1 allow all to 0.0.0.0/0'],
) =>
  makeNetwork({
    subnets: { Near: { block4: '10.0.0.0/24' }, Far: { block4: '10.0.1.0/24', acl: 'Acl' } },
    acls: { Acl: { inbound, outbound } },
    interfaces: {
      A: { subnet: 'Near' },
      Fixed: { subnet: 'Near', address4: 0x0a000005n },
      B: { subnet: 'Far' },
      C: { subnet: 'Far' },
    },
  });

test.each([
  ['an empty ACL denies', [], 'A -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl'],
  ['an empty ACL is not asked inside the subnet', [], 'C -> B tcp/80: yes as C'],
  [
    'the lowest number that matches allows',
    ['1 allow tcp/80 from 10.0.0.0/24', '2 deny all from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'the lowest number that matches denies',
    ['1 deny tcp/80 from 10.0.0.0/24', '2 allow all from 0.0.0.0/0'],
    'A -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl',
  ],
  [
    'an entry about another port is passed over',
    ['1 deny tcp/81-90 from 0.0.0.0/0', '2 allow all from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'an entry about another source is passed over',
    ['1 deny tcp/80 from 10.0.1.0/24', '2 allow all from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'the last port of a range counts',
    ['1 allow tcp/70-80 from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  ['protocol all ignores ports', ['1 allow all from 0.0.0.0/0'], 'A -> B protocol50: yes as A'],
  [
    'an IPv6 entry is no entry for IPv4',
    ['1 allow all from ::/0'],
    'A -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl',
  ],
  ['an echo request is type 8', ['1 allow icmp/8 from 0.0.0.0/0'], 'A -> B icmp/echo: yes as A'],
  [
    'an echo reply is type 0',
    ['1 allow icmp/0 from 0.0.0.0/0'],
    'A -> B icmp/echo: no SUBNET_ACL_RESTRICTION at Acl',
  ],
])('%s', (_sentence, inbound, line) => {
  expect(retold(entries(inbound), line)).toBe(line);
});

test.each([
  [
    'a reply goes to the port that the client came from',
    ['1 allow tcp/40000 to 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'a reply to another port is denied',
    ['1 allow tcp/40001-65535 to 0.0.0.0/0'],
    'A -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl on the reply',
  ],
  ['an answer to an echo is type 0', ['1 allow icmp/0 to 0.0.0.0/0'], 'A -> B icmp/echo: yes as A'],
  [
    'an answer to an echo is not type 8',
    ['1 allow icmp/8 to 0.0.0.0/0'],
    'A -> B icmp/echo: no SUBNET_ACL_RESTRICTION at Acl on the reply',
  ],
])('%s', (_sentence, outbound, line) => {
  expect(retold(entries(['1 allow all from 0.0.0.0/0'], outbound), line)).toBe(line);
});

test.each([
  [
    'part of the source subnet is allowed',
    ['1 allow all from 10.0.0.0/25'],
    'A -> B tcp/80: depends',
  ],
  [
    'part of it is denied, the rest too',
    ['1 deny all from 10.0.0.0/25'],
    'A -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl',
  ],
  [
    'part of it is allowed, the rest too',
    ['1 allow all from 10.0.0.0/25', '2 allow all from 0.0.0.0/0'],
    'A -> B tcp/80: yes as A',
  ],
  [
    'part of it is denied, the rest allowed',
    ['1 deny all from 10.0.0.5', '2 allow all from 0.0.0.0/0'],
    'A -> B tcp/80: depends',
  ],
  [
    'a fixed address is that address',
    ['1 deny all from 10.0.0.5', '2 allow all from 0.0.0.0/0'],
    'Fixed -> B tcp/80: no SUBNET_ACL_RESTRICTION at Acl',
  ],
  [
    'a fixed address is no other',
    ['1 deny all from 10.0.0.6', '2 allow all from 0.0.0.0/0'],
    'Fixed -> B tcp/80: yes as Fixed',
  ],
  ['a block that nobody knows may match', ['1 allow all from unknown'], 'A -> B tcp/80: depends'],
])('%s', (_sentence, inbound, line) => {
  expect(retold(entries(inbound), line)).toBe(line);
});

test('a gate that depends is passed: a later one that blocks makes it no', () => {
  const network = entries(['1 allow all from 10.0.0.0/25'], []);
  expect(way(network, 'A -> B tcp/80')).toEqual([
    '> security group out Open',
    '> route Near.table',
    '> network ACL out OpenAcl',
    '> network ACL in Acl: depends KIT_UNKNOWN',
    '> security group in Open',
    '< route Far.table',
    '< network ACL out Acl: blocked SUBNET_ACL_RESTRICTION',
    'no',
  ]);
});

test('an ACL that the template does not say makes it depend', () => {
  const network = makeNetwork({
    subnets: {
      Near: { block4: '10.0.0.0/24' },
      Far: { block4: '10.0.1.0/24', acl: { unknown: 'imported' } },
    },
    interfaces: { A: { subnet: 'Near' }, B: { subnet: 'Far' } },
  });
  expect(fate(network, 'A -> B tcp/80')).toBe('depends');
});

test.each([
  [
    'a Classic Load Balancer meets it on its way to a target in its own subnet',
    'Elb -> A tcp/80: no ELB_ACL_RESTRICTION at Acl',
  ],
  [
    'so does its answer to a client there',
    'A -> Elb tcp/80: no ELB_ACL_RESTRICTION at Acl on the reply',
  ],
  ['an Application Load Balancer does not', 'Alb -> A tcp/80: yes as Alb'],
])('%s', (_sentence, line) => {
  const network = makeNetwork({
    subnets: { Only: { block4: '10.0.0.0/24', acl: 'Acl' } },
    acls: { Acl: { outbound: [] } },
    interfaces: { A: { subnet: 'Only' }, Elb: { subnet: 'Only' }, Alb: { subnet: 'Only' } },
    balancers: { Elb: 'classic', Alb: 'application' },
  });
  expect(retold(network, line)).toBe(line);
});
