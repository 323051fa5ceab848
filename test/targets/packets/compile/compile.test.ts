/** The plan of the kernel for a network: the same each time, and as much of it changes as the network does. */
import { compile } from '../../../../lib/targets/packets/compile/compile.ts';
import { Gates } from '../../../../lib/targets/packets/compile/gates.ts';
import type { Plan } from '../../../../lib/targets/packets/plan/plan.ts';
import { Settler } from '../../../../lib/targets/packets/settle/settle.ts';
import { randomNetwork } from '../../../network/random/network.ts';

const outside = [{ name: 'world', addresses: ['203.0.113.10'] }];

function planOf(seed: number, settler = new Settler()): Plan {
  return compile(settler.settle(randomNetwork(seed)), { outside }).plan;
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => ({ seed }));

test.each(seeds)('network $seed gives the same plan twice', ({ seed }) => {
  expect(planOf(seed)).toEqual(planOf(seed));
});

test.each(seeds)('the ends of every link of network $seed stand in its plan', ({ seed }) => {
  const { nodes, links } = planOf(seed);
  const names = new Set(nodes.map(({ name }) => name));
  expect(names.size).toBe(nodes.length);
  for (const { ends } of links)
    for (const { node, device } of ends) {
      expect(names.has(node)).toBe(true);
      expect(device.length).toBeLessThanOrEqual(15);
    }
  expect(new Set(links.map(({ mac }) => mac)).size).toBe(links.length);
});

test.each(seeds)('every rule of network $seed that drops says which gate it is', ({ seed }) => {
  const settled = new Settler().settle(randomNetwork(seed));
  const { plan, gates } = compile(settled, { outside, playsForwarders: true });
  const drops = plan.nodes.flatMap(({ ruleset }) =>
    ruleset.split('\n').filter((line) => / drop( |$)/.test(line)),
  );
  expect(drops.length).toBeGreaterThan(0);
  for (const line of drops) {
    const comment = /meta nftrace set 1 drop comment "(gate_[0-9a-f]+)"$/.exec(line)?.[1];
    expect(gates.has(comment ?? line)).toBe(true);
  }
});

test('losing one host leaves every other host, gateway and link as it was', () => {
  const settler = new Settler();
  const whole = randomNetwork(3);
  const before = compile(settler.settle(whole), { outside }).plan;
  const [gone = ''] = whole.interfaces.keys();
  const interfaces = new Map([...whole.interfaces].filter(([id]) => id !== gone));
  const after = compile(settler.settle({ ...whole, interfaces }), { outside }).plan;
  const concerned = (name: string): boolean =>
    name.includes(gone) || name.startsWith('vpc ') || name.startsWith('internet');
  for (const node of after.nodes.filter(
    ({ name }) => !concerned(name) && !name.startsWith('gate '),
  ))
    expect(node).toEqual(before.nodes.find(({ name }) => name === node.name));
  for (const link of after.links) expect(before.links).toContainEqual(link);
});

test('a rule that drops is traced from there, and its comment is the same for the same gate', () => {
  const gates = new Gates();
  const gate = { kind: 'route', at: 'Table', code: 'BAD_STATE_ROUTE' } as const;
  const says = gates.drop(gate);
  expect(says).toMatch(/^meta nftrace set 1 drop comment "gate_/);
  expect(gates.drop({ ...gate })).toBe(says);
  expect([...gates.byComment.values()]).toEqual([gate]);
});
