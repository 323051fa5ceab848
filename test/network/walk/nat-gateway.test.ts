import { makeNetwork, type Written } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

/** App in a private subnet behind Nat, which stands in a public one; Own and Site have public addresses. */
const nat = (written: Partial<Written> = {}) =>
  makeNetwork({
    ...written,
    vpcs: { Vpc: { blocks: ['10.0.0.0/16', '2001:db8:a::/56'] }, ...written.vpcs },
    subnets: {
      Private: {
        block4: '10.0.1.0/24',
        block6: '2001:db8:a:1::/64',
        routes: ['0.0.0.0/0 -> Nat', '64:ff9b::/96 -> Nat', '2001:db8::/32 -> Nat'],
      },
      Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'] },
      ...written.subnets,
    },
    interfaces: {
      App: { subnet: 'Private', address6: 'some' },
      Own: { subnet: 'Private', public4: 'OwnEip' },
      Site: { subnet: 'Public', public4: 'SiteEip' },
      ...written.interfaces,
    },
    nats: { Nat: { subnet: 'Public' }, ...written.nats },
  });

const out = 'App -> 203.0.113.9 tcp/443';
const ping = 'App -> 203.0.113.9 icmp/echo';
const open = ['1 allow all from 0.0.0.0/0'];

test.each([
  ['it hides a private host', `${out}: yes as NatEip`],
  ['it carries UDP', 'App -> 203.0.113.9 udp/53: yes as NatEip'],
  ['it carries an echo', `${ping}: yes as NatEip`],
  ['it carries no other protocol', 'App -> 203.0.113.9 protocol50: no KIT_NGW_PROTOCOL at Nat'],
  ['it carries no IPv6', 'App -> 2001:db8::9 tcp/443: no KIT_NGW_PROTOCOL at Nat'],
  ['but to IPv4 hosts (NAT64)', 'App -> 64:ff9b::203.0.113.9 tcp/443: yes as NatEip'],
  ['NAT64 carries an echo', 'App -> 64:ff9b::203.0.113.9 icmp/echo: yes as NatEip'],
  [
    'a private IPv4 host is not behind NAT64',
    'App -> 64:ff9b::10.9.9.9 tcp/443: no IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS at Igw',
  ],
  [
    'nobody gets in by its public address',
    '203.0.113.9 -> public Nat tcp/443: no KIT_NO_NAT_SESSION at Nat',
  ],
  ['nor from inside by its private one', 'App -> Nat tcp/443: no KIT_NO_NAT_SESSION at Nat'],
  [
    'a reply of what came in past it is dropped',
    '203.0.113.9 -> public Own tcp/443: no KIT_NO_NAT_SESSION at Nat on the reply',
  ],
  ['its public address meets another outside', 'App -> public Site tcp/443: yes as NatEip'],
])('%s', (_sentence, line) => {
  expect(retold(nat(), line)).toBe(line);
});

test('a stranger is dropped at the gateway, before any table or ACL', () => {
  expect(way(nat(), '203.0.113.9 -> public Nat tcp/443')).toEqual([
    '> internet gateway Igw',
    '> NAT gateway Nat: blocked KIT_NO_NAT_SESSION',
    'no',
  ]);
});

/** The subnet of the NAT gateway, with these entries. */
const withAcl = (inbound: readonly string[], outbound?: readonly string[]) =>
  nat({
    subnets: { Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'], acl: 'Acl' } },
    acls: { Acl: outbound === undefined ? { inbound } : { inbound, outbound } },
  });

test.each([
  [
    "its subnet's ACL judges the host's packet",
    withAcl(['1 allow all from 203.0.113.0/24']),
    `${out}: no SUBNET_ACL_RESTRICTION at Acl`,
  ],
  [
    'and the reply to its port',
    withAcl(['1 allow tcp/443 from 10.0.1.0/24']),
    `${out}: no SUBNET_ACL_RESTRICTION at Acl on the reply`,
  ],
  [
    'a port below 1024 is not its own',
    withAcl(['1 allow tcp/443 from 10.0.1.0/24', '2 allow tcp/1024-65535 from 0.0.0.0/0']),
    `${out} from port 443: yes as NatEip`,
  ],
  [
    "a reply goes on to the host's port",
    withAcl(open, ['1 allow tcp/443 to 0.0.0.0/0']),
    `${out}: no SUBNET_ACL_RESTRICTION at Acl on the reply`,
  ],
  [
    "a reply goes on to the host's port, which is allowed",
    withAcl(open, ['1 allow tcp/443 to 0.0.0.0/0', '2 allow tcp/40000 to 10.0.1.0/24']),
    `${out}: yes as NatEip`,
  ],
  [
    'an echo is asked as type 8, answered as type 0',
    withAcl(open, ['1 allow icmp/8 to 203.0.113.9', '2 allow icmp/0 to 10.0.1.0/24']),
    `${ping}: yes as NatEip`,
  ],
])('%s', (_sentence, network, line) => {
  expect(retold(network, line)).toBe(line);
});

test('an echo by NAT64 is an IPv4 echo behind it, and an IPv6 answer before it', () => {
  const network = nat({
    subnets: {
      Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'], acl: 'Acl' },
    },
    acls: {
      Acl: {
        inbound: ['1 allow icmpv6/128 from ::/0', '2 allow icmp/0 from 203.0.113.9'],
        outbound: ['1 allow icmp/8 to 203.0.113.9', '2 allow icmpv6/129 to ::/0'],
      },
    },
  });
  expect(fate(network, 'App -> 64:ff9b::203.0.113.9 icmp/echo')).toBe('yes as NatEip');
});

const publicRoutes = (routes: readonly string[], nats: Written['nats'] = {}) =>
  nat({ subnets: { Public: { block4: '10.0.0.0/24', routes } }, nats });

test.each([
  ['its subnet has no way out', publicRoutes([]), 'no NO_ROUTE_TO_DESTINATION at Public.table'],
  [
    'its subnet routes back to it',
    publicRoutes(['0.0.0.0/0 -> Nat']),
    'no KIT_NAT_SUBNET_LOOP at Nat',
  ],
  [
    'its subnet routes to another',
    publicRoutes(['0.0.0.0/0 -> Two'], { Two: { subnet: 'Private' } }),
    'no KIT_NAT_SUBNET_LOOP at Nat',
  ],
  [
    'a private one has no public address',
    nat({ nats: { Nat: { subnet: 'Public', isPublic: false } } }),
    'no IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at Igw',
  ],
  [
    'it serves its own VPC',
    nat({ vpcs: { Other: {} }, subnets: { Public: { vpc: 'Other', block4: '10.1.0.0/24' } } }),
    'no NGW_REQUIRES_SOURCE_IN_VPC at Nat',
  ],
  [
    'nobody knows in which VPC it is',
    nat({ nats: { Nat: { vpc: { unknown: 'imported' } } } }),
    'depends',
  ],
])('%s', (_sentence, network, expected) => {
  expect(fate(network, out)).toBe(expected);
});

test('a regional one stands in no subnet: it goes straight to the gateway, and back to the host', () => {
  expect(way(nat({ nats: { Nat: {} } }), out)).toEqual([
    '> security group out Open',
    '> route Private.table',
    '> network ACL out OpenAcl',
    '> NAT gateway Nat',
    '> internet gateway Igw',
    '< internet gateway Igw',
    '< NAT gateway Nat',
    '< network ACL in OpenAcl',
    'yes as NatEip',
  ]);
});

test('a regional one needs an internet gateway', () => {
  const network = nat({ vpcs: { Vpc: { internetGateway: undefined } }, nats: { Nat: {} } });
  expect(fate(network, out)).toBe('no BAD_STATE_ROUTE at Nat');
});

test.each([
  ['ingress', 'yes as NatEip'],
  ['bidirectional', 'no VPC_BLOCK_PUBLIC_ACCESS_ENABLED at Vpc'],
] as const)('under block public access %s it is %s', (blockPublicAccess, expected) => {
  expect(fate(nat({ vpcs: { Vpc: { blockPublicAccess } } }), out)).toBe(expected);
  expect(fate(nat({ vpcs: { Vpc: { blockPublicAccess } }, nats: { Nat: {} } }), out)).toBe(
    expected,
  );
});

test('a NAT gateway in the same subnet is reached without an ACL', () => {
  const network = nat({
    subnets: {
      Private: { block4: '10.0.1.0/24', routes: ['203.0.113.0/24 -> Nat'], acl: 'Acl' },
      Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'] },
    },
    nats: { Nat: { subnet: 'Private' } },
    acls: { Acl: { inbound: [], outbound: [] } },
  });
  // It loops, but no ACL stands before that.
  expect(fate(network, out)).toBe('no KIT_NAT_SUBNET_LOOP at Nat');
});

test('a private one hides a host from a peered VPC, which sees the NAT gateway and no group', () => {
  const network = nat({
    vpcs: { Other: { blocks: ['10.1.0.0/16'] } },
    subnets: {
      Private: { block4: '10.0.1.0/24', routes: ['10.1.0.0/16 -> Nat'] },
      Public: { block4: '10.0.0.0/24', routes: ['10.1.0.0/16 -> Peering'] },
      Away: { vpc: 'Other', block4: '10.1.0.0/24', routes: ['10.0.0.0/24 -> Peering'] },
    },
    peerings: { Peering: { requester: 'Vpc', accepter: 'Other' } },
    nats: { Nat: { subnet: 'Public', isPublic: false } },
    groups: { ByGroup: { inbound: ['all from group Open'] } },
    interfaces: { Far: { subnet: 'Away' }, Shy: { subnet: 'Away', groups: ['ByGroup'] } },
  });
  expect(fate(network, 'App -> Far tcp/80')).toBe('yes as Nat');
  expect(fate(network, 'App -> Shy tcp/80')).toBe('no SG_REFERENCES_NOT_PRESERVED at ByGroup');
});

test('a NAT gateway that is not in the template makes it depend', () => {
  const route = {
    id: 'Route',
    destination: { family: 4, first: 0n, last: 0xffffffffn },
    origin: 'static',
    hop: { kind: 'nat-gateway', id: 'nat-0123' },
  } as const;
  const network = nat({ subnets: { Private: { block4: '10.0.1.0/24', routes: [route] } } });
  expect(fate(network, out.replace('App', 'Own'))).toBe('depends');
});
