import { chooseWay } from '../../lib/checks/ways.ts';
import { by, type Way } from '../../lib/lab.ts';
import type { Judge } from '../../lib/targets/target.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, fakeJudge, wayOf } from '../support/fakes.ts';

const way = (needs: Way['needs'], given: Way['given'] = []): Way =>
  wayOf(() => Promise.resolve(held('seen')), { needs, given });
const choose = (ways: readonly Way[], judge: Partial<Judge> = {}) =>
  chooseWay(checkWith('a', { ways }), fakeJudge(judge));

test('the first way that the target can serve is taken', () => {
  const [sdk, http, fact] = [way(['sdk']), way(['http']), way(['fact'])];
  expect(choose([sdk, http, fact])).toEqual({ way: http, strength: 'seen' });
});

test('a way without its feature is passed over, and taken where the target has it', () => {
  const [enforced, fact] = [way(['http'], ['iam-enforced']), way(['fact'])];
  expect(choose([enforced, fact]).way).toBe(fact);
  expect(choose([enforced, fact], { features: new Set(['iam-enforced']) }).way).toBe(enforced);
});

const ofAll: Judge['strengthOf'] = (capability) =>
  capability === 'fact' ? 'read' : capability === 'may' ? 'proved' : 'seen';
const serves = (): never => {
  throw new Error('not asked here');
};

test.each<[needs: Way['needs'], strength: string]>([
  [['http'], 'seen'],
  [['may'], 'proved'],
  [['http', 'may'], 'proved'],
  [['may', 'http', 'fact'], 'read'],
  [['http', 'eventually', 'steadily', 'during'], 'seen'],
  [['during'], 'read'],
])('a way that needs %j is as strong as its weakest evidence: %s', (needs, strength) => {
  const capabilities = Object.fromEntries(needs.map((each) => [each, serves]));
  const strengthOf: Judge['strengthOf'] = (each) =>
    ['during', 'eventually', 'steadily'].includes(each) ? 'read' : ofAll(each);
  expect(choose([way(needs)], { capabilities, strengthOf })).toMatchObject({ strength });
});

test.each<[needs: Way['needs'], strength: string]>([
  [['fact'], 'proved'],
  [['facts', 'fact'], 'proved'],
  [['may', 'fact'], 'proved'],
  [['sdk'], 'seen'],
  [['http', 'eventually'], 'seen'],
  [['http', 'fact'], 'proved'],
  [['during'], 'read'],
])('an evaluator on what %j gives makes it %s, and never more than that', (needs, strength) => {
  const capabilities = Object.fromEntries(needs.map((each) => [each, serves]));
  const strengthOf: Judge['strengthOf'] = (each) => (each === 'facts' ? 'read' : ofAll(each));
  const evaluated = by(needs, () => Promise.resolve(held('evaluated')), { strength: 'proved' });
  expect(choose([evaluated], { capabilities, strengthOf })).toMatchObject({ strength });
});

test('an evaluator asks for no feature', () => {
  const evaluated = by(['fact'], () => Promise.resolve(held('evaluated')), { strength: 'proved' });
  expect(evaluated.given).toEqual([]);
});

test.each<[says: string, ways: readonly Way[], reason: string]>([
  ['every lack', [way(['sdk']), way(['may'])], 'lacks sdk; or lacks may'],
  ['a lack once', [way(['sdk']), way(['sdk', 'http'])], 'lacks sdk'],
  [
    'the feature alone where only a feature is lacking',
    [way(['http'], ['iam-enforced']), way(['sdk'])],
    'model has no iam-enforced (a call that a policy denies is refused)',
  ],
  [
    'a feature that nobody knows',
    [way(['http'], ['flying'])],
    'model has no flying (an unknown feature)',
  ],
  ['that there is no way', [], 'the lab gives no way to judge it'],
])('where no way can be served the reason says %s', (_, ways, reason) => {
  expect(choose(ways)).toEqual({ reason });
});
