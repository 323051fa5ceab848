/** Which target is taken where a person names none. */
import { checksOf } from '../../lib/catalog.ts';
import type { Capability, Feature } from '../../lib/capabilities.ts';
import { strongestFor } from '../../lib/life/choose-target.ts';
import { liveTarget } from '../../lib/targets/index.ts';
import type { LiveTarget, TargetName } from '../../lib/targets/target.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, wayOf } from '../support/fakes.ts';

jest.mock('../../lib/catalog.ts');
jest.mock('../../lib/targets/index.ts', () => ({
  localTargets: ['packets', 'emulator', 'localstack'],
  liveTarget: jest.fn(),
}));

const asks = (given: readonly Feature[]) =>
  wayOf(() => Promise.resolve(held('seen')), { needs: ['http'], given });

const serves: Readonly<Partial<Record<TargetName, readonly Capability[]>>> = {
  packets: ['reach', 'connect', 'http', 'during', 'eventually', 'steadily'],
};

const arrives = (needs: readonly Capability[]) =>
  wayOf(() => Promise.resolve(held('seen')), { needs });

function onThisMachine(
  features: Readonly<Partial<Record<TargetName, readonly Feature[]>>>,
  missing: Readonly<Partial<Record<TargetName, string>>> = {},
): void {
  jest.mocked(liveTarget).mockImplementation((name) => {
    // Nothing has to be probed of packets.
    const known = features[name] ?? (name === 'packets' ? [] : undefined);
    return Promise.resolve({
      ...{ name, isOwn: true, serves: new Set(serves[name] ?? ['http']) },
      missing: () => missing[name],
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

describe('a lab whose packets can be seen', () => {
  beforeEach(() => {
    jest
      .mocked(checksOf)
      .mockResolvedValue([
        checkWith('one', { ways: [arrives(['connect'])] }),
        checkWith('two', { ways: [arrives(['reach', 'during'])] }),
        checkWith('three', { ways: [arrives(['http'])] }),
        checkWith('four', { ways: [arrives(['fact'])] }),
      ]);
  });
  const both = { packets: [], emulator: [] };

  test('is judged on packets, which sees most of it', async () => {
    onThisMachine(both);
    expect(await strongestFor('fake')).toEqual({ target: 'packets' });
  });

  test('is judged on the model where there are no namespaces, and why is said', async () => {
    onThisMachine(both, { packets: 'no namespaces' });
    expect(await strongestFor('fake')).toMatchObject({
      target: 'model',
      lost: { says: 'no namespaces' },
    });
  });

  test('of several that are missing names the one that would show most', async () => {
    onThisMachine(
      { ...both, localstack: [] },
      { packets: 'no namespaces', emulator: 'no Python', localstack: 'no Java' },
    );
    jest
      .mocked(checksOf)
      .mockResolvedValue([
        checkWith('one', { ways: [arrives(['connect'])] }),
        checkWith('two', { ways: [arrives(['http'])] }),
      ]);
    expect((await strongestFor('fake')).lost?.says).toBe('no namespaces');
  });
});

test('of two that show as much packets is taken: what arrives is more than what is told', async () => {
  jest.mocked(checksOf).mockResolvedValue([checkWith('one', { ways: [arrives(['http'])] })]);
  onThisMachine({ packets: [], emulator: [] });
  expect((await strongestFor('fake')).target).toBe('packets');
});

test('a lab of a served API gains nothing by packets, which has no features', async () => {
  onThisMachine({ packets: [], emulator: ['iam-enforced', 'api-cache'] });
  jest
    .mocked(checksOf)
    .mockResolvedValue([
      checkWith('one', { ways: [asks(['api-cache'])] }),
      checkWith('two', { ways: [asks(['iam-enforced'])] }),
    ]);
  expect((await strongestFor('fake')).target).toBe('emulator');
});

test('packets is asked what it misses only where it would be taken', async () => {
  const asked = jest.fn(() => undefined);
  jest.mocked(liveTarget).mockImplementation((name) =>
    Promise.resolve({
      ...{ name, isOwn: true, serves: new Set(), missing: asked },
      knownFeatures: () => new Set(),
    } as unknown as LiveTarget),
  );
  expect((await strongestFor('fake')).target).toBe('model');
  expect(asked).not.toHaveBeenCalled();
});

test('where the one that sees most is missing, the model and why', async () => {
  onThisMachine({ emulator: ['iam-enforced'], localstack: [] }, { emulator: 'no Python' });
  expect(await strongestFor('fake')).toMatchObject({
    target: 'model',
    lost: { says: 'no Python' },
  });
});
