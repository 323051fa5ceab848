/** Policies that come with the question: `--policy KIND=FILE`. */
import { documentsOf } from '../../lib/commands/may-policies.ts';
import { cli } from '../support/cli.ts';
import { shopFile } from '../iam/shop-table.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
const everything = folder.write('all.json', { Version: '2012-10-17', Statement: [allow] });
const nothing = folder.write(
  'none.yaml',
  'Version: 2012-10-17\nStatement: {Effect: Deny, Action: "*", Resource: "*", Sid: No}\n',
);
const broken = folder.write(
  'broken.json',
  '{"Version": "2012-10-17", "Statement": [{"Effect": "Permit"}]}',
);

const question = ['may', shopFile, 'Resizer', 's3:GetObject', 'Photos/a.jpg'];

test('of several SCPs each is a level of its own', () => {
  const { scps } = documentsOf([`scp=${everything}`, `scp=${nothing}`]);
  expect(scps?.map((level) => Object.keys(level))).toEqual([[everything], [nothing]]);
});

test('of several session policies one has to allow', () => {
  const { session } = documentsOf([`session=${everything}`, `session=${nothing}`]);
  expect(Object.keys(session ?? {})).toEqual([everything, nothing]);
});

test('the statement of the file decides, in YAML too', async () => {
  const { code, out } = await cli([...question, '--policy', `session=${nothing}`, '--json']);
  const { data } = JSON.parse(out) as {
    data: { answers: readonly { decision: string; by: { sid: string } }[] };
  };
  const [answer] = data.answers;
  expect([code, answer?.decision, answer?.by.sid]).toEqual([1, 'explicit deny', 'No']);
});

test('what AWS would not take of it is told', async () => {
  const { err } = await cli([...question, '--policy', `scp=${broken}`]);
  expect(err).toContain('it is Allow or Deny, not "Permit"');
});

test.each([
  [['spc=a.json'], 'there are: identity, resource, boundary, session, scp, rcp'],
  [['scp'], 'is no KIND=FILE'],
  [['scp=/nowhere/a.json'], '/nowhere/a.json is no policy'],
  [[`boundary=${everything}`, `boundary=${nothing}`], 'one boundary'],
])('--policy %j is bad input', async (given, says) => {
  const { code, err } = await cli([...question, ...given.flatMap((each) => ['--policy', each])]);
  expect([code, err]).toEqual([3, expect.stringContaining(says)]);
});
