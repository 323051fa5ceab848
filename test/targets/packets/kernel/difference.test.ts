/** What changes from plan to plan. */
import type { Link, Node, Plan } from '../../../../lib/targets/packets/plan/plan.ts';
import type { Wanted } from '../../../../lib/targets/packets/kernel/difference.ts';
import { difference, nothing, wanted } from '../../../../lib/targets/packets/kernel/difference.ts';
import fc from '../../../support/fast-check.ts';

function node(name: string, more: Partial<Node> = {}): Node {
  return { name, settings: {}, addresses: [], routes: [], rules: [], ruleset: '', ...more };
}

function link(mac: string, more: Partial<Link['ends'][0]> = {}): Link {
  return {
    mac,
    ends: [
      { node: 'a', device: 'eth0', ...more },
      { node: 'b', device: 'eth0' },
    ],
  };
}

const first = (): number => 0;
const change = (before: Plan, after: Plan): ReturnType<typeof difference> =>
  difference(wanted(before, first), wanted(after, first));

const route = { to: '0.0.0.0/0', kind: 'unicast', device: 'eth0', gateway: '10.0.0.1' } as const;
const plain: Plan = { nodes: [node('a', { routes: [route] }), node('b')], links: [link('02:01')] };

test('the same plan changes nothing', () => {
  expect(change(plain, structuredClone(plain))).toEqual({
    ...{ nodesGone: [], nodesMade: [], linksGone: [], linksMade: [], changes: [] },
  });
});

test('a route that another takes the place of is never absent', () => {
  const routes = [{ ...route, gateway: '10.0.0.2' }];
  const { changes } = change(plain, { ...plain, nodes: [node('a', { routes }), node('b')] });
  expect(changes).toEqual([
    {
      node: 'a',
      settings: {},
      gone: [],
      made: [{ what: 'route', route: routes[0] }],
      ruleset: undefined,
    },
  ]);
});

test('a new address on a link leaves the link as it is', () => {
  const made = change(plain, { ...plain, links: [link('02:01', { addresses: ['10.0.0.9/32'] })] });
  expect(made.linksMade).toEqual([]);
  expect(made.changes).toMatchObject([
    { node: 'a', made: [{ what: 'address', cidr: '10.0.0.9/32', device: 'eth0' }] },
  ]);
});

test.each([
  { says: 'another MAC address', after: { ...plain, links: [link('02:02')] } },
  { says: 'another group', after: { ...plain, links: [link('02:01', { group: 4 })] } },
  {
    says: 'another setting that links take over',
    after: {
      ...plain,
      nodes: [
        node('a', { routes: [route], settings: { 'ipv4/conf/default/rp_filter': '0' } }),
        node('b'),
      ],
    },
  },
])('by $says the link is made anew, and the route on it', ({ after }) => {
  const { linksGone, linksMade, changes } = change(plain, after);
  expect([linksGone.length, linksMade.length]).toEqual([1, 1]);
  expect(changes).toMatchObject([{ node: 'a', made: [{ what: 'route' }] }]);
});

test('a node that gets another namespace is made anew with all that stands in it', () => {
  const { nodesGone, nodesMade, linksMade, changes } = difference(
    wanted(plain, first),
    wanted(plain, (name) => (name === 'a' ? 1 : 0)),
  );
  expect([nodesGone, nodesMade, linksMade.length]).toEqual([['a'], ['a'], 1]);
  expect(changes).toMatchObject([{ node: 'a', made: [{ what: 'route' }] }]);
});

test('a route is put again when the address that is its source moves', () => {
  const sourced = { ...route, source: '10.0.0.9' };
  const before: Plan = {
    nodes: [node('a', { routes: [sourced], addresses: ['10.0.0.9/32'] }), node('b')],
    links: [link('02:01')],
  };
  const after: Plan = {
    nodes: [node('a', { routes: [sourced] }), node('b')],
    links: [link('02:01', { addresses: ['10.0.0.9/32'] })],
  };
  expect(change(before, after).changes).toMatchObject([
    { made: [{ what: 'address' }, { what: 'route' }] },
  ]);
});

test('a rule set that differs is told whole, one that is gone as empty', () => {
  const ruled = {
    ...plain,
    nodes: [node('a', { routes: [route], ruleset: 'table a' }), node('b')],
  };
  expect(change(plain, ruled).changes).toMatchObject([{ ruleset: 'table a' }]);
  expect(change(ruled, plain).changes).toMatchObject([{ ruleset: '' }]);
  expect(change(ruled, ruled).changes).toEqual([]);
});

const names = ['a', 'b', 'c'];
const plans = fc.subarray(names).chain((own) =>
  fc.record({
    nodes: fc.tuple(
      ...own.map((name) =>
        fc.record({
          ...{ name: fc.constant(name), settings: fc.constant({}), rules: fc.constant([]) },
          addresses: fc.subarray(['10.0.0.1/32', '10.0.0.2/32']),
          ruleset: fc.constantFrom('', 'table a', 'table b'),
          routes: fc.subarray([
            { to: '10.1.0.0/16', kind: 'throw' as const },
            { to: '10.2.0.0/16', kind: 'blackhole' as const, table: 9 },
          ]),
        }),
      ),
    ),
    links: fc.subarray(
      [
        {
          mac: '02:01',
          ends: [
            { node: 'a', device: 'x' },
            { node: 'b', device: 'x' },
          ] as const,
        },
        {
          mac: '02:02',
          ends: [
            { node: 'b', device: 'y' },
            { node: 'c', device: 'y' },
          ] as const,
        },
      ].filter(({ ends }) => ends.every(({ node: name }) => own.includes(name))),
    ),
  }),
);

test('what stood, without what goes and with what comes, is what was asked for', () => {
  fc.assert(
    fc.property(plans, plans, (before, after) => {
      const [stood, asked] = [wanted(before, first), wanted(after, first)];
      const { nodesGone, nodesMade, linksGone, linksMade, changes } = difference(stood, asked);
      const nodeNames = new Set(before.nodes.map(({ name }) => name));
      nodesGone.forEach((name) => nodeNames.delete(name));
      nodesMade.forEach((name) => nodeNames.add(name));
      expect([...nodeNames].sort()).toEqual(after.nodes.map(({ name }) => name));
      const links = new Set(stood.links.keys());
      linksGone.forEach(([key]) => links.delete(key));
      linksMade.forEach(([key]) => links.add(key));
      expect([...links].sort()).toEqual([...asked.links.keys()].sort());
      const counts = new Map(
        changes.map((each) => [each.node, each.made.length - each.gone.length]),
      );
      for (const { name } of after.nodes)
        expect(entryCount(asked, name) - entryCount(stood, name)).toBe(counts.get(name) ?? 0);
    }),
  );
});

test('everything is new where nothing stood', () => {
  const { nodesMade, linksMade } = difference(nothing, wanted(plain, first));
  expect([nodesMade, linksMade.length]).toEqual([['a', 'b'], 1]);
});

function entryCount({ nodes }: Wanted, name: string): number {
  return [...nodes.values()].find((each) => each.node.name === name)?.entries.size ?? 0;
}
