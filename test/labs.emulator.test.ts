/** Every lab that has something to run, on the embedded emulator: up, checked, grown, broken, repaired, down. */
import { experimentsOf, faultsOf, checksOf, labIds, loadLab } from '../lib/catalog.ts';
import { countsOf } from '../lib/checks/counts.ts';
import type { Judged } from '../lib/checks/runner.ts';
import { breakEvery } from '../lib/life/break-every.ts';
import { strongestFor } from '../lib/life/choose-target.ts';
import { judgeLab } from '../lib/life/judge.ts';
import { withLab } from '../lib/life/live.ts';
import { chosenParameters } from '../lib/parameters.ts';
import { readState } from '../lib/state/state.ts';
import { runs } from '../lib/state/runs.ts';
import { apiLabs } from './support/api-labs.ts';
import { noteRows } from './support/note-rows.ts';
import { quietHost } from './support/quiet-host.ts';

const host = quietHost();

/** What is seen of a check, without what differs from run to run. */
function seen(verdicts: readonly Judged[]): readonly string[] {
  return verdicts.map(
    ({ stage, check, outcome, strength }) => `${stage} ${check} ${outcome} ${strength ?? ''}`,
  );
}

async function judged(id: string, stages: string): Promise<readonly Judged[]> {
  const lab = await loadLab(id);
  const everyStage = stages === 'every';
  const stage = everyStage ? (lab.stages[0] ?? '') : stages;
  const judgement = await judgeLab(
    {
      ...{ id, lab, target: 'emulator', stage, typedStage: stage, everyStage },
      ...{ parameters: chosenParameters(lab, {}), checks: await checksOf(id) },
    },
    host,
  );
  return judgement.verdicts;
}

test.each(labIds().filter((id) => !apiLabs.includes(id)))(
  '%s has no API to call, and is not judged on an emulator of APIs',
  async (id) => {
    expect((await strongestFor(id)).target).not.toBe('emulator');
  },
);

describe.each(apiLabs)('%s on emulator', (id) => {
  let grown: readonly Judged[] = [];

  beforeAll(async () => {
    grown = await judged(id, 'every');
  });

  test('comes out as told at every stage, growing in place', async () => {
    expect(grown.filter(({ asTold }) => asTold === false)).toEqual([]);
    const rows = (await loadLab(id)).stages.map((stage) => {
      const { held, failed, unverified } = countsOf(grown.filter((each) => each.stage === stage));
      return [
        id,
        stage,
        'emulator',
        `${held} held`,
        `${failed} failed`,
        `${unverified} unverified`,
      ];
    });
    noteRows(`${id} emulator`, rows);
  });

  test('gives the same verdicts at a stage when it starts there afresh', async () => {
    for (const stage of (await loadLab(id)).stages.slice(1)) {
      const fresh = await judged(id, stage);
      expect(seen(fresh)).toEqual(seen(grown.filter((each) => each.stage === stage)));
    }
  });

  test('catches every fault that it can judge, and is whole afterwards', async () => {
    const lab = await loadLab(id);
    const breaking = {
      ...({ id, lab, target: 'emulator', stays: false } as const),
      ...{ parameters: chosenParameters(lab, {}), checks: await checksOf(id) },
    } as const;
    const faults = await faultsOf(id);
    const { results, afterwards } = await withLab(id, { host, command: 'test' }, () =>
      breakEvery(breaking, { faults, thorough: false }, host),
    );
    expect(results.filter(({ outcome }) => outcome === 'missed' || outcome === 'refused')).toEqual(
      [],
    );
    expect(afterwards.otherwise).toBe(0);
    const experiments = (await experimentsOf(id)).map((each) => each.id);
    const caught = results.filter(
      ({ id: fault, outcome }) => experiments.includes(fault) && outcome === 'caught',
    );
    noteRows(`${id} experiments`, [
      [id, 'experiments', 'emulator', `${caught.length} of ${experiments.length} caught`],
    ]);
  });

  test('leaves no state and no run behind', () => {
    expect(readState(id)).toBeUndefined();
    expect(runs()).not.toContain(id);
  });
});
