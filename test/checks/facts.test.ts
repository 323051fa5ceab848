import { at, judgeFact } from '../../lib/checks/facts.ts';

const properties = { Mode: 'PAY', Keys: [{ Name: 'owner' }], Tags: { a: 1, b: 2 } };

test.each([
  ['Mode', 'PAY'],
  ['Keys.0.Name', 'owner'],
  ['Keys.1.Name', undefined],
  ['Not.There.At.All', undefined],
])('at %s stands %s', (path, value) => {
  expect(at(properties, path)).toBe(value);
});

test('a property that is as told holds, with the value as evidence', () => {
  expect(judgeFact('Data/Todos', properties, { Mode: 'PAY' })).toEqual({
    ...{ outcome: 'held', reason: 'Data/Todos Mode: PAY' },
    evidence: { kind: 'fact', resource: 'Data/Todos', property: 'Mode', value: 'PAY' },
  });
});

test.each([
  [{ Mode: 'PROVISIONED' }, 'T Mode: PAY, not PROVISIONED'],
  [{ Mode: 'PAY', Keys: [] }, 'T Keys: [{"Name":"owner"}], not []'],
  [{ Encrypted: true }, 'T Encrypted: not there, not true'],
])('%j fails with what there is', (told, reason) => {
  expect(judgeFact('T', properties, told)).toMatchObject({ outcome: 'failed', reason });
});

test('the order of keys makes no difference', () => {
  expect(judgeFact('T', properties, { Tags: { b: 2, a: 1 } }).outcome).toBe('held');
});

test('nothing told is nothing verified', () => {
  expect(judgeFact('T', properties, {}).outcome).toBe('unverified');
});
