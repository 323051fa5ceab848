/** `lab readme`: what of a lab's README is made. */
import { missingIn, renewed } from '../../lib/commands/readme-parts.ts';
import { marked } from '../../lib/output/marked.ts';
import type { Telling, Way } from '../../lib/lab.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, labWith, wayOf } from '../support/fakes.ts';

const stages = ['one', 'two', 'three', 'four'];
const names = ['picture', 'checks', 'cost'];
const frame = [
  '# A lab',
  '',
  ...names.flatMap((name) => [...marked(name, []), '', `after ${name}`]),
];
const empty = frame.join('\n');

const asking = (needs: Way['needs']): Way => wayOf(() => Promise.resolve(held('seen')), { needs });

async function checksOf(told: Readonly<Record<string, Telling>>): Promise<string> {
  const { text } = await renewed(
    empty,
    {
      id: 'a-lab',
      lab: labWith({ stages }),
      checks: [checkWith('it-is', { says: 'It | is *so*', told })],
      shown: 'two',
      reports: new Map(),
    },
    (each) => Promise.resolve(each),
  );
  return text;
}

test.each([
  { says: 'all', told: {} },
  { says: 'fails at 1, holds from 2', told: { one: { fails: 'NO_ROUTE' }, two: 'holds' } },
  { says: 'holds at 2 to 3', told: { one: 'absent', two: 'holds', four: 'absent' } },
  { says: 'holds at 1, fails from 2', told: { two: { fails: 'X' } } },
] as const)('a check that is told along the stages says: $says', async ({ says, told }) => {
  expect(await checksOf(told)).toContain(`| ${says} |`);
});

test('what a check says is text, whatever it looks like', async () => {
  expect(await checksOf({})).toContain('| `it-is` | It \\| is \\*so\\* |');
});

test('a part that is as it should be is not stale, and what a person wrote stays', async () => {
  const once = await checksOf({});
  expect(once).toContain('after checks');
  const made = {
    ...{ id: 'a-lab', lab: labWith({ stages }), shown: 'two', reports: new Map() },
    checks: [
      checkWith('another', {
        ways: [['http', 'during'] as const, ['fact', 'may'] as const].map(asking),
      }),
    ],
  };
  const again = await renewed(once, made, (each) => Promise.resolve(each));
  expect(again.stale).toEqual(['checks']);
  expect(again.text).toContain('| `http`, else `fact` and `may` |');
  const third = await renewed(again.text, made, (each) => Promise.resolve(each));
  expect(third).toEqual({ text: again.text, stale: [] });
});

test('signs of a replacement pattern are no pattern', async () => {
  const { text } = await renewed(
    empty,
    {
      ...{ id: 'a-lab', lab: labWith({ stages: ['one'] }), shown: 'one', reports: new Map() },
      checks: [checkWith('it-is', { says: "It costs $& and $' and $1" })],
    },
    (each) => Promise.resolve(each),
  );
  expect(text).toContain("It costs $& and $' and $1");
});

test.each(names)('a README without a place for the part %s is told so', (name) => {
  expect(missingIn(empty)).toBeUndefined();
  expect(missingIn(empty.replace(`made: ${name}`, ''))).toBe(name);
});
