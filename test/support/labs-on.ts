/** Labs on a target of this machine: up, checked, grown, broken, repaired, down. The same cases wherever they run. */
import { checksOf, experimentsOf, faultsOf, loadLab } from '../../lib/catalog.ts';
import { countsOf, type Counts } from '../../lib/checks/counts.ts';
import type { Judged } from '../../lib/checks/runner.ts';
import { breakEvery } from '../../lib/life/break-every.ts';
import { judgeLab } from '../../lib/life/judge.ts';
import { withLab } from '../../lib/life/live.ts';
import { chosenParameters } from '../../lib/parameters.ts';
import { shownStage } from '../../lib/stages.ts';
import { runs } from '../../lib/state/runs.ts';
import { readState } from '../../lib/state/state.ts';
import { missing as packetsMissing } from '../../lib/targets/packets/ground/ground.ts';
import type { LiveTargetName } from '../../lib/targets/target.ts';
import { noteRows } from './note-rows.ts';
import { quietHost } from './quiet-host.ts';

const host = quietHost();

/** What is seen of a check, without what differs from run to run: a reason does, but not one why nothing was judged. */
function seen(verdicts: readonly Judged[]): readonly string[] {
  return verdicts.map(
    ({ stage, check, outcome, strength, reason }) =>
      `${stage} ${check} ${outcome} ${outcome === 'unverified' ? reason : (strength ?? '')}`,
  );
}

/** Verdicts of the lab, brought up for it: at every stage, growing in place, or at one. */
async function judged(
  id: string,
  target: LiveTargetName,
  stages: string,
): Promise<readonly Judged[]> {
  const lab = await loadLab(id);
  const everyStage = stages === 'every';
  const stage = everyStage ? (lab.stages[0] ?? '') : stages;
  const judgement = await judgeLab(
    {
      ...{ id, lab, target, stage, typedStage: stage, everyStage },
      ...{ parameters: chosenParameters(lab, {}), checks: await checksOf(id) },
    },
    host,
  );
  return judgement.verdicts;
}

interface Asked {
  /** What is published of a lab: its counts in words at the stage that `check` shows unasked, then why. */
  readonly published?: (id: string) => string;
  /** Otherwise every stage is begun afresh, and there are no two ways to it to compare. */
  readonly growsInPlace?: boolean;
  /** Whose faults take longer than a suite may: they are tried by hand, with `./lab break LAB --all`. */
  readonly unbroken?: readonly string[];
}

export function describeLabsOn(
  target: keyof typeof atOnce,
  ids: readonly string[],
  { published, growsInPlace = false, unbroken = [] }: Asked = {},
): void {
  const missing = target === 'packets' ? packetsMissing() : undefined;
  if (missing !== undefined)
    noteRows(
      `skipped ${target}`,
      ids.map((id) => [id, 'every stage', target, `skipped: ${missing}`]),
    );
  const describeEach = missing === undefined ? describe.each(ids) : describe.skip.each(ids);
  let lives: ReadonlyMap<string, Promise<Life>> | undefined;
  const lifeOf = (id: string): Promise<Life> | undefined =>
    (lives ??= sideBySide(ids, atOnce[target], (each) =>
      live(each, target, { growsInPlace, isBroken: !unbroken.includes(each) }),
    )).get(id);

  // Lives go on between tests, when nothing may be loaded any more.
  beforeAll(async () => {
    for (const id of missing === undefined ? ids : []) await loaded(id);
  });

  describeEach(`%s on ${target}`, (id) => {
    test('comes out as told at every stage, growing in place', async () => {
      const life = await lifeOf(id);
      expect(life?.grown.filter(({ asTold }) => asTold === false)).toEqual([]);
    });

    if (published !== undefined)
      test('comes to what is published of it', async () => {
        const shown = shownStage(await loadLab(id));
        const atShown = (await lifeOf(id))?.grown.filter(({ stage }) => stage === shown);
        expect(published(id).split(':')[0]).toBe(inWords(countsOf(atShown ?? [])));
      });

    if (growsInPlace)
      test('gives the same verdicts at a stage when it starts there afresh', async () => {
        const { grown = [], afresh = [] } = (await lifeOf(id)) ?? {};
        const stages = afresh.map(({ stage }) => stage);
        expect(seen(afresh)).toEqual(seen(grown.filter(({ stage }) => stages.includes(stage))));
      });

    if (!unbroken.includes(id))
      test('catches every fault that it can judge, and is whole afterwards', async () => {
        const { missed, otherwise } = (await lifeOf(id)) ?? {};
        expect(missed).toEqual([]);
        expect(otherwise).toBe(0);
      });

    test('leaves no state and no run behind', async () => {
      await lifeOf(id);
      expect(readState(id)).toBeUndefined();
      expect(runs()).not.toContain(id);
    });
  });
}

/** Everything that a life asks for. */
async function loaded(id: string): Promise<void> {
  const lab = await loadLab(id);
  await Promise.all([lab.architecture(), checksOf(id), faultsOf(id)]);
}

/** Most of their time labs wait for what must not come. LocalStack itself works harder. */
const atOnce = { emulator: 3, localstack: 2, packets: 3 } as const;

/** So many at once, in order. */
function sideBySide<T>(
  ids: readonly string[],
  width: number,
  work: (id: string) => Promise<T>,
): ReadonlyMap<string, Promise<T>> {
  const begin = new Map<string, (result: Promise<T>) => void>();
  const results = new Map(
    ids.map((id) => [id, new Promise<T>((resolve) => begin.set(id, resolve))]),
  );
  const waiting = [...ids];
  const row = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const result = work(id);
      begin.get(id)?.(result);
      await result.catch(() => undefined);
    }
  };
  for (let rows = 0; rows < width; rows += 1) void row();
  // Its tests come to a failure when it is their turn.
  for (const result of results.values()) result.catch(() => undefined);
  return results;
}

interface Life extends Faults {
  /** At every stage, from the first to the last. */
  readonly grown: readonly Judged[];
  /** At the later stages, begun there. */
  readonly afresh: readonly Judged[];
}

async function live(
  id: string,
  target: LiveTargetName,
  { growsInPlace, isBroken }: { readonly growsInPlace: boolean; readonly isBroken: boolean },
): Promise<Life> {
  const grown = await judged(id, target, 'every');
  await noteGrown(id, target, grown);
  const afresh: Judged[] = [];
  if (growsInPlace)
    for (const stage of (await loadLab(id)).stages.slice(1))
      afresh.push(...(await judged(id, target, stage)));
  // Where no check is judged, no fault is.
  const isJudged = grown.some(({ outcome }) => outcome !== 'unverified');
  const faults = isJudged && isBroken ? await everyFault(id, target) : { missed: [], otherwise: 0 };
  return { grown, afresh, ...faults };
}

/** `6 held, 1 failed, 3 unverified`, without what is none. */
function inWords({ held, failed, unverified }: Counts): string {
  return Object.entries({ held, failed, unverified })
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}

async function noteGrown(
  id: string,
  target: LiveTargetName,
  grown: readonly Judged[],
): Promise<void> {
  const rows = (await loadLab(id)).stages.map((stage) => {
    const { held, failed, unverified } = countsOf(grown.filter((each) => each.stage === stage));
    return [id, stage, target, `${held} held`, `${failed} failed`, `${unverified} unverified`];
  });
  noteRows(`${id} ${target}`, rows);
}

interface Faults {
  readonly missed: readonly unknown[];
  /** After the last repair. */
  readonly otherwise: number;
}

async function everyFault(id: string, target: LiveTargetName): Promise<Faults> {
  const lab = await loadLab(id);
  const breaking = {
    ...({ id, lab, target, stays: false } as const),
    ...{ parameters: chosenParameters(lab, {}), checks: await checksOf(id) },
  } as const;
  const faults = await faultsOf(id);
  const { results, afterwards } = await withLab(id, { host, command: 'test' }, () =>
    breakEvery(breaking, { faults, thorough: false }, host),
  );
  const experiments = (await experimentsOf(id)).map((each) => each.id);
  const caught = results.filter(
    ({ id: fault, outcome }) => experiments.includes(fault) && outcome === 'caught',
  );
  noteRows(`${id} experiments ${target}`, [
    [id, 'experiments', target, `${caught.length} of ${experiments.length} caught`],
  ]);
  return {
    missed: results.filter(({ outcome }) => outcome === 'missed' || outcome === 'refused'),
    otherwise: afterwards.otherwise,
  };
}
