import { makeNetwork, type Written } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

/** App sends everything, also to B's subnet, by Fw, which stands in a public subnet. */
const forwarding = (written: Partial<Written> = {}) =>
  makeNetwork({
    ...written,
    subnets: {
      Private: { block4: '10.0.1.0/24', routes: ['0.0.0.0/0 -> Fw', '10.0.2.0/24 -> Fw'] },
      Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'] },
      Far: { block4: '10.0.2.0/24' },
      ...written.subnets,
    },
    groups: { ByGroup: { inbound: ['all from group Apps'] }, Apps: {}, ...written.groups },
    interfaces: {
      App: { subnet: 'Private', groups: ['Apps'] },
      Own: { subnet: 'Private', public4: 'OwnEip' },
      B: { subnet: 'Far' },
      Shy: { subnet: 'Far', groups: ['ByGroup'] },
      Fw: {
        subnet: 'Public',
        public4: 'FwEip',
        checksSourceDest: false,
        ...written.interfaces?.['Fw'],
      },
    },
  });

const fw = (given: object) => forwarding({ interfaces: { Fw: { subnet: 'Public', ...given } } });

test.each([
  ['a NAT instance hides a private host', forwarding(), 'App -> 203.0.113.9 tcp/443: yes as FwEip'],
  ['it carries any protocol', forwarding(), 'App -> 203.0.113.9 protocol50: yes as FwEip'],
  [
    'its check must be off',
    fw({ checksSourceDest: true }),
    'App -> 203.0.113.9 tcp/443: no ENI_SOURCE_DEST_CHECK_RESTRICTION at Fw',
  ],
  [
    'it needs a public address',
    fw({ public4: undefined }),
    'App -> 203.0.113.9 tcp/443: no IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at Igw',
  ],
  ['inside it forwards unchanged', forwarding(), 'App -> B tcp/80: yes as App'],
  [
    'but for references',
    forwarding(),
    'App -> Shy tcp/80: no SG_REFERENCES_NOT_PRESERVED at ByGroup',
  ],
  ['itself it is reached as anybody', forwarding(), 'App -> Fw tcp/80: yes as App'],
  [
    'a reply past it that came in otherwise is lost',
    forwarding(),
    '203.0.113.9 -> public Own tcp/80: no KIT_NO_NAT_SESSION at Fw on the reply',
  ],
])('%s', (_sentence, network, line) => {
  expect(retold(network, line)).toBe(line);
});

test('a NAT instance is passed by its groups, its subnet and its session, there and back', () => {
  expect(way(forwarding(), 'App -> 203.0.113.9 tcp/443')).toEqual([
    '> security group out Apps',
    '> route Private.table',
    '> network ACL out OpenAcl',
    '> network ACL in OpenAcl',
    '> security group in Open',
    '> source/destination check Fw',
    '> forwarding interface Fw',
    '> security group out Open',
    '> route Public.table',
    '> network ACL out OpenAcl',
    '> internet gateway Igw',
    '< internet gateway Igw',
    '< network ACL in OpenAcl',
    '< forwarding interface Fw',
    '< route Public.table',
    '< network ACL out OpenAcl',
    '< network ACL in OpenAcl',
    'yes as FwEip',
  ]);
});

test.each([
  ['in', { inbound: [] }, 'no ENI_SG_RULES_MISMATCH at Fws'],
  ['in, by group', { inbound: ['all from group Apps'] }, 'yes as FwEip'],
  ['out', { outbound: [] }, 'no ENI_SG_RULES_MISMATCH at Fws'],
])('its groups judge %s', (_way, Fws, expected) => {
  const Fw = { subnet: 'Public', public4: 'FwEip', groups: ['Fws'] };
  const network = forwarding({ groups: { Fws }, interfaces: { Fw } });
  expect(fate(network, 'App -> 203.0.113.9 tcp/443')).toBe(expected);
});

test('a reply past an interface that did not see the request is judged as a new flow', () => {
  const back = { block4: '10.0.2.0/24', routes: ['10.0.1.0/24 -> Fw'] };
  const straight = { block4: '10.0.1.0/24' };
  const asymmetric = (inbound: readonly string[]) =>
    forwarding({
      subnets: { Private: straight, Far: back },
      groups: { Fws: { inbound } },
      interfaces: { Fw: { subnet: 'Public', groups: ['Fws'] } },
    });
  expect(fate(asymmetric(['tcp/40000 from 10.0.2.0/24']), 'App -> B tcp/80')).toBe('yes as App');
  expect(fate(asymmetric(['tcp/80 from 0.0.0.0/0']), 'App -> B tcp/80')).toBe(
    'no ENI_SG_RULES_MISMATCH at Fws on the reply',
  );
});

test('a host that names the public address of its NAT instance gets there, and is answered', () => {
  const lines = way(forwarding(), 'App -> public Fw tcp/80');
  // Once on its way out, once as the destination.
  expect(lines.filter((line) => line === '> security group in Open')).toHaveLength(2);
  expect(lines.at(-1)).toBe('yes as FwEip');
});

test('an interface that is the destination itself forwards nothing', () => {
  const network = forwarding({
    subnets: { Private: { block4: '10.0.1.0/24', routes: ['10.0.0.0/24 -> Fw'] } },
    interfaces: { Fw: { subnet: 'Public', checksSourceDest: true } },
  });
  expect(fate(network, 'App -> Fw tcp/80')).toBe('yes as App');
});

test('an interface whose own subnet routes to it goes round in a circle', () => {
  const network = forwarding({
    subnets: { Public: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Fw'] } },
  });
  expect(fate(network, 'App -> 203.0.113.9 tcp/443')).toBe('no KIT_ROUTE_LOOP at Fw');
  expect(way(network, 'Fw -> 203.0.113.9 tcp/443')).toEqual([
    '> security group out Open',
    '> route Public.table',
    '> forwarding interface Fw: blocked KIT_ROUTE_LOOP',
    'no',
  ]);
});

test.each([
  [8, 'no NO_ROUTE_TO_DESTINATION at Subnet8.table'],
  [9, 'no KIT_ROUTE_LOOP at Fw9'],
])('a chain of %i interfaces: %s', (length, expected) => {
  const places = Array.from({ length: length + 1 }, (_, index) => index);
  const network = makeNetwork({
    subnets: Object.fromEntries(
      places.map((place) => [
        `Subnet${place}`,
        {
          block4: `10.0.${place}.0/24`,
          routes: place < length ? [`0.0.0.0/0 -> Fw${place + 1}`] : [],
        },
      ]),
    ),
    interfaces: Object.fromEntries(
      places.map((place) => [
        `Fw${place}`,
        { subnet: `Subnet${place}`, public4: 'Eip', checksSourceDest: false },
      ]),
    ),
  });
  expect(fate(network, 'Fw0 -> 203.0.113.9 tcp/80')).toBe(expected);
});

test("what the internet sends by an appliance of the gateway's table comes back by it", () => {
  const network = makeNetwork({
    vpcs: { Vpc: { gatewayTable: 'Edge' } },
    tables: { Edge: { routes: ['10.0.1.0/24 -> Fw'] } },
    subnets: {
      Web: { block4: '10.0.1.0/24', routes: ['0.0.0.0/0 -> Fw'] },
      Inspection: { block4: '10.0.0.0/24', routes: ['0.0.0.0/0 -> Igw'] },
    },
    interfaces: {
      Site: { subnet: 'Web', public4: 'SiteEip' },
      Fw: { subnet: 'Inspection', checksSourceDest: false },
    },
  });
  expect(way(network, '203.0.113.9 -> public Site tcp/80')).toEqual([
    '> internet gateway Igw',
    '> address Site',
    '> route Edge',
    '> network ACL in OpenAcl',
    '> security group in Open',
    '> source/destination check Fw',
    '> security group out Open',
    '> route Inspection.table',
    '> network ACL out OpenAcl',
    '> network ACL in OpenAcl',
    '> security group in Open',
    '< route Web.table',
    '< network ACL out OpenAcl',
    '< network ACL in OpenAcl',
    '< source/destination check Fw',
    '< route Inspection.table',
    '< network ACL out OpenAcl',
    '< internet gateway Igw',
    'yes',
  ]);
});

test('an interface that is not in the template makes it depend', () => {
  const route = {
    id: 'Route',
    destination: { family: 4, first: 0n, last: 0xffffffffn },
    origin: 'static',
    hop: { kind: 'interface', id: 'eni-0123' },
  } as const;
  const network = forwarding({ subnets: { Private: { block4: '10.0.1.0/24', routes: [route] } } });
  expect(fate(network, 'App -> 203.0.113.9 tcp/80')).toBe('depends');
});
