import { verdictLines, type ShownVerdict } from '../../lib/output/verdicts.ts';

const held = (check: string, parts: Partial<ShownVerdict> = {}): ShownVerdict => ({
  ...{ outcome: 'held', check, says: `${check} works`, reason: 'because', strength: 'seen' },
  ...{ asTold: true, ...parts },
});
const failed = (check: string, asTold: boolean): ShownVerdict =>
  held(check, { outcome: 'failed', strength: 'seen', asTold });
const unverified = held('later', { outcome: 'unverified', strength: null, asTold: null });

test.each<[verdict: ShownVerdict, line: string]>([
  [held('a'), '  held  a  a works   seen'],
  [
    held('a', { strength: 'proved' }),
    '  held  a  a works   proved by the model, which runs no program',
  ],
  [held('a', { strength: 'read' }), '  held  a  a works   read from the template'],
  [held('a', { asTold: false }), '  held  a  a works (told to fail)   seen'],
  [failed('a', true), '  failed  a  because (as told)'],
  [failed('a', false), '  failed  a  because'],
  [unverified, '  unverified  later  because'],
])('a verdict is a line: %j', (verdict, line) => {
  expect(verdictLines([verdict], { all: false })).toEqual([line]);
});

test('what failed or is not judged is always shown, of what held the first three, in order', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((each) => held(each));
  const verdicts = [failed('x', false), ...many, unverified, failed('y', true)];
  const lines = verdictLines(verdicts, { all: false });
  expect(lines.map((line) => line.trim().split(/\s+/)[1])).toEqual([
    ...['x', 'a', 'b', 'c', 'later', 'y', '2'],
  ]);
  expect(lines.at(-1)).toBe('  ... 2 more held (--all)');
  expect(verdictLines(verdicts, { all: true })).toHaveLength(8);
});

test('a check that held and was told to fail is never hidden', () => {
  const verdicts = [held('a'), held('b'), held('c'), held('d'), held('odd', { asTold: false })];
  expect(verdictLines(verdicts, { all: false }).join('\n')).toContain('odd');
});
