import fc from '../support/fast-check.ts';
import { columns, count, seconds, wrapped, wrappedColumns } from '../../lib/output/table.ts';

test('columns are as wide as their widest cell, the last is not padded', () => {
  const rows = [
    ['held', 'a', 'it is there'],
    ['failed', 'longer', ''],
    ['x', 'y'],
  ];
  expect(columns(rows, 2)).toEqual([
    '  held    a       it is there',
    '  failed  longer',
    '  x       y',
  ]);
});

test('no rows are no lines', () => {
  expect(columns([])).toEqual([]);
});

test('text is wrapped between words, lines after the first are indented', () => {
  expect(wrapped('a bc def ghij', 2, 8)).toBe('a bc\n  def\n  ghij');
  expect(wrapped('abcdefghijk a', 0, 5)).toBe('abcdefghijk\na');
  expect(wrapped('', 4)).toBe('');
});

test('the screen is taken to be a hundred characters wide', () => {
  const text = 'word '.repeat(40).trim();
  expect(
    Math.max(
      ...wrapped(text)
        .split('\n')
        .map(({ length }) => length),
    ),
  ).toBe(99);
});

test('no line is longer than the width but one of a single word, and no word is changed', () => {
  const indents = fc.nat({ max: 12 });
  const widths = fc.integer({ min: 15, max: 60 });
  const texts = fc.array(fc.stringMatching(/^[a-z(),.':-]{0,20}$/)).map((words) => words.join(' '));
  fc.assert(
    fc.property(texts, indents, widths, (text, indent, width) => {
      const [first = '', ...more] = wrapped(text, indent, width).split('\n');
      const lines = [`${' '.repeat(indent)}${first}`, ...more];
      const tooLong = lines.filter((line) => line.length > width && line.trim().includes(' '));
      expect(tooLong).toEqual([]);
      expect(lines.filter((line) => !line.startsWith(' '.repeat(indent)))).toEqual([]);
      const words = (each: string): readonly string[] => each.split(/\s+/).filter(Boolean);
      expect(words(lines.join('\n'))).toEqual(words(text));
    }),
  );
});

test('a line is not broken where the next word would still fit', () => {
  const texts = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 10, max: 40 }), (words, width) => {
      const lines = wrapped(words.join(' '), 0, width).split('\n');
      const loose = lines.filter((line, index) => {
        const [next] = lines[index + 1]?.split(' ') ?? [];
        return next !== undefined && line.length + 1 + next.length <= width;
      });
      expect(loose).toEqual([]);
    }),
  );
});

test('a last column that is too wide goes on below itself', () => {
  const [first = '', second = '', ...more] = wrappedColumns(
    [
      ['failed', 'a', 'word '.repeat(20).trim()],
      ['x', 'longer', 'y'],
    ],
    2,
  ).flatMap((line) => line.split('\n'));
  expect(first).toMatch(/^ {2}failed {2}a {7}word( word)*$/);
  expect(second).toMatch(/^ {18}word( word)*$/);
  expect(more).toEqual(['  x       longer  y']);
});

test('whatever the columns, no line is longer than the screen but by a single word', () => {
  const cells = fc.stringMatching(/^[a-z]{1,12}$/);
  const texts = fc.array(cells, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));
  const rows = fc.array(fc.tuple(cells, cells, texts), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(rows, fc.nat({ max: 4 }), (some, indent) => {
      const lines = wrappedColumns(some, indent).flatMap((line) => line.split('\n'));
      expect(lines.filter(({ length }) => length > 100)).toEqual([]);
      const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);
      expect(words(lines.join(' '))).toEqual(words(some.flat().join(' ')));
    }),
  );
});

test.each([
  [0, '0 checks'],
  [1, '1 check'],
  [2, '2 checks'],
])('%s check: %s', (number, words) => {
  expect(count(number, 'check')).toBe(words);
});

test.each([
  [0, '0.0 s'],
  [420, '0.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [12_400, '12 s'],
])('%s ms: %s', (milliseconds, words) => {
  expect(seconds(milliseconds)).toBe(words);
});
