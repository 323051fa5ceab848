/** `up --dry-run` against a played CloudFormation: what it shows, and that nothing of it stays. */
import { silent, type Host } from '../../../../lib/output/host.ts';
import { previewLines } from '../../../../lib/targets/aws/plan/preview.ts';
import { stackNamed } from '../../../../lib/targets/aws/stacks/stacks.ts';
import type { PlayedAnswers } from '../../../support/aws-stub.ts';
import { assemblyOfTopic } from '../deploy/assemblies.ts';
import { playedStacks, tagged, workingIn, type PlayedStack } from '../played-stacks.ts';

jest.setTimeout(60_000);

const assembly = assemblyOfTopic();
afterAll(() => {
  assembly.remove();
});

const label = { lab: 'todo-api', owner: 'ann', expires: '2999-01-01T00:00:00.000Z' };
const add = {
  Type: 'Resource',
  ResourceChange: { Action: 'Add', LogicalResourceId: 'News', ResourceType: 'AWS::SNS::Topic' },
};
const modify = {
  Type: 'Resource',
  ResourceChange: {
    ...{ Action: 'Modify', LogicalResourceId: 'News', ResourceType: 'AWS::SNS::Topic' },
    Replacement: 'True',
  },
};
const complete = { Status: 'CREATE_COMPLETE', Changes: [add] };

/** A change set for a stack that is not there makes one in review. */
const inReview: PlayedStack = { name: 'TodoApi', status: 'REVIEW_IN_PROGRESS' };

interface Shown {
  readonly lines: readonly string[];
  readonly calls: readonly string[];
}

async function shown(
  described: PlayedAnswers[string],
  { stack = inReview, stands = false, host = {} }: Partial<Standing> = {},
): Promise<Shown> {
  const answers: PlayedAnswers = {
    ...playedStacks([stack]),
    'cloudformation.CreateChangeSet': {},
    'cloudformation.DescribeChangeSet': described,
    'cloudformation.DeleteChangeSet': {},
  };
  return workingIn(
    answers,
    async (working, stub) => {
      const found = stands ? await stackNamed(working.sandbox.client, 'TodoApi') : undefined;
      const standing = found === undefined ? [] : [found];
      const asked = { folder: assembly.folder, label, standing };
      const lines = await previewLines(asked, working).catch((error: unknown) => [String(error)]);
      return { lines, calls: [...stub.calls] };
    },
    { host },
  );
}

interface Standing {
  readonly stack: PlayedStack;
  readonly stands: boolean;
  readonly host: Partial<Host>;
}

const taking = ['cloudformation.DeleteChangeSet', 'cloudformation.DeleteStack'];

function taken({ calls }: Shown): readonly string[] {
  return calls.filter((each) => taking.includes(each));
}

test('each change is shown, and the change set and the stack that it alone made are deleted', async () => {
  const seen = await shown([{ Status: 'CREATE_IN_PROGRESS' }, complete]);
  expect(seen.lines).toEqual(['TodoApi: 1 change', '  Add  AWS::SNS::Topic  News']);
  expect(taken(seen)).toEqual(taking);
});

test('of a stack that stands only the change set is deleted, and replacements are said', async () => {
  const stack = { name: 'TodoApi', tags: tagged() };
  const described = { Status: 'CREATE_COMPLETE', Changes: [modify] };
  const seen = await shown(described, { stack, stands: true });
  expect(seen.lines[1]).toBe('  Modify  AWS::SNS::Topic  News  is replaced by a new one');
  expect(taken(seen)).toEqual(['cloudformation.DeleteChangeSet']);
});

test("a stack in review that waits for somebody else's change set is left", async () => {
  const stack = { ...inReview, changeSets: ['release-7'] };
  expect(taken(await shown(complete, { stack }))).toEqual(['cloudformation.DeleteChangeSet']);
});

test('a change set that fails says why and is deleted all the same', async () => {
  const failed = { Status: 'FAILED', StatusReason: 'No export named Vpc found' };
  const seen = await shown(failed);
  expect(seen.lines).toEqual(['TodoApi: cannot be asked about yet: No export named Vpc found']);
  expect(taken(seen)).toEqual(taking);
});

test('a template without changes is no failure', async () => {
  const none = {
    Status: 'FAILED',
    StatusReason: "The submitted information didn't contain changes.",
  };
  expect((await shown(none)).lines).toEqual(['TodoApi: no change']);
});

test('a refusal in the middle leaves nothing', async () => {
  const seen = await shown([
    { Status: 'CREATE_IN_PROGRESS' },
    { error: 'AccessDenied', status: 403, message: 'you may not look' },
  ]);
  expect(seen.lines).toEqual([expect.stringContaining('you may not look') as string]);
  expect(taken(seen)).toEqual(taking);
});

test('Ctrl-C leaves nothing, and takes back once', async () => {
  const aborter = new AbortController();
  let undo = (): Promise<void> => Promise.resolve();
  const pressed = (): object => {
    aborter.abort();
    void undo();
    return { Status: 'CREATE_IN_PROGRESS' };
  };
  const host: Partial<Host> = {
    signal: aborter.signal,
    onInterrupt: (given) => {
      undo = given;
      return silent.onInterrupt(given);
    },
  };
  const seen = await shown(pressed as PlayedAnswers[string], { host });
  expect(seen.lines[0]).toMatch(/abort/i);
  expect(taken(seen)).toEqual(taking);
});

test('a dead stack is said, and no change set is made', async () => {
  const stack = { name: 'TodoApi', status: 'ROLLBACK_COMPLETE', tags: tagged() };
  const seen = await shown(complete, { stack, stands: true });
  expect(seen.lines).toEqual([expect.stringContaining('ROLLBACK_COMPLETE') as string]);
  expect(seen.calls).not.toContain('cloudformation.CreateChangeSet');
});
