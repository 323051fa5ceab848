import { makeNetwork } from '../support/networks.ts';
import type { Route } from '../../../lib/network/network.ts';
import { fate, retold, way } from '../support/walks.ts';

/** A in a subnet with these routes beside the local one; Fw forwards, and drops: its check is on. */
const routes = (own: readonly (string | Route)[]) =>
  makeNetwork({
    subnets: {
      Near: { block4: '10.0.0.0/24', routes: own },
      Far: { block4: '10.0.1.0/24' },
    },
    interfaces: {
      A: { subnet: 'Near', public4: 'AEip' },
      B: { subnet: 'Far' },
      Fixed: { subnet: 'Far', address4: 0x0a000105n },
      Fw: { subnet: 'Near' },
    },
    nats: { Nat: { subnet: 'Near' } },
  });

const dropped = 'no ENI_SOURCE_DEST_CHECK_RESTRICTION at Fw';

test.each([
  [
    'without a route it goes nowhere',
    [],
    'A -> 203.0.113.9 tcp/80: no NO_ROUTE_TO_DESTINATION at Near.table',
  ],
  [
    'a route for other addresses is no route',
    ['198.51.100.0/24 -> Igw'],
    'A -> 203.0.113.9 tcp/80: no NO_ROUTE_TO_DESTINATION at Near.table',
  ],
  [
    'an IPv6 route is no route for IPv4',
    ['::/0 -> Igw'],
    'A -> 203.0.113.9 tcp/80: no NO_ROUTE_TO_DESTINATION at Near.table',
  ],
  [
    'the default route takes the rest',
    ['0.0.0.0/0 -> Igw'],
    'A -> 203.0.113.9 tcp/80: yes as AEip',
  ],
  [
    'the longest prefix wins, wherever it is written',
    ['203.0.113.0/24 -> Fw', '0.0.0.0/0 -> Igw'],
    `A -> 203.0.113.9 tcp/80: ${dropped}`,
  ],
  [
    'the longest prefix wins, written last',
    ['0.0.0.0/0 -> Igw', '203.0.113.0/24 -> Fw'],
    `A -> 203.0.113.9 tcp/80: ${dropped}`,
  ],
  [
    'a static route comes before a propagated one',
    ['203.0.113.0/24 -> propagated Fw', '203.0.113.0/24 -> Igw'],
    'A -> 203.0.113.9 tcp/80: yes as AEip',
  ],
  [
    'a longer propagated route wins on the internet',
    ['203.0.113.0/24 -> propagated Fw', '0.0.0.0/0 -> Igw'],
    `A -> 203.0.113.9 tcp/80: ${dropped}`,
  ],
  [
    'a longer propagated route never beats the local one',
    ['10.0.1.0/24 -> propagated Fw'],
    'A -> B tcp/80: yes as A',
  ],
  ['a longer static route beats the local one', ['10.0.1.0/24 -> Fw'], `A -> B tcp/80: ${dropped}`],
  [
    'a route whose target is gone is a black hole',
    ['0.0.0.0/0 -> gone'],
    'A -> 203.0.113.9 tcp/80: no BAD_STATE_ROUTE at Near.table',
  ],
  ['a transit gateway is not modelled', ['0.0.0.0/0 -> Tgw'], 'A -> 203.0.113.9 tcp/80: depends'],
  [
    'a target that nobody knows depends',
    ['0.0.0.0/0 -> unknown'],
    'A -> 203.0.113.9 tcp/80: depends',
  ],
  [
    'part of the subnet by another way may be its way',
    ['10.0.1.0/25 -> Fw'],
    'A -> B tcp/80: depends',
  ],
  ['a fixed address knows its way', ['10.0.1.0/25 -> Fw'], `A -> Fixed tcp/80: ${dropped}`],
  [
    'a fixed address is not in the other half',
    ['10.0.1.128/25 -> Fw'],
    'A -> Fixed tcp/80: yes as A',
  ],
  [
    'a route that nobody knows may be its way',
    ['unknown -> Fw', '0.0.0.0/0 -> Igw'],
    'A -> 203.0.113.9 tcp/80: depends',
  ],
  [
    'a way that may be taken and the other are both blocked',
    ['unknown -> gone'],
    'A -> 203.0.113.9 tcp/80: no BAD_STATE_ROUTE at Near.table',
  ],
  [
    'two ways that may be taken both arrive',
    ['unknown -> SecondIgw', '0.0.0.0/0 -> Igw'],
    'A -> 203.0.113.9 tcp/80: yes as AEip',
  ],
  [
    'two ways arrive as different senders',
    ['unknown -> Nat', '0.0.0.0/0 -> Igw'],
    'A -> 203.0.113.9 tcp/80: depends',
  ],
  [
    'a list of a service takes what goes there',
    ['list s3 -> Fw', '0.0.0.0/0 -> Igw'],
    `A -> service s3 tcp/443: ${dropped}`,
  ],
  [
    'a list of a service takes no host',
    ['list s3 -> Fw', '0.0.0.0/0 -> Igw'],
    'A -> 203.0.113.9 tcp/443: yes as AEip',
  ],
  [
    'a service is no private address',
    ['10.0.0.0/8 -> Fw', '0.0.0.0/0 -> Igw'],
    'A -> service s3 tcp/443: yes as AEip',
  ],
])('%s', (_sentence, own, line) => {
  expect(retold(routes(own), line)).toBe(line);
});

test('a transit gateway is named', () => {
  expect(way(routes(['0.0.0.0/0 -> Tgw']), 'A -> 203.0.113.9 tcp/80')).toEqual([
    '> security group out Open',
    '> route Near.table: depends KIT_NEXT_HOP_NOT_MODELLED',
    'depends',
  ]);
});

test('a route by prefix list stands between a static and a propagated one', () => {
  const block = { family: 4, first: 0xcb007100n, last: 0xcb0071ffn } as const;
  const byList: Route = {
    id: 'ByList',
    destination: { id: 'pl-1', blocks: [block] },
    origin: 'prefix-list',
    hop: { kind: 'interface', id: 'Fw' },
  };
  const flow = 'A -> 203.0.113.9 tcp/80';
  expect(fate(routes([byList, '203.0.113.0/24 -> Igw']), flow)).toBe('yes as AEip');
  expect(fate(routes([byList, '203.0.113.0/24 -> propagated Igw']), flow)).toBe(dropped);
  expect(fate(routes([byList, '0.0.0.0/0 -> Igw']), flow)).toBe(dropped);
});

test('a local route does not lead to the same addresses of another VPC', () => {
  const network = makeNetwork({
    vpcs: { Other: {} },
    subnets: { One: { block4: '10.0.0.0/24' }, Two: { vpc: 'Other', block4: '10.0.1.0/24' } },
    interfaces: { A: { subnet: 'One' }, B: { subnet: 'Two' } },
  });
  expect(fate(network, 'A -> B tcp/80')).toBe('no NO_ROUTE_TO_DESTINATION at One.table');
});

test('a VPC whose blocks nobody knows has its local route all the same', () => {
  const unknown = { unknown: 'imported' };
  const network = makeNetwork({
    vpcs: { Vpc: { blocks: [unknown] } },
    subnets: {
      One: { block4: unknown, routes: ['0.0.0.0/0 -> Igw'] },
      Two: { block4: unknown },
    },
    interfaces: { A: { subnet: 'One', public4: 'AEip' }, B: { subnet: 'Two' } },
  });
  expect(fate(network, 'A -> B tcp/80')).toBe('yes as A');
  expect(fate(network, 'A -> 203.0.113.9 tcp/80')).toBe('yes as AEip');
});

test('a subnet whose table nobody knows makes it depend', () => {
  const network = makeNetwork({
    subnets: { One: { block4: '10.0.0.0/24', table: { unknown: 'imported' } } },
    interfaces: { A: { subnet: 'One' } },
  });
  expect(way(network, 'A -> 203.0.113.9 tcp/80')).toEqual([
    '> security group out Open',
    '> route One: depends KIT_UNKNOWN',
    'depends',
  ]);
});

test('the reply needs a route of its own', () => {
  const network = makeNetwork({
    subnets: { One: { block4: '10.0.0.0/24' } },
    interfaces: { A: { subnet: 'One', public4: 'AEip' } },
  });
  expect(fate(network, '203.0.113.9 -> public A tcp/80')).toBe(
    'no NO_ROUTE_TO_DESTINATION at One.table on the reply',
  );
});

test('a service is no neighbour, even of a VPC with public addresses', () => {
  const network = makeNetwork({
    vpcs: { Vpc: { blocks: ['52.216.0.0/16'] } },
    subnets: { One: { block4: '52.216.0.0/24', routes: ['0.0.0.0/0 -> Igw'] } },
    interfaces: { A: { subnet: 'One', public4: 'AEip' } },
  });
  expect(fate(network, 'A -> service s3 tcp/443')).toBe('yes as AEip');
});

test('two ways that may be taken arrive, as different senders', () => {
  const network = makeNetwork({
    subnets: {
      One: { block4: '10.0.0.0/24', routes: ['unknown -> Nat', '0.0.0.0/0 -> Igw'] },
      Two: { block4: '10.0.1.0/24', routes: ['0.0.0.0/0 -> Igw'] },
    },
    interfaces: { A: { subnet: 'One', public4: 'AEip' } },
    nats: { Nat: { subnet: 'Two' } },
  });
  expect(fate(network, 'A -> 203.0.113.9 tcp/80')).toBe('yes');
});
