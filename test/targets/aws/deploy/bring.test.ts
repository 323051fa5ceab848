/** What is refused and asked before anything is made in an account, played on loopback. */
import type { Host } from '../../../../lib/output/host.ts';
import { bringUp } from '../../../../lib/targets/aws/deploy/bring.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { assemblyOfTopic, bucket } from './assemblies.ts';
import { playedStacks, tagged, workingIn, type PlayedStack } from '../played-stacks.ts';

jest.setTimeout(60_000);

const assembly = assemblyOfTopic();
afterAll(() => {
  assembly.remove();
});

const deployable: PlayedAnswers = { 's3.HeadBucket': {} };
const changing = /\.(Create|Put|Delete|Execute|Update|Modify|Set)/;

interface Brought {
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly questions: readonly string[];
  readonly said: readonly string[];
  readonly notes: readonly unknown[];
  /** Calls that change something. */
  readonly changes: readonly string[];
}

/** `answers` says which questions are answered with yes. */
async function bringing(
  stacks: readonly PlayedStack[],
  answers: PlayedAnswers,
  agrees: (question: string) => boolean = () => true,
): Promise<Brought> {
  const questions: string[] = [];
  const said: string[] = [];
  const notes: unknown[] = [];
  const host: Partial<Host> = {
    say: (line) => said.push(line),
    confirm: (question) => {
      questions.push(question);
      return Promise.resolve(agrees(question));
    },
  };
  const played = { ...playedStacks(stacks), ...deployable, ...answers };
  return workingIn(
    played,
    async (working, stub) => {
      const request = {
        ...{ lab: 'todo-api', stage: 'rest', parameters: {}, stays: true },
        ...{ folder: assembly.folder, note: (live: unknown) => notes.push(live) },
      };
      let error: Brought['error'];
      try {
        await bringUp(request, undefined, working);
      } catch (thrown) {
        error = thrown as Brought['error'];
      }
      const changes = stub.calls.filter((each) => changing.test(each));
      return { error, questions, said, notes, changes };
    },
    { host },
  );
}

test('a stack of the same name that is not ours is refused, and nothing was asked or made', async () => {
  const { error, questions, notes, changes } = await bringing([{ name: 'TodoApi' }], {});
  expect(error).toMatchObject({
    code: 'ForeignStack',
    message: expect.stringContaining('carries no tag lab:id of todo-api') as string,
  });
  expect({ questions, notes, changes }).toEqual({ questions: [], notes: [], changes: [] });
});

test('the tag of a bare cdk deploy does not make a stack ours', async () => {
  const bare = [{ Key: 'lab:id', Value: 'todo-api' }];
  const { error } = await bringing([{ name: 'TodoApi', tags: bare }], {});
  expect(error?.code).toBe('ForeignStack');
});

test('a stack of another owner is refused by name', async () => {
  const stack = { name: 'TodoApi', tags: tagged('todo-api', 'ben') };
  const { error, changes } = await bringing([stack], {});
  expect(error).toMatchObject({
    code: 'OtherOwner',
    message: expect.stringContaining("belongs to 'ben', and you are 'ann'") as string,
  });
  expect(changes).toEqual([]);
});

test('a stack that is changing is not disturbed', async () => {
  const stack = { name: 'TodoApi', status: 'UPDATE_IN_PROGRESS', tags: tagged() };
  expect((await bringing([stack], {})).error?.code).toBe('StackBusy');
});

test('the plan is shown, and without a yes nothing is noted or made', async () => {
  const { error, questions, said, notes, changes } = await bringing([], {}, () => false);
  expect(error?.code).toBe('NotConfirmed');
  expect(said.join('\n')).toMatch(/SNS::Topic[\s\S]*an hour/);
  expect(questions).toEqual([expect.stringContaining('Make todo-api in aws') as string]);
  expect({ notes, changes }).toEqual({ notes: [], changes: [] });
});

test.each([
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'CREATE_FAILED',
  'REVIEW_IN_PROGRESS',
  'DELETE_FAILED',
])('a dead stack (%s) is cleared after a yes of its own, and not without', async (status) => {
  const stack = { name: 'TodoApi', status, tags: tagged() };
  const isAboutDead = (question: string): boolean => question.includes(`(${status})`);
  const refused = await bringing([stack], {}, (question) => !isAboutDead(question));
  expect(refused.error?.code).toBe('NotConfirmed');
  expect(refused.changes).toEqual([]);
  const { questions, notes, changes } = await bringing([stack], {});
  expect(questions.some(isAboutDead)).toBe(true);
  expect(notes).toHaveLength(1);
  expect(changes[0]).toBe('cloudformation.DeleteStack');
});

test('a stack in review that a dry run left is ours without tags; of somebody else it is not', async () => {
  const review = { name: 'TodoApi', status: 'REVIEW_IN_PROGRESS' };
  const ours = await bringing([{ ...review, changeSets: ['aws-lab-kit-preview-1'] }], {});
  expect(ours.changes).toContain('cloudformation.DeleteStack');
  const theirs = await bringing([{ ...review, changeSets: ['aws-lab-kit-1', 'release-7'] }], {});
  expect(theirs.error?.code).toBe('ForeignStack');
  expect(theirs.changes).toEqual([]);
});

test('a dead stack that cannot be deleted is told with the reason', async () => {
  const stack: PlayedStack = {
    ...{ name: 'TodoApi', status: 'ROLLBACK_COMPLETE', tags: tagged() },
    deletions: [[['News', 'somebody holds it']]],
  };
  expect((await bringing([stack], {})).error).toMatchObject({
    code: 'NotRemoved',
    message: expect.stringContaining('News: somebody holds it') as string,
  });
});

test('a missing asset bucket is made after a yes: private, encrypted, tagged', async () => {
  const missing: PlayedAnswers = {
    's3.HeadBucket': { error: 'NotFound', status: 404 },
    's3.CreateBucket': {},
    's3.PutBucketTagging': {},
    's3.PutPublicAccessBlock': {},
    's3.PutBucketEncryption': {},
    's3.PutBucketPolicy': {},
  };
  const refused = await bringing([], missing, (question) => !question.includes(bucket));
  expect(refused.error?.code).toBe('NotConfirmed');
  expect(refused.changes).toEqual([]);
  const { questions, changes } = await bringing([], missing);
  expect(questions[0]).toContain('npx cdk bootstrap');
  expect(changes.slice(0, 5)).toEqual([
    's3.CreateBucket',
    's3.PutBucketTagging',
    's3.PutPublicAccessBlock',
    's3.PutBucketEncryption',
    's3.PutBucketPolicy',
  ]);
});

test('an asset bucket that another account holds is refused', async () => {
  const taken: PlayedAnswers = { 's3.HeadBucket': { error: 'Forbidden', status: 403 } };
  const { error, questions } = await bringing([], taken);
  expect(error?.code).toBe('AssetBucketTaken');
  expect(questions).toEqual([]);
});

test('what down needs is noted before anything is made', async () => {
  const { error, notes } = await bringing([], {});
  // The stub plays no deployment.
  expect(error?.code).toBe('DeploymentFailed');
  expect(notes).toEqual([
    expect.objectContaining({
      ...{ account: '111122223333', region: 'eu-central-1', owner: 'ann', stacks: ['TodoApi'] },
      ...{ assetBuckets: [bucket], folder: assembly.folder },
      expires: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      deployed: [expect.objectContaining({ logicalId: 'News', physicalId: '' }) as object],
    }),
  ]);
});
