import { predictionOf } from '../../lib/life/prediction.ts';
import { checkWith } from '../support/fakes.ts';
import { quietHost } from '../support/quiet-host.ts';

const checks = [checkWith('no-token-401'), checkWith('own-items-only'), checkWith('audit')];

test('typed ids are taken, and nobody is asked', async () => {
  const host = quietHost(['audit']);
  expect(await predictionOf(checks, ' no-token-401, audit own-items-only', host)).toEqual([
    ...['no-token-401', 'audit', 'own-items-only'],
  ]);
  expect(await host.ask('?')).toBe('audit');
});

test.each([
  ['no-token-40', `no check is called 'no-token-40'`, `did you mean 'no-token-401'?`],
  ['elephant', `no check is called 'elephant'`, 'there are: no-token-401, own-items-only, audit'],
])('refuses the typed id %s', async (typed, message, next) => {
  await expect(predictionOf(checks, `audit ${typed}`, quietHost())).rejects.toMatchObject({
    ...{ code: 'UnknownCheck', message, next },
  });
});

test('where nothing is typed and nobody answers there is no prediction', async () => {
  expect(await predictionOf(checks, undefined, quietHost())).toBeNull();
});

test('Enter skips', async () => {
  expect(await predictionOf(checks, undefined, quietHost(['', 'audit']))).toBeNull();
});

test('a question mark lists the checks, a wrong id is explained, and both ask again', async () => {
  const host = quietHost(['?', 'no-token-40', 'audit, no-token-401', 'own-items-only']);
  expect(await predictionOf(checks, undefined, host)).toEqual(['audit', 'no-token-401']);
  const [list, explained, ...more] = host.said;
  expect(list?.split('\n')).toEqual([
    '  no-token-401               no-token-401 works',
    '  own-items-only             own-items-only works',
    '  audit                      audit works',
  ]);
  expect(explained).toBe(`no check is called 'no-token-40'; did you mean 'no-token-401'?`);
  expect(more).toEqual([]);
});
