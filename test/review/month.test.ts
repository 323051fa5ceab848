/** What a month costs, as the verdict says it. */
import { costDifference } from '../../lib/cost/difference.ts';
import { monthDifference, monthOf } from '../../lib/review/month.ts';
import { cost } from '../cost/support.ts';

const table = cost({ Table: ['AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' }] });
const nat = cost({ Nat: ['AWS::EC2::NatGateway', { ConnectivityType: 'private' }] });
const eip = cost({ Ip: ['AWS::EC2::EIP'] });
const nothing = cost({});

const words = (of: typeof table): string => Object.values(monthOf(of)).join(' ');

test('what costs by use is not counted, and that is said', () => {
  expect(words(table)).toBe('0 US dollars a month and what is used');
  expect(words(eip)).toBe('3.65 US dollars a month');
  expect(words(cost({ X: ['AWS::Unknown::Thing'] }))).toBe('at least 0 US dollars a month');
});

test('a change costs more or less, without a sign', () => {
  expect(monthDifference(costDifference(nothing, eip))).toBe('3.65 US dollars more');
  expect(monthDifference(costDifference(eip, nothing))).toBe('3.65 US dollars less');
  expect(monthDifference(costDifference(eip, eip))).toBeUndefined();
});

test('use that differs is said where the rest is the same', () => {
  expect(monthDifference(costDifference(nothing, table))).toBe('the same, but for what is used');
  expect(monthDifference(costDifference(nothing, nat))).toMatch(
    /^\d+\.\d\d US dollars more, and what is used differs$/,
  );
});
