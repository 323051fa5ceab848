import { differenceText } from '../../lib/commands/cost-words.ts';
import type { CostDifference } from '../../lib/cost/difference.ts';

const nat = { kind: 'added', place: 'Nat', type: 'AWS::EC2::NatGateway', before: 0 } as const;
const difference: CostDifference = {
  changes: [{ ...nat, what: 'NAT gateway', after: 35.04 }],
  ...{ perHour: 0.048, perMonth: 35.04, usagePerMonth: 35.04, isAtLeast: false },
  usage: [{ ...nat, what: 'data through it', after: 35.04, assumes: '1 GB an hour' }],
};
const none = { changes: [], usage: [], perHour: 0, perMonth: 0, usagePerMonth: 0 };
const heads = { title: 'Cost:', same: 'Cost: the same.' };

test('what is used more names what is assumed', () => {
  expect(differenceText(difference, heads)).toEqual([
    'Cost:',
    '  added  +35.04  Nat  NAT gateway',
    'Together +35.04 a month, +0.048 an hour.',
    'Used as assumed, +35.04 a month beside it:',
    '  added  +35.04  Nat  data through it: 1 GB an hour',
  ]);
});

test('many uses are cut, and the rest is counted', () => {
  const usage = Array.from({ length: 9 }, () => difference.usage).flat();
  expect(differenceText({ ...difference, usage }, heads).at(-1)).toBe(
    '  and 4 more (--json has all)',
  );
});

test('no difference is one line', () => {
  expect(differenceText({ ...none, isAtLeast: true }, heads)).toEqual(['Cost: the same.']);
});
