import { everyLines, singleLines, type ShownBreak } from '../../lib/output/experiments.ts';

const broken: ShownBreak = {
  ...{ lab: 'my-lab', target: 'model', predicted: null, stays: false },
  experiment: {
    id: 'open',
    lesson: 'who may call is said per method',
    alsoFails: { c: 'no role' },
  },
  result: { outcome: 'caught', reason: 'a failed', named: ['a', 'b'], fell: ['a', 'b', 'c'] },
  under: [
    { check: 'a', outcome: 'failed', reason: 'answers 200' },
    { check: 'b', outcome: 'failed', reason: 'answers 201' },
    { check: 'c', outcome: 'failed', reason: 'AccessDenied' },
    { check: 'd', outcome: 'held', reason: 'x' },
    { check: 'e', outcome: 'unverified', reason: 'x' },
    { check: 'f', outcome: 'failed', reason: 'failed before too' },
  ],
};

test('what fell is shown with its reason, then what did not, then the lesson', () => {
  expect(singleLines(broken)).toEqual([
    '  failed  a  answers 200',
    '  failed  b  answers 201',
    '  failed  c  falls besides: no role (AccessDenied)',
    '  held    1 other, 1 failed before too, 1 unverified here',
    'Lesson  who may call is said per method',
    'Nothing is left broken, nothing is to repair: on model nothing runs.',
  ]);
});

test('what came otherwise than told is said', () => {
  const missed = { ...broken.result, outcome: 'missed', reason: 'b was to fail and is held' };
  expect(singleLines({ ...broken, result: missed })).toContain(
    'Not as told: b was to fail and is held',
  );
});

test('a lab that stays broken is followed by how to go on', () => {
  expect(singleLines({ ...broken, stays: true }).at(-1)).toBe(
    'Still broken, look around: ./lab status      then: ./lab repair my-lab',
  );
});

test.each<[predicted: readonly string[], grade: string]>([
  [['a', 'b'], 'You named 2 of 2.'],
  [['a', 'd'], 'You named 1 of 2. Still held: d.'],
  [['c'], 'You named 0 of 2.'],
  [[], 'You named 0 of 2.'],
])('a prediction of %j is graded: %s', (predicted, grade) => {
  expect(singleLines({ ...broken, predicted })).toContain(grade);
});

const result = (outcome: string, byReading = false) => ({ outcome, byReading });
const afterwards = { held: 5, failed: 0, unverified: 2 };

test.each([
  [[result('caught'), result('caught')], '2 of 2 experiments caught.'],
  [
    [result('caught', true), result('caught')],
    '2 of 2 experiments caught (1 of them only by reading back what was changed).',
  ],
  [
    [result('caught'), result('missed'), result('refused'), result('not judged', true)],
    '1 of 4 experiments caught, 1 missed, 1 refused, 1 not judged on emulator.',
  ],
])('the sums of %j', (results, sentence) => {
  expect(
    everyLines({ lab: 'my-lab', target: 'emulator', stage: 'first', results, afterwards }),
  ).toEqual([sentence, 'my-lab afterwards, at stage first: 5 held, 0 failed, 2 unverified.']);
});
