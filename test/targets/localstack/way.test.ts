import type { Engine } from '../../../lib/targets/localstack/engine.ts';
import { localstackAdapter } from '../../../lib/targets/localstack/adapter.ts';
import { askedBy, chooseWay, titleOf, type Machine } from '../../../lib/targets/localstack/way.ts';
import { silent } from '../../../lib/output/host.ts';

const engine: Engine = { ask: () => Promise.resolve({ status: 200, body: '[]' }) };
const findEngine = (): Promise<Engine> => Promise.resolve(engine);
const installed = (): boolean => true;
const nothing: Machine = {
  healthOf: () => Promise.resolve(undefined),
  requireHealth: () => Promise.resolve({ version: '4.14.0', edition: 'open' }),
  findEngine: () => Promise.resolve(undefined),
  isInstalled: () => false,
};
const open = { version: '4.14.0', edition: 'open' } as const;

test.each([
  ['nothing is there', {}, {}, 'LocalStack 4.14.0 (open)'],
  ['it is installed', { isInstalled: installed }, {}, 'LocalStack 4.14.0 (open, a process here)'],
  ['there is a container engine', { findEngine }, {}, 'LocalStack 4.14.0 (open, a container)'],
  [
    'both are there',
    { findEngine, isInstalled: installed },
    {},
    'LocalStack 4.14.0 (open, a process here)',
  ],
  [
    'there are an engine and a token',
    { findEngine, isInstalled: installed },
    { LOCALSTACK_AUTH_TOKEN: 'ls-secret' },
    'LocalStack latest (licensed, a container)',
  ],
  [
    'there is a token without an engine',
    { isInstalled: installed },
    { LOCALSTACK_AUTH_TOKEN: 'ls-secret' },
    'LocalStack 4.14.0 (open, a process here)',
  ],
  [
    'one answers at the usual port',
    { healthOf: () => Promise.resolve(open), isInstalled: installed },
    {},
    'LocalStack 4.14.0 (open, at http://127.0.0.1:4566)',
  ],
  [
    'an address is given',
    { healthOf: () => Promise.resolve(open) },
    { LOCALSTACK_ENDPOINT: 'http://somewhere:4566/' },
    'LocalStack 4.14.0 (open, at http://somewhere:4566)',
  ],
])('where %s', async (...[, machine, variables, title]) => {
  expect(titleOf(await chooseWay(askedBy(variables), { ...nothing, ...machine }))).toBe(title);
});

test('an address that is given and does not answer is refused, whatever else is there', async () => {
  const machine: Machine = {
    ...nothing,
    requireHealth: () => Promise.reject(new Error('nothing answers')),
    isInstalled: installed,
  };
  await expect(chooseWay(askedBy({}, 'http://127.0.0.1:1'), machine)).rejects.toThrow(
    'nothing answers',
  );
});

test('the name and password in an address are not shown', async () => {
  const way = await chooseWay(askedBy({}, 'http://me:secret@somewhere:4566'), nothing);
  expect(titleOf(way)).toBe('LocalStack 4.14.0 (open, at http://somewhere:4566)');
});

test('without a LocalStack the adapter says how to get one', async () => {
  const adapter = localstackAdapter(undefined);
  expect(adapter.missing()).toMatch(
    /^LocalStack is not here: .*doctor --install localstack.*\d+ MB.*--endpoint/,
  );
  await expect(adapter.prepare(silent)).rejects.toMatchObject({ code: 'LocalstackMissing' });
  expect(adapter.knownFeatures()).toBeUndefined();
});

test('the verdicts of a process say that its functions were not run by LocalStack', () => {
  const adapter = localstackAdapter({ kind: 'process', health: open });
  const resource = { stack: 'S', logicalId: 'F', path: 'S/F', metadata: {} };
  const properties = { Runtime: 'nodejs22.x' };
  const says = adapter.notExercised([{ ...resource, type: 'AWS::Lambda::Function', properties }]);
  expect(says).toContain("a process executor of the kit's, not LocalStack's own");
  expect(adapter.notExercised([{ ...resource, type: 'AWS::SQS::Queue', properties }])).toBe(
    undefined,
  );
});

test('what the open edition makes is known, what a licensed one makes is tried', async () => {
  const known = await localstackAdapter({ kind: 'process', health: open }).provisions();
  expect(known.get('AWS::Logs::LogGroup')?.reads).not.toContain('RetentionInDays');
  expect(known.get('AWS::SQS::Queue')?.reads).toContain('RedrivePolicy');
  for (const lacking of [
    'AWS::ECR::Repository',
    'AWS::EC2::EIP',
    'AWS::CloudFormation::CustomResource',
    'AWS::SecretsManager::RotationSchedule',
  ])
    expect(known.has(lacking)).toBe(false);
  const health = { version: '2026.3.0', edition: 'licensed' } as const;
  const tried = await localstackAdapter({ kind: 'process', health }).provisions();
  expect(tried.has('AWS::ECR::Repository')).toBe(true);
});
