/** `lab check --junit FILE`: the file, and what it is refused for. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJUnit } from '../../lib/commands/check-junit.ts';
import { silent } from '../../lib/output/host.ts';
import { cli } from '../support/cli.ts';
import { readJUnit } from '../support/junit.ts';

const folder = mkdtempSync(join(tmpdir(), 'junit-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const onModel = ['check', 'vpc-public-private', '--on', 'model'];

test('every stage is a suite, and the counts are those of the command', async () => {
  const file = join(folder, 'new', 'lab.xml');
  const { code, out } = await cli([...onModel, '--all-stages', '--json', '--junit', file]);
  const { counts, asked, verdicts } = (
    JSON.parse(out) as {
      data: {
        counts: { unverified: number; otherwise: number };
        asked: readonly { stage: string }[];
        verdicts: readonly unknown[];
      };
    }
  ).data;
  const { attributes, inside } = readJUnit(readFileSync(file, 'utf8'));
  expect(inside.map((each) => each.attributes['name'])).toEqual(
    asked.map(({ stage }) => `vpc-public-private / ${stage} / model`),
  );
  expect({ code, ...attributes }).toMatchObject({
    ...{ code: 0, tests: String(verdicts.length), failures: String(counts.otherwise) },
  });
  const skipped = inside.map((each) => Number(each.attributes['skipped']));
  expect(skipped.reduce((sum, each) => sum + each, 0)).toBe(counts.unverified);
});

test('a target that is not judged is a case that is skipped', () => {
  const file = join(folder, 'all.xml');
  const column = { target: 'model', title: 'model', verdicts: [], notExercised: [] } as const;
  const counts = { held: 0, failed: 0, unverified: 0, otherwise: 0 };
  writeJUnit(
    file,
    {
      ...{ lab: 'todo-api', target: 'all', milliseconds: 1 },
      stages: [{ stage: 'rest', stageInWords: 'stage 1 of 1' }],
      columns: [{ ...column, counts }],
      notJudged: [{ target: 'aws', reason: 'not up there' }],
    },
    silent,
  );
  const [model, aws] = readJUnit(readFileSync(file, 'utf8')).inside;
  expect(model?.attributes).toMatchObject({ name: 'todo-api / rest / model', tests: '0' });
  expect(aws?.attributes).toMatchObject({ name: 'todo-api / aws', tests: '1', skipped: '1' });
  expect(aws?.inside.at(-1)?.inside[0]?.attributes).toEqual({ message: 'not up there' });
});

test('a command that fails leaves no file of an earlier one', async () => {
  const file = join(folder, 'old.xml');
  writeFileSync(file, '<testsuites/>');
  const { code } = await cli([...onModel, '--only', 'no-such-check', '--junit', file]);
  expect([code, existsSync(file)]).toEqual([3, false]);
});

test.each([
  { file: '-', says: '--junit needs a file' },
  { file: folder, says: 'it is a folder' },
  { file: join(folder, 'taken', 'lab.xml'), says: 'nothing can be written to' },
  { file: '', says: '--junit is empty' },
])('--junit $file is bad input, before anything is judged', async ({ file, says }) => {
  writeFileSync(join(folder, 'taken'), '');
  const { code, out, err } = await cli([...onModel, `--junit=${file}`]);
  expect([code, out, err]).toEqual([3, '', expect.stringContaining(says)]);
});
