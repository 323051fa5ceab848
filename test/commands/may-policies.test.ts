/** Policies that come with the question: `--policy KIND=FILE`. */
import { documentsOf } from '../../lib/commands/may-policies.ts';
import { Permissions } from '../../lib/iam/permissions.ts';
import { openTemplates } from '../../lib/template/open.ts';
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

const comma = folder.write('comma.json', '{"Version": "2012-10-17", "Statement": [],}');
const list = folder.write('list.json', '[]');
const toAll = { ...allow, Principal: '*' };
const ofBucket = folder.write('bucket.json', { Version: '2012-10-17', Statement: [toAll] });
const granting = folder.write('rcp.json', {
  Version: '2012-10-17',
  Statement: [{ ...toAll, Action: 's3:GetObject' }],
});
const denying = folder.write('deny.json', {
  Version: '2012-10-17',
  Statement: [{ ...toAll, Effect: 'Deny', Action: 's3:PutObject' }],
});

const { resources } = openTemplates(shopFile);
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

test('SCPs of one level stand in one option', () => {
  const { scps } = documentsOf([`scp=${everything},${nothing}`]);
  expect(scps?.map((level) => Object.keys(level))).toEqual([[everything, nothing]]);
});

test('an RCP that denies something else leaves it allowed', () => {
  const { rcps } = documentsOf([`rcp=${denying}`]);
  const answer = new Permissions(resources).may({
    ...{ who: 'Resizer', action: 's3:GetObject', on: 'Photos/a.jpg' },
    ...(rcps && { documents: { rcps } }),
  });
  expect(answer.decision).toBe('allowed');
});

test.each([
  [['spc=a.json'], 'there are: identity, resource, boundary, session, scp, rcp'],
  [['scp'], 'is no KIND=FILE'],
  [['scp=/nowhere/a.json'], '/nowhere/a.json: there is no such file'],
  [[`scp=${broken}`], 'Statement[0].Effect: it is Allow or Deny, not "Permit"'],
  [[`identity=${comma}`], 'it does not parse: line 1, column'],
  [[`session=${list}`], 'a policy is a map'],
  [[`scp=${ofBucket}`], 'Statement[0].Principal'],
  [[`rcp=${granting}`], 'an RCP denies'],
  [[`boundary=${everything}`, `boundary=${nothing}`], 'one boundary'],
])('--policy %j is bad input', async (given, says) => {
  const { code, err } = await cli([...question, ...given.flatMap((each) => ['--policy', each])]);
  expect([code, err]).toEqual([3, expect.stringContaining(says)]);
});
