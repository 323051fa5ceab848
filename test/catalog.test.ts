/** What is true of every lab's folder and manifest. What its checks and templates must be is asked in its own test. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf, experimentsOf, faultOf, faultsOf, labIds, loadLab } from '../lib/catalog.ts';
import { statements } from '../lib/exam.ts';
import type { Lab } from '../lib/lab.ts';
import { root } from '../lib/root.ts';

const fileOf = (id: string, name: string): string => join(root, 'labs', id, name);
const linesOf = (id: string, name: string): number =>
  readFileSync(fileOf(id, name), 'utf8').trimEnd().split('\n').length;

test('there is a lab, and every folder is one', () => {
  const folders = readdirSync(join(root, 'labs'), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name);
  expect(labIds()).toEqual(folders.toSorted());
  expect(labIds().length).toBeGreaterThan(0);
});

describe.each(labIds())('%s', (id) => {
  test.each(['README.md', 'lab.ts', 'stack.ts', 'checks.ts', 'experiments.ts', 'lab.test.ts'])(
    'has %s',
    (name) => {
      expect(existsSync(fileOf(id, name))).toBe(true);
    },
  );

  test('is called in kebab-case, in at most four words', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+){0,3}$/);
  });

  test('has a manifest that is read in one look', () => {
    expect(linesOf(id, 'lab.ts')).toBeLessThanOrEqual(40);
  });

  test('has a README that begins with a title', () => {
    expect(readFileSync(fileOf(id, 'README.md'), 'utf8')).toMatch(/^# \S/);
  });

  test('names statements of the exam guide, each once', async () => {
    const { exam } = await loadLab(id);
    expect(exam.filter((each) => !(each in statements))).toEqual([]);
    expect(new Set(exam).size).toBe(exam.length);
    expect(exam.length).toBeGreaterThan(0);
  });

  test('tells level, question, services, minutes and cost', async () => {
    const lab: Lab = await loadLab(id);
    expect([100, 200, 300, 400]).toContain(lab.level);
    expect(lab.title).toMatch(/^[A-Z].*[^.]$/);
    expect(lab.question).toMatch(/\?$/);
    expect(lab.services.length).toBeGreaterThan(0);
    expect(lab.minutes).toBeGreaterThan(0);
    expect(lab.costPerMonth).toBeGreaterThanOrEqual(0);
    expect(lab.costCeiling).toBeGreaterThan(0);
  });

  test('has stages, each once and no number, and shows one of them', async () => {
    const { stages, shows = stages.at(-1) } = await loadLab(id);
    expect(stages).toContain(shows);
    expect(new Set(stages).size).toBe(stages.length);
    expect(stages.filter((stage) => !/^[a-z][a-z0-9-]*$/.test(stage))).toEqual([]);
  });

  test('has parameters whose defaults may be chosen', async () => {
    const { parameters = {} } = await loadLab(id);
    const wrong = Object.entries(parameters).filter(
      ([name, { oneOf, default: value }]) =>
        name === 'variant' || (oneOf !== undefined && !oneOf.includes(value)),
    );
    expect(wrong).toEqual([]);
  });

  test('has checks and faults, each with an id of its own in kebab-case', async () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
    for (const all of [await checksOf(id), await faultsOf(id)]) {
      const ids = all.map((each) => each.id);
      expect(ids.filter((each) => !kebab.test(each))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(0);
    }
  });

  test('has checks that speak in a sentence without full stop, and have a way', async () => {
    const wrong = (await checksOf(id)).filter(
      ({ says, ways }) => /^$|[.]$/.test(says) || ways.length === 0,
    );
    expect(wrong.map((each) => each.id)).toEqual([]);
  });

  test('has faults at stages of its own, each a mistake or a disturbance', async () => {
    const { stages } = await loadLab(id);
    const wrong = (await faultsOf(id)).filter(
      ({ stage, mistake, disturb }) =>
        !stages.includes(stage) || (mistake === undefined) === (disturb === undefined),
    );
    expect(wrong.map((each) => each.id)).toEqual([]);
  });

  test('shows learners its experiments, and finds every fault by its id', async () => {
    const { experiments, counterExamples = [] } = await (await loadLab(id)).experiments();
    expect(await experimentsOf(id)).toEqual(experiments);
    const faults = await faultsOf(id);
    expect(faults).toEqual([...experiments, ...counterExamples]);
    for (const fault of faults) expect(await faultOf(id, fault.id)).toBe(fault);
  });

  test('refuses an experiment that it does not have', async () => {
    await expect(faultOf(id, 'no-such-thing')).rejects.toMatchObject({
      ...{ code: 'UnknownExperiment', message: `${id} has no experiment 'no-such-thing'` },
    });
  });
});

test.each(['no-such-lab', '', '..', 'Labs', 'constructor'])('refuses the lab %j', async (id) => {
  await expect(loadLab(id)).rejects.toMatchObject({
    code: 'UnknownLab',
    message: `no lab is called '${id}'`,
  });
});
