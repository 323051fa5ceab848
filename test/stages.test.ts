import fc from './support/fast-check.ts';
import type { Telling } from '../lib/lab.ts';
import { parseStage, reached, shownStage, stageInWords, toldAt } from '../lib/stages.ts';
import { checkWith, labWith } from './support/fakes.ts';

const lab = labWith();

test.each([
  ['first', 'first'],
  ['1', 'first'],
  ['3', 'third'],
  ['03', 'third'],
])('stage %s is %s', (typed, stage) => {
  expect(parseStage(lab, typed)).toBe(stage);
});

test.each([
  ['0', undefined],
  ['4', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['secnd', `did you mean 'second'?`],
])('refuses stage %j with the list', (typed, next) => {
  expect(() => parseStage(lab, typed)).toThrow(
    expect.objectContaining({
      code: 'UnknownStage',
      message: `no stage is called '${typed}'; there are: 1 first, 2 second, 3 third`,
      next,
    }) as Error,
  );
});

test('the stage that is shown is the one the lab names, else the last', () => {
  expect([shownStage(lab), shownStage(labWith({ shows: 'first' }))]).toEqual(['third', 'first']);
});

test('an architecture has reached its own stage and those before it', () => {
  expect(lab.stages.map(reached(lab.stages, 'second'))).toEqual([true, true, false]);
});

test('a stage in words counts from 1', () => {
  expect(stageInWords(lab, 'second')).toBe('stage 2 of 3 (second)');
});

test('a check that tells nothing holds at every stage', () => {
  expect(lab.stages.map((stage) => toldAt(checkWith('a'), lab.stages, stage))).toEqual([
    ...['holds', 'holds', 'holds'],
  ]);
});

const tellings = fc.array(
  fc.option(fc.constantFrom<Telling>('holds', 'absent', { fails: 'why' }), { nil: undefined }),
  { minLength: 1, maxLength: 6 },
);

test('each entry of the ladder lasts until the next', () => {
  fc.assert(
    fc.property(tellings, (entries) => {
      const stages = entries.map((_, index) => `stage-${index}`);
      const told = Object.fromEntries(
        entries.flatMap((entry, index) => (entry === undefined ? [] : [[`stage-${index}`, entry]])),
      ) as Record<string, Telling>;
      const ladder = stages.map((stage) => toldAt(checkWith('a', { told }), stages, stage));
      const lasting = entries.map((entry, index) => entry ?? ladder[index - 1] ?? 'holds');
      expect(ladder).toEqual(lasting);
    }),
  );
});
