/** How `lab may` words an answer: what was asked, and what one can say to get a more certain one. */
import { join } from 'node:path';
import type { MayAnswer } from '../../lib/questions/may-answer.ts';
import { answerText, type Shown } from '../../lib/questions/may-words.ts';
import { cli } from '../support/cli.ts';

const shop = join(import.meta.dirname, '..', 'iam', 'templates', 'shop.yaml');
const depends: MayAnswer = {
  ...{ who: 'Dave', caller: 'arn:aws:iam::${AWS::AccountId}:user/dave', action: 'sns:Publish' },
  ...{ on: 'News', resource: 'arn:aws:sns:::n', decision: 'depends', reason: 'on it' },
  ...{ by: null, dependsOn: [], steps: [], nearMisses: [] },
};
const template: Shown = {
  ...{ what: 'a.yaml', stageInWords: null, folder: '' },
  ...{ isInTemplate: true, explain: false },
};
const lab: Shown = { ...template, what: 'todo-api', stageInWords: 'stage 1 of 4 (rest)' };

/** What stands below what it depends on. */
function below(dependsOn: readonly string[], shown = template): readonly string[] {
  return answerText({ ...depends, dependsOn }, shown).slice(3 + dependsOn.length);
}

test('a missing condition key is what the request carries', () => {
  expect(below(['aws:PrincipalTag/cost center', '${AWS::Region}x'])).toEqual([
    'Say what the request carries: --context aws:PrincipalTag/cost center=VALUE',
  ]);
});

test('an account or a region is where a template is deployed', () => {
  expect(below(['${AWS::AccountId}'])).toEqual([
    'Say where it is deployed: -c AWS::AccountId=111122223333',
  ]);
  expect(below(['aws:SourceIp', '${AWS::Region}'])).toEqual([
    'Say what the request carries: --context aws:SourceIp=VALUE',
    'Say where it is deployed: -c AWS::Region=eu-west-1',
  ]);
});

test('a lab takes no account, and its stage is told', () => {
  expect(below(['${AWS::AccountId}'], lab)).toEqual(['Asked of todo-api at stage 1 of 4 (rest)']);
});

test.each([
  'AWS managed policy ReadOnlyAccess',
  'the policies of arn:aws:iam::1:user/u',
  'policy arn:aws:iam::1:policy/p',
])('nothing that one can say helps with %s', (policy) => {
  expect(below([policy])).toEqual([
    'Such policies are not in the template: what they say is not known here',
  ]);
});

test('of a resource elsewhere it is told that its own policy is not known, and of a star it is not', () => {
  const line = '  The resource is not in the template: what its own policy says is not known here.';
  const elsewhere = { ...template, isInTemplate: false };
  expect(answerText({ ...depends, on: 'arn:aws:sns:::n' }, elsewhere)).toContain(line);
  expect(answerText({ ...depends, on: '*' }, elsewhere)).not.toContain(line);
  expect(answerText(depends, template)).not.toContain(line);
});

test('an account number is told as its root user', async () => {
  const { out } = await cli(['may', shop, '111122223333', 'sns:Publish', 'News']);
  expect(out).toMatch(/^the root user of 111122223333 -> sns:Publish on News: /);
});

test('an ARN of the template is known as its resource, and another is not', async () => {
  const asked = (arn: string) => cli(['may', shop, '--who', 's3:GetObject', arn]);
  expect((await asked('arn:aws:s3:::shop-photos/a')).out).not.toContain('is not in the template');
  expect((await asked('arn:aws:s3:::other/a')).out).toContain(
    'The resource is not in the template',
  );
});

test('with --who --explain those who may not are named with the reason', async () => {
  const words = ['may', shop, '--who', 'dynamodb:PutItem', 'Songs'];
  const short = (await cli(words)).out;
  expect(short).toMatch(/may, \d may not\n/);
  expect(short).toContain('Who may not, and why: the same with --explain');
  expect(short).not.toContain('ResizerRole');
  const long = (await cli([...words, '--explain'])).out.replace(/\n +/g, ' ');
  expect(long).toMatch(
    /ResizerRole +implicit deny +no policy allows it; statement 'Reads' of policy ReadSongs \(shop\.yaml:\d+\) speaks of dynamodb:GetItem/,
  );
  expect(long).not.toContain('Who may not');
});

test('as JSON those who may not have an answer with --explain alone', async () => {
  const words = ['may', shop, '--who', 'dynamodb:PutItem', 'Songs', '--json'];
  const dataOf = async (more: readonly string[]) => {
    const { data } = JSON.parse((await cli([...words, ...more])).out) as {
      data: { isInTemplate: boolean; denied: number; answers: readonly MayAnswer[] };
    };
    return data;
  };
  const [short, long] = [await dataOf([]), await dataOf(['--explain'])];
  expect(short.denied).toBeGreaterThan(0);
  expect(short.isInTemplate).toBe(true);
  expect(long.denied).toBe(short.denied);
  expect(long.answers).toHaveLength(short.answers.length + short.denied);
});

test('help says whom a number means, what a star is, and how a resource is named in a condition', async () => {
  const { out } = await cli(['may', '--help']);
  expect(out).toContain('an account number (its root user)');
  expect(out).toContain("'*' for an action that is on none (the star itself, not every resource)");
  expect(out).toContain("'${LogicalId.Arn}' its ARN");
});
