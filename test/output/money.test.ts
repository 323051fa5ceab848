import { change, digits, dollars, toTheRight } from '../../lib/output/money.ts';

test.each([
  [0, '0'],
  [0.00013, '0.00013'],
  [0.0042, '0.0042'],
  [0.045, '0.045'],
  [0.1, '0.10'],
  [0.99996, '1.00'],
  [36.5, '36.50'],
  [1204, '1,204.00'],
])('%d dollars read %s', (amount, text) => {
  expect(dollars(amount)).toBe(text);
});

test.each([
  [36.5, '+36.50'],
  [-4.2, '-4.20'],
  [0, '0'],
])('a change of %d reads %s', (amount, text) => {
  expect(change(amount)).toBe(text);
});

test.each([
  [0.0001, 2, '<0.01'],
  [0, 2, '0.00'],
  [0.045, 4, '0.0450'],
  [71.9, 0, '72'],
])('%d in a column of %d digits reads %s', (amount, places, text) => {
  expect(digits(amount, places)).toBe(text);
});

test('amounts in a column end at one place', () => {
  expect(toTheRight(['3.65', '32.85', '0'])).toEqual([' 3.65', '32.85', '    0']);
});
