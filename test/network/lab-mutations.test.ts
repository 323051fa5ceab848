/**
 * Would a lab's checks notice? Of each lab with checks about reach, at its shown stage, each resource and each inline rule is taken
 * out of the template in turn (with what names it), and all checks are judged on model. Printed: how many were noticed. What no
 * check notices is explained in silent.ts, and what is explained there must be silent.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../lib/app.ts';
import { checksOf, labIds, loadLab } from '../../lib/catalog.ts';
import { judgeChecks, type Judged } from '../../lib/checks/runner.ts';
import { KitError } from '../../lib/errors.ts';
import type { Check } from '../../lib/lab.ts';
import { shownStage } from '../../lib/stages.ts';
import { modelOf } from '../../lib/targets/model/model.ts';
import { stacksListed } from '../../lib/template/manifest.ts';
import { mutationsOf, type Mutation } from './random/removals.ts';
import { lastOutboundRule, silentServices, silentThings } from './silent.ts';

const folders = mkdtempSync(join(tmpdir(), 'lab-mutations-'));
afterAll(() => {
  rmSync(folders, { recursive: true, force: true });
});

const asksReach = ({ ways }: Check): boolean => ways.some(({ needs }) => needs.includes('reach'));

interface Result extends Mutation {
  readonly fate: 'noticed' | 'refused' | 'silent';
}

async function judged(id: string, folder: string): Promise<readonly Judged[]> {
  const lab = await loadLab(id);
  const asked = { lab: id, stage: shownStage(lab), stages: lab.stages, checks: await checksOf(id) };
  return judgeChecks(asked, modelOf(folder));
}

/** A check that came out as told and now does not, or is not answered any more. */
async function fateOf(
  id: string,
  folder: string,
  before: readonly Judged[],
): Promise<Result['fate']> {
  try {
    const held = new Set(before.filter(({ asTold }) => asTold === true).map(({ check }) => check));
    const verdicts = await judged(id, folder);
    const isLost = verdicts.some(({ check, asTold }) => held.has(check) && asTold !== true);
    return isLost ? 'noticed' : 'silent';
  } catch (error) {
    if (error instanceof KitError) return 'refused';
    throw error;
  }
}

async function resultsOf(id: string): Promise<readonly Result[]> {
  const lab = await loadLab(id);
  const folder = join(folders, id);
  const app = await createApp({ lab: id, stage: shownStage(lab), parameters: {}, outdir: folder });
  app.synth();
  const before = await judged(id, folder);
  expect(before.filter(({ asTold }) => asTold === false)).toEqual([]);
  const results: Result[] = [];
  for (const { file } of stacksListed(folder)) {
    const text = readFileSync(file, 'utf8');
    for (const mutation of mutationsOf(text)) {
      writeFileSync(file, mutation.text);
      results.push({ ...mutation, fate: await fateOf(id, folder, before) });
    }
    writeFileSync(file, text);
  }
  return results;
}

test('what is taken out of a lab is noticed by a check, or is of a kind that is explained', async () => {
  const explained = new Set<string>();
  const surprising: string[] = [];
  for (const id of labIds()) {
    if (!(await checksOf(id)).some(asksReach)) continue;
    const results = await resultsOf(id);
    const of = (fate: Result['fate']) => results.filter((each) => each.fate === fate);
    const seen = results.length - of('silent').length;
    const share = Math.round((100 * seen) / results.length);
    process.stdout.write(
      `${id}: ${results.length} taken out, ${of('noticed').length} noticed, ${of('refused').length} refused: ${share} %\n`,
    );
    for (const { type, says } of of('silent')) {
      if (lastOutboundRule.test(says)) continue;
      const [service, thing] = [type.split('::').slice(0, 2).join('::'), `${id} ${says}`];
      if (service in silentServices) explained.add(service);
      else if (thing in silentThings) explained.add(thing);
      else surprising.push(`${thing} (${type})`);
    }
  }
  expect(surprising).toEqual([]);
  const explanations = Object.keys({ ...silentServices, ...silentThings });
  expect(explanations.filter((each) => !explained.has(each))).toEqual([]);
}, 180_000);
