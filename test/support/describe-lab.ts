/** What is asked of every lab without anything that runs: snapshots, rules, verdicts on model, experiments. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as readme } from '../../lib/commands/readme.ts';
import { createApp } from '../../lib/app.ts';
import { checksOf, faultsOf, labIds, loadLab } from '../../lib/catalog.ts';
import { faultResult, notMade, type FaultResult } from '../../lib/checks/faults.ts';
import { judgeChecks, type Judged } from '../../lib/checks/runner.ts';
import { costOf } from '../../lib/cost/cost.ts';
import type { Disturbance } from '../../lib/capabilities.ts';
import { Unavailable } from '../../lib/errors.ts';
import type { CounterExample } from '../../lib/lab.ts';
import { variants, type Variant } from '../../lib/parameters.ts';
import { priceTable } from '../../lib/prices.ts';
import { synthesizeAndJudge } from '../../lib/rules/report.ts';
import { shownStage } from '../../lib/stages.ts';
import { features } from '../../lib/targets/features.ts';
import { modelOf } from '../../lib/targets/model/model.ts';
import { silent } from '../../lib/output/host.ts';
import { readAssembly, readStacks } from '../../lib/template/read.ts';
import { boxless, drawn } from './drawn.ts';
import { masked } from './masked.ts';
import { noteRows } from './note-rows.ts';

const folders = mkdtempSync(join(tmpdir(), 'lab-test-'));
afterAll(() => {
  rmSync(folders, { recursive: true, force: true });
});

/** Stages are looped inside the tests: while tests are collected nothing can be awaited. */
export function describeLab(id: string, special?: () => void): void {
  describe(id, () => {
    test('is a folder that the catalogue finds', () => {
      expect(labIds()).toContain(id);
    });
    describe.each(variants)('%s', (variant) => {
      templateTests(id, variant);
    });
    describe('on model', () => {
      modelTests(id);
    });
    contractTests(id);
    costTests(id);
    readmeTests(id);
    special?.();
  });
}

function readmeTests(id: string): void {
  test('has a README whose picture, checks and cost are those of its templates (./lab readme)', async () => {
    const { data } = await readme({ words: [id], options: { check: true } }, silent);
    expect(data.stale).toEqual([]);
  }, 60_000);
}

function templateTests(id: string, variant: Variant): void {
  test('has the reviewed template at every stage, no open finding and no stale acknowledgement', async () => {
    for (const stage of (await loadLab(id)).stages) {
      const outdir = folderOf(id, variant, stage);
      const app = await createApp({ lab: id, stage, parameters: { variant }, rules: true, outdir });
      const { findings, stale, ledger } = synthesizeAndJudge(app);
      expect({ stage, findings, stale }).toEqual({ stage, findings: [], stale: [] });
      for (const { stack, raw } of readStacks(outdir))
        expect(masked(raw)).toMatchSnapshot(`${stage} ${stack}`);
      expect(ledger.map((each) => `${each.id} at ${each.at}: ${each.reason}`)).toMatchSnapshot(
        `${stage} acknowledgements`,
      );
    }
  }, 120_000);

  if (variant === 'learning')
    test('tears down clean: nothing retained, no log group that a function makes by itself', async () => {
      for (const stage of (await loadLab(id)).stages) {
        const resources = readAssembly(
          await synthesized(id, { stage, parameters: { variant } }),
        ).flatMap((each) => each.resources);
        expect(
          resources.filter(({ deletionPolicy = 'Delete' }) => deletionPolicy !== 'Delete'),
        ).toEqual([]);
        const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
        expect(
          functions.filter(({ properties }) => properties['LoggingConfig'] === undefined),
        ).toEqual([]);
      }
    });
}

function modelTests(id: string): void {
  test('no arrow of its picture leads to a box that is not drawn', async () => {
    for (const stage of (await loadLab(id)).stages) {
      const folder = await synthesized(id, { stage, parameters: { variant: 'production' } });
      const resources = readAssembly(folder).flatMap((each) => each.resources);
      expect({ stage, boxless: boxless(drawn(resources)) }).toEqual({ stage, boxless: [] });
    }
  });

  test.each(variants)(
    'every check comes out as told at every stage (%s)',
    async (variant) => {
      for (const stage of (await loadLab(id)).stages) {
        const verdicts = await judgedOnModel(id, { stage, parameters: { variant } });
        expect(verdicts.filter(({ asTold }) => asTold === false)).toEqual([]);
        if (variant === 'learning') noteRows(`${id} ${stage} model`, [rowOf(id, stage, verdicts)]);
      }
    },
    60_000,
  );

  test('every fault is noticed by the checks it names, or by none that is judged here', async () => {
    const results = [];
    for (const fault of await faultsOf(id)) results.push(await triedOnModel(id, fault));
    expect(results.filter(({ outcome }) => outcome === 'missed' || outcome === 'refused')).toEqual(
      [],
    );
  }, 60_000);
}

function contractTests(id: string): void {
  test('every check is named by a fault that it fails under', async () => {
    const named = (await faultsOf(id)).flatMap(({ fails }) => fails);
    const checks = (await checksOf(id)).map((check) => check.id);
    expect(checks.filter((each) => !named.includes(each))).toEqual([]);
    expect(named.filter((each) => !checks.includes(each))).toEqual([]);
    expect(new Set(checks).size).toBe(checks.length);
  });

  test('asks for known features and tells of known stages only', async () => {
    const { stages } = await loadLab(id);
    for (const { told = {}, ways } of await checksOf(id)) {
      expect(Object.keys(told).filter((each) => !stages.includes(each))).toEqual([]);
      expect(ways.flatMap(({ given }) => given).filter((each) => !(each in features))).toEqual([]);
    }
  });
}

function costTests(id: string): void {
  test('costs what its manifest tells, and at no stage more than its ceiling', async () => {
    const lab = await loadLab(id);
    const perMonth = new Map<string, number>();
    for (const stage of lab.stages) {
      const folder = await synthesized(id, { stage, parameters: { variant: 'learning' } });
      const cost = costOf(
        readAssembly(folder).flatMap((each) => each.resources),
        priceTable(),
      );
      expect({ stage, withoutPrice: cost.withoutPrice }).toEqual({ stage, withoutPrice: [] });
      expect({ stage, isAtLeast: cost.isAtLeast }).toEqual({ stage, isAtLeast: false });
      perMonth.set(stage, Number(cost.perMonth.toFixed(2)));
    }
    expect(perMonth.get(shownStage(lab))).toBe(lab.costPerMonth);
    expect(Math.max(...perMonth.values())).toBeLessThanOrEqual(lab.costCeiling);
  }, 60_000);
}

async function triedOnModel(id: string, fault: CounterExample): Promise<FaultResult> {
  const without = await judgedOnModel(id, { stage: fault.stage, parameters: {} });
  const { disturb, stage } = fault;
  if (disturb !== undefined) return disturbedOnModel(id, { fault, without, disturb });
  const under = await judgedOnModel(id, { stage, parameters: {}, fault: fault.id });
  return faultResult(fault, without, under);
}

async function disturbedOnModel(
  id: string,
  { fault, without, disturb }: Disturbed,
): Promise<FaultResult> {
  const { stage } = fault;
  const judge = modelOf(await synthesized(id, { stage, parameters: {} }));
  const { stages } = await loadLab(id);
  const asked = { lab: id, stage, stages, checks: await checksOf(id) };
  try {
    const under = await judge.capabilities.during?.(disturb, () => judgeChecks(asked, judge));
    return faultResult(fault, without, under ?? []);
  } catch (error) {
    if (error instanceof Unavailable) return notMade(fault, error.message);
    throw error;
  }
}

interface Disturbed {
  readonly fault: CounterExample;
  readonly without: readonly Judged[];
  readonly disturb: Disturbance;
}

interface Shape {
  readonly stage: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly fault?: string;
}

async function judgedOnModel(id: string, shape: Shape): Promise<readonly Judged[]> {
  const { stages } = await loadLab(id);
  const folder = await synthesized(id, shape);
  return judgeChecks(
    { lab: id, stage: shape.stage, stages, checks: await checksOf(id) },
    modelOf(folder),
  );
}

const known = new Map<string, Promise<string>>();

/** Synthesized once for all tests of this file that want the same. */
function synthesized(id: string, shape: Shape): Promise<string> {
  const key = JSON.stringify({ id, ...shape });
  const made = known.get(key) ?? synthesize(id, shape, folderOf(id, 'plain', String(known.size)));
  known.set(key, made);
  return made;
}

async function synthesize(
  id: string,
  { stage, parameters, fault }: Shape,
  outdir: string,
): Promise<string> {
  const app = await createApp({ lab: id, stage, parameters, fault, outdir });
  app.synth();
  return outdir;
}

function folderOf(...names: readonly string[]): string {
  return join(folders, names.join('-'));
}

function rowOf(id: string, stage: string, verdicts: readonly Judged[]): readonly string[] {
  const of = (outcome: string): string =>
    `${verdicts.filter((each) => each.outcome === outcome).length} ${outcome}`;
  return [id, stage, 'model', of('held'), of('failed'), of('unverified')];
}
