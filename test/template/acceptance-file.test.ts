/** `--accept FILE`: what it takes, and what it refuses with which sentence. */
import { acceptancesIn } from '../../lib/template/acceptance-file.ts';
import { resource } from '../iam/resources.ts';
import { temporaryFolder, thrownBy } from './folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const resources = [
  { ...resource('JobsA1B2', 'AWS::SQS::Queue'), path: 'S/Work/Jobs' },
  resource('Plain', 'AWS::SQS::Queue'),
];
const now = new Date('2026-11-05T23:59:59Z');
const taken = (content: unknown, name = 'accept.yaml') =>
  acceptancesIn(folder.write(name, content), { resources, now });
const entry = { rule: 'kit/queue-dlq', resource: 'Plain', reason: 'sent again by hand' };

test.each([
  ['Plain', 'Plain'],
  ['JobsA1B2', 'S/Work/Jobs'],
  ['S/JobsA1B2', 'S/Work/Jobs'],
  ['Work', 'S/Work'],
  ['Work/Jobs', 'S/Work/Jobs'],
  ['Wor', 'Wor'],
  ['S/Work', 'S/Work'],
  ['Gone', 'Gone'],
])('of %s it is accepted at %s', (named, at) => {
  const { current, expired } = taken([{ ...entry, resource: named }], 'accept.json');
  expect([current, expired]).toEqual([[{ rule: entry.rule, at, reason: entry.reason }], []]);
});

test.each([
  ['2026-11-04', 'expired'],
  ['2026-11-05', 'current'],
  ['2028-02-29', 'current'],
] as const)('until %s is %s', (until, state) => {
  const yaml = `- rule: kit/queue-dlq\n  resource: Plain\n  reason: sent again\n  until: ${until}\n`;
  expect(taken(yaml)[state]).toMatchObject([{ until }]);
});

test('an empty list accepts nothing', () => {
  expect(taken('[]')).toEqual({ current: [], expired: [] });
});

test.each([
  [{}, 'it is no list but a map'],
  ['', 'it is no list'],
  ['- [', /line|flow/i],
  [['all'], "entry 1: it is a map, not 'all'"],
  [[entry, { ...entry, untill: '2027-01-01' }], "entry 2: it has no key 'untill'"],
  [JSON.stringify([entry]).replace('"rule"', '"__proto__"'), "entry 1: it has no key '__proto__'"],
  [[{ rule: 'a', resource: 'b' }], 'entry 1: it has no reason'],
  [[{ ...entry, reason: ' ' }], "entry 1: its reason is a text, not ' '"],
  [[{ ...entry, rule: ['a'] }], 'entry 1: its rule is a text, not a list of 1'],
  [[{ ...entry, until: 'soon' }], "entry 1: its until is no day but 'soon'"],
  [[{ ...entry, until: '2027-02-30' }], "entry 1: its until is no day but '2027-02-30'"],
  [[{ ...entry, until: null }], 'entry 1: its until is no day but null'],
])('refuses %j', (content, says) => {
  const error = thrownBy(() => taken(content));
  expect(error).toMatchObject({ code: 'BadAcceptance', next: expect.any(String) as string });
  expect((error as Error).message).toMatch(says);
});

test('refuses a file that is not there', () => {
  const error = thrownBy(() => acceptancesIn('no-such.yaml', { resources, now }));
  expect(error).toMatchObject({ message: 'no-such.yaml cannot be taken: there is no such file' });
});
