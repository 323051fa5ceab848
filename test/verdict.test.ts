import { every, failed, held, unverified } from '../lib/verdict.ts';

const [yes, no, open] = [held('yes'), failed('no'), unverified('open')];

test.each([
  ['one that held', [yes], yes],
  ['several that held', [yes, held('too')], held('2 of 2: yes')],
  ['one that failed among others', [yes, open, no, failed('later')], no],
  ['one that is open among those that held', [yes, open], open],
  ['none', [], unverified('nothing was asked')],
])('%s decide', (_, verdicts, decides) => {
  expect(every(verdicts)).toEqual(decides);
});

test('evidence of the deciding verdict goes along', () => {
  const evidence = { kind: 'exchange', request: 'GET /', response: '200' } as const;
  expect(every([held('a', evidence), held('b')])).toEqual({
    ...{ outcome: 'held', reason: '2 of 2: a', evidence },
  });
});
