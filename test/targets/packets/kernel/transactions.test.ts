/** Large rule sets as several scripts. */
import { listOf, statementsOf } from '../../../../lib/targets/packets/kernel/script.ts';
import { transactionsOf } from '../../../../lib/targets/packets/kernel/transactions.ts';
import fc from '../../../support/fast-check.ts';

const ruleset = `
table inet lab {
  # a map; of { braces
  map gates { type ifname : verdict; elements = { "web1" : jump sg_web, "web2" : jump sg_web }; }
  chain sg_web {
    tcp dport { 80, 443 } counter return comment "web; { 80"
    drop
  }
  chain forwarded {
    type filter hook forward priority 0; policy accept;
    iifname vmap @gates
  }
  chain nat_in { type nat hook prerouting priority -100; }
}
`;

test('what fits is one script that replaces everything', () => {
  expect(transactionsOf(ruleset, 10_000)).toEqual([`flush ruleset\n${ruleset}`]);
});

test('the first script has every name, and lets nothing pass', () => {
  const [first = ''] = transactionsOf(ruleset, 10);
  expect(first).toMatch(/^flush ruleset\ntable inet lab \{/);
  expect(first).toContain('map gates {\ntype ifname : verdict\n}');
  expect(first).toContain('chain sg_web {\n\n}');
  expect(first).toContain('type filter hook forward priority 0; policy drop;');
  expect(first).toContain('chain nat_in {\ntype nat hook prerouting priority -100;\n}');
  expect(first).not.toMatch(/jump|vmap|dport/);
});

test('then come the chains that others jump to, elements, what the hooks run, and last the policies', () => {
  expect(
    transactionsOf(ruleset, 10)
      .slice(1)
      .map((each) => each.trim()),
  ).toEqual([
    'add rule inet lab sg_web tcp dport { 80, 443 } counter return comment "web; { 80"',
    'add rule inet lab sg_web drop',
    'add element inet lab gates { "web1" : jump sg_web }',
    'add element inet lab gates { "web2" : jump sg_web }',
    'add rule inet lab forwarded iifname vmap @gates',
    'add chain inet lab forwarded { policy accept; }',
  ]);
});

test('as much goes into one script as fits', () => {
  const scripts = transactionsOf(ruleset, 200);
  expect(scripts.slice(1).every(({ length }) => length < 210)).toBe(true);
  expect(scripts.length).toBeLessThan(6);
});

test('a list within a statement does not end it', () => {
  const word = fc.stringMatching(/^[a-z]{1,5}$/);
  const statement = fc.oneof(
    word,
    fc.array(word, { minLength: 1 }).map((words) => `set { ${words.join(' ;\n')} }`),
    word.map((text) => `comment "${text};#{"`),
  );
  fc.assert(
    fc.property(fc.array(statement), (statements) => {
      expect(statementsOf(statements.join(' ; # said\n'))).toEqual(statements);
      expect(listOf(statements.join(' , '))).toEqual(statements);
    }),
  );
});
