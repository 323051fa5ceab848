/** Verdicts as build servers read them. */
import { junitOf, type JUnitCase, type JUnitSuite } from '../../lib/output/junit.ts';
import { readJUnit, type Element } from '../support/junit.ts';

const held: JUnitCase = {
  ...{ check: 'no-token-401', says: 'GET /todos without a token answers 401', outcome: 'held' },
  ...{ strength: 'seen', asTold: true, reason: 'the gateway answers 401' },
};

function suite(cases: readonly JUnitCase[], more: Partial<JUnitSuite> = {}): JUnitSuite {
  return {
    ...{ lab: 'todo-api', stage: 'rest', target: 'emulator', title: 'emulator MiniStack 1.5' },
    ...{ cases, notExercised: [], ...more },
  };
}

function suitesOf(...suites: readonly JUnitSuite[]): readonly Element[] {
  return readJUnit(junitOf(suites, 0)).inside;
}

/** The element of one check. */
function caseOf(judged: JUnitCase): Element | undefined {
  return suitesOf(suite([judged]))[0]?.inside.find(({ name }) => name === 'testcase');
}

test('a suite is a stage of a lab on a target, a case is a check', () => {
  const [found] = suitesOf(suite([held]));
  expect(found?.attributes).toEqual({
    ...{ name: 'todo-api / rest / emulator', tests: '1', failures: '0', errors: '0', skipped: '0' },
  });
  expect(found?.inside[0]?.inside.map(({ attributes }) => attributes)).toContainEqual({
    name: 'target',
    value: 'emulator MiniStack 1.5',
  });
  expect(caseOf(held)?.attributes).toEqual({
    classname: 'todo-api.rest.emulator',
    name: 'no-token-401: GET /todos without a token answers 401',
  });
});

const otherwise = { asTold: false, reason: 'it answers 200' } as const;
test.each([
  { says: 'held', judged: held, elements: ['system-out'] },
  {
    says: 'failed as told',
    judged: { ...held, outcome: 'failed' as const },
    elements: ['system-out'],
  },
  {
    says: 'failed otherwise',
    judged: { ...held, ...otherwise, outcome: 'failed' as const },
    elements: ['failure', 'system-out'],
  },
  {
    says: 'held and told to fail',
    judged: { ...held, ...otherwise },
    elements: ['failure', 'system-out'],
  },
  {
    says: 'unverified',
    judged: { ...held, outcome: 'unverified' as const, strength: null, asTold: null },
    elements: ['skipped'],
  },
])('$says is $elements', ({ judged, elements }) => {
  expect(caseOf(judged)?.inside.map(({ name }) => name)).toEqual(elements);
});

test('a failure says what was told, and why it is one', () => {
  const [failure] = caseOf({ ...held, ...otherwise })?.inside ?? [];
  expect(failure?.attributes).toEqual({ type: 'held', message: 'it answers 200' });
  expect(failure?.text.split('\n')).toEqual([
    held.says,
    'it held, and is told to fail: it answers 200',
  ]);
});

test('what is skipped has the reason', () => {
  const skipped = { outcome: 'unverified', asTold: null, reason: 'needs packets' } as const;
  const [found] = caseOf({ ...held, ...skipped })?.inside ?? [];
  expect(found?.attributes).toEqual({ message: 'needs packets' });
});

const hop = { at: 'App', gate: 'security group in', verdict: 'blocked' };
test.each([
  {
    evidence: { kind: 'exchange' as const, request: 'GET /todos', response: '401 {}' },
    text: 'GET /todos\n401 {}',
  },
  {
    evidence: { kind: 'fact' as const, resource: 'Table', property: 'Mode', value: ['x'] },
    text: 'Table Mode = ["x"]',
  },
  {
    evidence: { kind: 'fact' as const, resource: 'Table', property: 'Mode', value: undefined },
    text: 'Table Mode = not set',
  },
  {
    evidence: { kind: 'trace' as const, hops: [{ ...hop, rule: 'one', says: 'no' }, hop] },
    text: 'request: security group in of App: blocked by one: no\nrequest: security group in of App: blocked',
  },
])('evidence is shown: $text', ({ evidence, text }) => {
  const [out] = caseOf({ ...held, evidence })?.inside ?? [];
  expect(out?.text).toBe(`held (seen): the gateway answers 401\n${text}`);
});

test('sums are of all cases, and the time is of all of them', () => {
  const wrong = { ...held, asTold: false };
  const xml = junitOf([suite([held, wrong]), suite([wrong], { target: 'model' })], 1234);
  expect(readJUnit(xml).attributes).toEqual({
    ...{ name: 'lab check', tests: '3', failures: '2', errors: '0', time: '1.234' },
  });
});

test('what no verdict speaks of stands below the suite', () => {
  const [found] = suitesOf(suite([], { notExercised: ['CORS is not asked.'] }));
  expect(found?.inside.at(-1)).toMatchObject({ name: 'system-out', text: 'CORS is not asked.' });
});

test.each([
  { from: '<b a="1">&amp;</b>]]>', to: '<b a="1">&amp;</b>]]>' },
  { from: 'line\r\nand\ttab', to: 'line\r\nand\ttab' },
  { from: '\u0000\u0008\u001b[31m\u007f', to: '\\u0000\\u0008\\u001b[31m\\u007f' },
  { from: '\ud800 \udc00 \uffff \u{1f600}', to: '\\ud800 \\udc00 \\uffff \u{1f600}' },
  { from: '\u202e__proto__', to: '\\u202e__proto__' },
])('$from is text, never markup, and what XML forbids is made visible', ({ from, to }) => {
  const [out] = caseOf({ ...held, reason: from })?.inside ?? [];
  expect(out?.text).toBe(`held (seen): ${to}`);
  expect(caseOf({ ...held, says: from })?.attributes['name']).toBe(`no-token-401: ${to}`);
});

test('without a stage the target stands for itself', () => {
  const [found] = suitesOf(suite([held], { stage: null }));
  expect(found?.attributes['name']).toBe('todo-api / emulator');
});
