/** `lab diff` and the options of `lab review` that ask for a base, as a person uses them. */
import { text } from '../../lib/commands/diff.ts';
import type { ReviewChange } from '../../lib/review/report.ts';
import type { Change } from '../../lib/template/changes.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const none: ReviewChange = {
  base: { name: 'my-lab@1', stage: null, folder: '', templates: [] },
  ...{ resources: [], stacks: [], outputs: [], parameters: [], allowed: [], newFindings: [] },
  reach: { inbound: [], outbound: [], seen: [], inside: [] },
  cost: { changes: [], usage: [], perHour: 0, perMonth: 0, usagePerMonth: 0, isAtLeast: false },
  onlyNew: false,
};
const words = { lab: 'my-lab', from: 'stage 1 of 3 (a)', to: 'stage 2 of 3 (b)' };
const change = (place: string, more: Partial<Change> = {}): Change => ({
  ...{ kind: 'added', stack: 'S', logicalId: place, place, type: 'AWS::EC2::VPC' },
  ...{ properties: [], causes: [], because: [], follows: [], data: null },
  ...{ isRefused: false, note: null },
  ...more,
});

test('a diff names its two stages once, and heads each part in the same way', () => {
  expect(text({ ...words, change: none })).toEqual([
    'From stage 1 of 3 (a) to stage 2 of 3 (b)',
    'Resources: the same as before.',
    'Cost: the same as before.',
    'Reachable: the same as before.',
    'All of what is exposed then: ./lab reach my-lab --stage 2',
  ]);
});

test('what follows stands with what it follows from, but for what holds data', () => {
  const followers = Array.from({ length: 30 }, (_, at) => `Subnet${at}`);
  const because = ['Vpc'];
  const resources = [
    change('Vpc', {
      kind: 'replaced',
      properties: ['CidrBlock'],
      follows: [...followers, 'Files'],
    }),
    ...followers.map((place) => change(place, { kind: 'replaced', because })),
    change('Files', {
      ...{ kind: 'replaced', because },
      data: { holds: 'files', fate: 'lost', why: 'usual UpdateReplacePolicy Delete' },
    }),
  ];
  const lines = text({ ...words, change: { ...none, resources } });
  expect(lines.filter((each) => each.startsWith('  replaced'))).toEqual([
    expect.stringMatching(/Vpc .*CidrBlock; with it Subnet0, .* and 23 more$/),
    expect.stringMatching(/Files .*files: lost \(usual UpdateReplacePolicy Delete\)$/),
  ]);
});

test('what became allowed is told', () => {
  const allowed: ReviewChange['allowed'] = [
    {
      ...{ now: 'allowed', who: 'Handler', isStranger: false, isWide: false },
      ...{ actions: ['s3:GetObject'], on: ['Site/*'], conditions: ['aws:SourceVpc'] },
      ...{ statement: "'s' of p", isKnown: true },
    },
    {
      ...{ now: 'allowed', who: 'Handler', isStranger: false, isWide: false },
      ...{ actions: [], on: [], conditions: [] },
      ...{ statement: 'AWS managed policy Unheard', isKnown: false },
    },
  ];
  expect(text({ ...words, change: { ...none, allowed } })).toEqual(
    expect.arrayContaining([
      'Allowed:',
      '  allowed  Handler  s3:GetObject on Site/*, only with aws:SourceVpc',
      '  allowed  Handler  by AWS managed policy Unheard: what it allows is not known here',
    ]),
  );
});

test('a stage that makes an instance anew says so, and of its data what the review says', async () => {
  const { code, out } = await cli(['diff', 'vpc-public-private', '3', '4', '--json']);
  const { data } = JSON.parse(out) as { data: { change: ReviewChange } };
  expect([code, data.change.base.name]).toEqual([0, 'vpc-public-private@3']);
  expect(data.change.resources).toMatchObject([
    { kind: 'removed', place: 'HostPublicA', note: expect.stringContaining('replaced') as string },
    { kind: 'removed', place: 'HostPublicB' },
    { kind: 'changed', place: 'PublicA', properties: ['MapPublicIpOnLaunch'] },
    { kind: 'changed', place: 'PublicB' },
    { kind: 'added', place: 'HostPublicA' },
    { kind: 'added', place: 'HostPublicB' },
  ]);
});

const queue = folder.write('queue.json', { Resources: { Jobs: { Type: 'AWS::SQS::Queue' } } });

test.each([
  [['--new-only'], '--new-only asks for what is new, and there is no base'],
  [['--fail-on', 'replacement'], '--fail-on replacement asks for what is new'],
  [['--accept', 'none.yaml'], 'none.yaml cannot be taken: there is no such file'],
])('refuses %j', async (options, says) => {
  const { code, err } = await cli(['review', queue, ...options, '--rules', 'kit']);
  expect([code, err]).toEqual([3, expect.stringContaining(says)]);
});
