/** Plans in the running kernel. */
import { namespaced } from './namespaced.ts';

interface Applied {
  readonly left: string;
  readonly routes: string;
  readonly rules: string;
  readonly later: string;
  readonly rightLater: string;
  readonly links: string;
  readonly isAdopted: boolean;
  readonly wrongRule: string;
  readonly wrongAddress: string;
}

namespaced('plans are applied one after the other', 'apply', (out) => {
  const seen = out as Applied;
  expect(seen.left).toMatch(/inet 10\.0\.1\.2\/24 .*noprefixroute/);
  expect(seen.left).toMatch(/inet6 fd00:1::2\/64 .*nodad noprefixroute/);
  expect(seen.left).not.toMatch(/fe80/);
  expect(seen.left).toMatch(/NOARP,UP[^]*02:00:00:00:00:01/);
  for (const each of [
    ...['10.0.1.2 dev left', 'fd00:2::2 dev right', 'throw 10.9.0.0/16'],
    ...['unreachable 10.8.0.0/16', 'blackhole 10.7.0.0/16'],
  ])
    expect(seen.routes).toContain(each);
  expect(seen.rules.match(/100:\tfrom all fwmark 0x5 lookup 1000/g)).toHaveLength(2);
  expect(seen.rules).toContain('chain fw_all');

  expect(seen.isAdopted).toBe(true);
  expect(seen.rightLater).toContain('10.0.2.2/24');
  expect(seen.later).toContain('10.0.0.1/32');
  expect(seen.later).toContain('10.0.2.2 dev right');
  expect(seen.later).not.toMatch(/fd00::1|fwmark|fw_all/);

  expect(seen.links).toMatch(/left/);
  expect(seen.links).not.toMatch(/right/);
  expect(seen.wrongRule).toMatch(/^the rule set of left: Error: .*, in: tcp dport nothing$/);
  expect(seen.wrongAddress).toMatch(/^address 10\.0\.0\.1\/77: invalid argument \(EINVAL\)/);
});

namespaced('a rule set for 300 hosts is loaded whole', 'large', (seen) => {
  expect(seen).toEqual({
    rules: 900,
    elements: 300,
    end: 'chain fw_all { type filter hook forward priority filter; policy accept; iifname vmap @sg_of }',
  });
});

namespaced('once a plan is applied the first packet arrives', 'first-packet', (lost) => {
  expect(lost).toEqual([]);
});
