/** Faults that the target does not let in, and faults that do not go away. */
import { breakEvery } from '../../lib/life/break-every.ts';
import { judgeBroken, judgeWhole, type Breaking } from '../../lib/life/breaking.ts';
import type { FaultResult } from '../../lib/checks/faults.ts';
import { KitError } from '../../lib/errors.ts';
import type { CounterExample } from '../../lib/lab.ts';
import { checkWith, judgedAs, labWith } from '../support/fakes.ts';
import { quietHost } from '../support/quiet-host.ts';

jest.mock('../../lib/life/breaking.ts');

const checks = [checkWith('delayed')];
const breaking: Breaking = {
  ...{ id: 'fake', lab: labWith({ stages: ['one'] }), target: 'model' },
  ...{ parameters: {}, checks, stays: false },
};
const fault: CounterExample = { id: 'too-late', stage: 'one', fails: ['delayed'] };

beforeEach(() => {
  jest.mocked(judgeWhole).mockResolvedValue([judgedAs('delayed', 'held')]);
});

const all = () => breakEvery(breaking, { faults: [fault], thorough: false }, quietHost());

test('a fault whose deployment is refused is not judged, with the words of the refusal, and ends nothing', async () => {
  const refusal = new KitError('DeploymentFailed', 'Later: DelaySeconds must be 0 to 900');
  jest.mocked(judgeBroken).mockRejectedValue(refusal);
  const { results } = await all();
  expect(results).toMatchObject([
    {
      id: 'too-late',
      outcome: 'not judged',
      reason: expect.stringContaining('0 to 900') as string,
    },
  ]);
});

test('any other failure ends the command', async () => {
  jest.mocked(judgeBroken).mockRejectedValue(new Error('a bug'));
  await expect(all()).rejects.toThrow('a bug');
});

test('a fault whose check does not hold again after the repair is missed', async () => {
  const caught: FaultResult = {
    ...{ id: 'too-late', outcome: 'caught', reason: 'delayed failed', byReading: false },
    ...{ named: ['delayed'], fell: ['delayed'] },
  };
  jest.mocked(judgeBroken).mockResolvedValue({ result: caught, without: [], under: [] });
  jest.mocked(judgeWhole).mockResolvedValueOnce([judgedAs('delayed', 'held')]);
  jest.mocked(judgeWhole).mockResolvedValueOnce([judgedAs('delayed', 'failed')]);
  const { results } = await all();
  expect(results).toMatchObject([
    {
      outcome: 'missed',
      reason: 'delayed did not hold again after the repair: delayed failed',
    },
  ]);
});
