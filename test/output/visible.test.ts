import { visible } from '../../lib/output/visible.ts';

test.each([
  ['\u001b[31mRED', '\\u001b[31mRED'],
  ['a\u0000\u0007\u007f\u009bb', 'a\\u0000\\u0007\\u007f\\u009bb'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['turned\u202e', 'turned\\u202e'],
  ['one\n\ttwo\r\nthree \u{1f600} é', 'one\n\ttwo\r\nthree \u{1f600} é'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('JSON stays JSON with the same data', () => {
  const data = { id: '\u001b[31m\u009b\u202e\n' };
  expect(JSON.parse(visible(JSON.stringify(data, null, 2)))).toEqual(data);
});
