/** A command goes into an instance of a lab that is up where instances run; else one is told where to go. */
import { wordsInto } from '../../lib/life/entered.ts';
import { readState, type LabState } from '../../lib/state/state.ts';
import { targetOf } from '../../lib/targets/index.ts';
import type { LiveTarget } from '../../lib/targets/target.ts';
import { quietHost } from '../support/quiet-host.ts';

jest.mock('../../lib/catalog.ts');
jest.mock('../../lib/life/tidy.ts');
jest.mock('../../lib/state/state.ts');
jest.mock('../../lib/targets/index.ts');

function up(phase: LabState['phase'], target: Partial<LiveTarget>): void {
  jest.mocked(readState).mockReturnValue({ lab: 'fake', phase } as LabState);
  jest.mocked(targetOf).mockResolvedValue({ title: 'emulator 1', ...target } as LiveTarget);
}
const inside = { lab: 'fake', place: 'Web', command: ['true'] };

test('the target says what to spawn', async () => {
  const entering: NonNullable<LiveTarget['entering']> = (_state, place, command) =>
    Promise.resolve(['into', place, ...command]);
  up('up', { entering });
  expect(await wordsInto(inside, quietHost())).toEqual(['into', 'Web', 'true']);
});

test('a lab that is down is brought up where instances run', async () => {
  jest.mocked(readState).mockReturnValue(undefined);
  await expect(wordsInto(inside, quietHost())).rejects.toMatchObject({
    ...{ code: 'NotUp', next: './lab up fake --on packets' },
  });
});

test('a target that runs no instances says so, and where they run', async () => {
  up('up', {});
  await expect(wordsInto(inside, quietHost())).rejects.toMatchObject({
    code: 'NotEntered',
    message: 'fake is up on emulator 1, which runs no instances',
    next: './lab down fake, then ./lab up fake --on packets',
  });
});
