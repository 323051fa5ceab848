import fc from './support/fast-check.ts';
import { nearest } from '../lib/nearest.ts';

const known = ['todo-api', 'two-tier-web', 'queue-worker'];

test.each([
  ['todo-ap', `did you mean 'todo-api'?`],
  ['tood-api', `did you mean 'todo-api'?`],
  ['queue', `did you mean 'queue-worker'?`],
  ['two-teir-wbe', `did you mean 'two-tier-web'?`],
  ['elephant', undefined],
  ['', undefined],
])('%j: %s', (typed, says) => {
  expect(nearest(typed, known)).toBe(says);
});

test('where nothing is known nothing is near', () => {
  expect(nearest('todo-api', [])).toBeUndefined();
});

test('a word with one letter lost is found again', () => {
  fc.assert(
    fc.property(fc.constantFrom(...known), fc.nat({ max: 7 }), (word, at) => {
      const typed = word.slice(0, at) + word.slice(at + 1);
      expect(nearest(typed, known)).toBe(`did you mean '${word}'?`);
    }),
  );
});

test('only what is known is proposed', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      expect([undefined, ...known.map((each) => `did you mean '${each}'?`)]).toContain(
        nearest(typed, known),
      );
    }),
  );
});
