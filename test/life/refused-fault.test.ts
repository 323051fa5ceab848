/** A fault that the target itself does not let in. */
import { breakEvery } from '../../lib/life/break-every.ts';
import { judgeBroken, judgeWhole, type Breaking } from '../../lib/life/breaking.ts';
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
