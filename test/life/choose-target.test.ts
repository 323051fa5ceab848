/** Which target is taken where a person names none. */
import { checksOf } from '../../lib/catalog.ts';
import type { Feature } from '../../lib/capabilities.ts';
import { strongestFor } from '../../lib/life/choose-target.ts';
import { liveTarget } from '../../lib/targets/index.ts';
import type { LiveTarget, TargetName } from '../../lib/targets/target.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, wayOf } from '../support/fakes.ts';

jest.mock('../../lib/catalog.ts');
jest.mock('../../lib/targets/index.ts', () => ({
  localTargets: ['emulator', 'localstack'],
  liveTarget: jest.fn(),
}));

const asks = (given: readonly Feature[]) =>
  wayOf(() => Promise.resolve(held('seen')), { needs: ['http'], given });

function onThisMachine(
  features: Readonly<Partial<Record<TargetName, readonly Feature[]>>>,
  missing: Readonly<Partial<Record<TargetName, string>>> = {},
): void {
  jest.mocked(liveTarget).mockImplementation((name) => {
    const known = features[name];
    return Promise.resolve({
      ...{ name, isOwn: true, serves: new Set(['http']), missing: () => missing[name] },
      knownFeatures: () => (known === undefined ? undefined : new Set(known)),
    } as unknown as LiveTarget);
  });
}

beforeEach(() => {
  jest
    .mocked(checksOf)
    .mockResolvedValue([
      checkWith('one', { ways: [asks([])] }),
      checkWith('two', { ways: [asks(['iam-enforced'])] }),
      checkWith('three', { ways: [asks(['api-cache'])] }),
    ]);
});

test.each([
  { says: 'where most is seen', emulator: ['iam-enforced'], localstack: [], chosen: 'emulator' },
  {
    says: 'of two that see as much the first',
    ...{ emulator: ['iam-enforced'], localstack: ['api-cache'], chosen: 'emulator' },
  },
  {
    says: 'the second where it sees more',
    ...{ emulator: ['iam-enforced'], localstack: ['iam-enforced', 'api-cache'] },
    chosen: 'localstack',
  },
  {
    says: 'what is known before what may be there',
    ...{ emulator: ['iam-enforced'], localstack: undefined, chosen: 'emulator' },
  },
  {
    says: 'what nobody has probed, where nothing is known',
    ...{ emulator: undefined, localstack: undefined, chosen: 'emulator' },
  },
  { says: 'the model where less than half is seen', emulator: [], localstack: [], chosen: 'model' },
])('$says: $chosen', async ({ emulator, localstack, chosen }) => {
  onThisMachine({ ...(emulator && { emulator }), ...(localstack && { localstack }) });
  expect((await strongestFor('fake')).target).toBe(chosen);
});

test('where the one that sees most is missing, the model and why', async () => {
  onThisMachine({ emulator: ['iam-enforced'], localstack: [] }, { emulator: 'no Python' });
  expect(await strongestFor('fake')).toMatchObject({
    target: 'model',
    lost: { says: 'no Python' },
  });
});
