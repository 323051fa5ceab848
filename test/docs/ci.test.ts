/** The pipelines of docs/ci.md: YAML that parses, command lines that the kit understands, actions that are pinned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findCommand, parseTyped } from '../../lib/commands/parse.ts';
import { root } from '../../lib/root.ts';

const text = readFileSync(join(root, 'docs', 'ci.md'), 'utf8');
const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml);

interface Step {
  readonly uses?: string;
  readonly if?: string;
}
interface Job {
  readonly steps: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = blocks
  .map((yaml) => parse(yaml) as Partial<Workflow>)
  .filter((each): each is Workflow => each.jobs !== undefined);
const jobs = workflows.flatMap((each) => Object.values(each.jobs));

/** Every `./lab ...` of the page, in YAML and in sentences; a line that ends in a backslash goes on. */
const typed = [...text.replace(/\\\n\s*/g, '').matchAll(/(?:^|\s|`)\.\/lab ([^`\n]+)/g)].map(
  ([, words = '']) => words.trim(),
);

test('there are two workflows, and a job of GitLab', () => {
  expect(workflows).toHaveLength(2);
  expect(blocks).toHaveLength(3);
  expect(typed.length).toBeGreaterThanOrEqual(5);
});

test.each(typed)('./lab %s is understood', (line) => {
  const [name = '', ...rest] = line.replace(/\$\{\{ [a-z.]+ \}\}/g, 'x').split(/\s+/);
  expect(parseTyped(findCommand(name), rest).words).not.toEqual([]);
});

test('every action is pinned by a commit, with its version behind it', () => {
  const uses = text.split('\n').filter((line) => /^\s*(- )?uses: /.test(line));
  expect(uses).toHaveLength(jobs.flatMap(({ steps }) => steps).filter((step) => step.uses).length);
  for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('one action has one commit', () => {
  const pins = jobs.flatMap(({ steps }) => steps).flatMap(({ uses }) => uses ?? []);
  const actions = new Set(pins.map((pin) => pin.split('@')[0]));
  expect(new Set(pins).size).toBe(actions.size);
});

test('a job may write only what its steps write', () => {
  const uploads = ({ steps }: Job): boolean =>
    steps.some(({ uses }) => uses?.startsWith('github/codeql-action/upload-sarif@') === true);
  const writing = jobs.map((job) => [uploads(job), job.permissions?.['security-events']]);
  expect(writing).toEqual([
    [true, 'write'],
    [false, undefined],
  ]);
  expect(workflows.map(({ permissions }) => permissions)).toEqual([
    { contents: 'read' },
    { contents: 'read' },
  ]);
});

test('no workflow runs what a stranger wrote with a token that may write', () => {
  expect(JSON.stringify(workflows.map(({ on }) => on))).not.toContain('pull_request_target');
});
