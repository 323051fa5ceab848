import { countsOf, exitCodeOf } from '../../lib/checks/counts.ts';
import { judgedAs } from '../support/fakes.ts';

const asTold = judgedAs('a', 'failed', { asTold: true });
const held = judgedAs('b', 'held');
const heldOtherwise = judgedAs('c', 'held', { asTold: false });
const failed = judgedAs('d', 'failed');
const unverified = judgedAs('e', 'unverified');

test('verdicts are counted by outcome, and once more where they are not as told', () => {
  expect(countsOf([asTold, held, heldOtherwise, failed, unverified])).toEqual({
    ...{ held: 2, failed: 2, unverified: 1, otherwise: 2 },
  });
});

test.each([
  ['nothing was asked', [], 2],
  ['nothing could be judged', [unverified], 2],
  ['all held', [held], 0],
  ['some held and some could not be judged', [held, unverified], 0],
  ['one failed as told', [asTold], 0],
  ['one failed and was not told to', [failed, held], 1],
  ['one held and was told to fail', [heldOtherwise, unverified], 1],
])('where %s the exit code is right', (_, verdicts, code) => {
  expect(exitCodeOf(countsOf(verdicts))).toBe(code);
});
