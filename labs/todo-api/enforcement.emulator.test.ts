/** An emulator that has stopped enforcing must never make a check green. */
import { checksOf } from '../../lib/catalog.ts';
import { judgeChecks, type Judged } from '../../lib/checks/runner.ts';
import { createApp } from '../../lib/app.ts';
import { servedCapabilities } from '../../lib/targets/api/capabilities.ts';
import type { Deployed } from '../../lib/targets/api/deployed.ts';
import { deployedAt } from '../../lib/targets/api/deployed.ts';
import { makeUsers } from '../../lib/targets/api/users.ts';
import { addressIn } from '../../lib/targets/emulated/addresses.ts';
import type { Address } from '../../lib/targets/api/request.ts';
import { clientOf, where } from '../../lib/targets/emulated/accounts.ts';
import { deploy } from '../../lib/targets/emulated/deployment.ts';
import { ministack } from '../../lib/targets/emulator/ministack/adapter.ts';
import { startMinistack } from '../../lib/targets/emulator/ministack/process.ts';
import { preflight } from '../../lib/targets/emulated/preflight.ts';
import type { Judge } from '../../lib/targets/target.ts';
import { readStacks } from '../../lib/template/read.ts';
import type { Client } from '../../lib/targets/api/client.ts';
import { quietHost } from '../../test/support/quiet-host.ts';

const lab = 'todo-api';
const stages = ['rest', 'personal-files'] as const;
const folders = new Map<string, string>();

beforeAll(async () => {
  await ministack.prepare(quietHost());
  for (const stage of stages) {
    const app = await createApp({ lab, stage, parameters: {} });
    folders.set(stage, app.synth().directory);
  }
});

interface Running {
  readonly client: Client;
  readonly deployed: readonly Deployed[];
}

/** At the first stage at which the check is told to hold. */
function stageOf(check: string): (typeof stages)[number] {
  return check === 'credentials-expire' ? 'personal-files' : 'rest';
}

/** The verdict on one check, after something was switched off. */
async function verdictAfter(
  check: string,
  switchOff: (running: Running) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Judged | undefined> {
  const stage = stageOf(check);
  const folder = folders.get(stage) ?? '';
  const run = await startMinistack('_switched-off', settings);
  try {
    const client = clientOf(run.endpoint);
    const checked = preflight(readStacks(folder), await ministack.provisions(), ministack);
    const { deployed, outputs } = await deploy(
      client,
      { adapter: ministack, preflight: checked, folder },
      quietHost(),
    );
    const users = await makeUsers(client, deployed, []);
    await switchOff({ client, deployed });
    const served = { deployed, outputs, endpoint: run.endpoint };
    const addressOf = (name: string): Address => addressIn(ministack, served, name);
    const judge: Judge = {
      target: 'emulator',
      title: 'emulator',
      features: await ministack.features(quietHost()),
      capabilities: servedCapabilities({ client, where, deployed, outputs, users, addressOf }),
      strengthOf: () => 'seen',
      lacks: (capability) => capability,
      confirmAlive: () => Promise.resolve(),
    };
    const checks = (await checksOf(lab)).filter(({ id }) => id === check);
    const [verdict] = await judgeChecks({ lab, stage, stages, checks }, judge);
    return verdict;
  } finally {
    await ministack.end('_switched-off');
  }
}

async function patchEveryMethod(
  { client, deployed }: Running,
  path: string,
  value: string,
): Promise<void> {
  const { physicalId: restApiId } = deployedAt(deployed, 'Api/Todos', ['AWS::ApiGateway::RestApi']);
  const { items } = await client.send('api-gateway', 'GetResources', { restApiId });
  for (const { id, resourceMethods = {} } of items as readonly {
    id: string;
    resourceMethods?: object;
  }[])
    for (const httpMethod of Object.keys(resourceMethods).filter((each) => each !== 'OPTIONS'))
      await client.send('api-gateway', 'UpdateMethod', {
        ...{ restApiId, resourceId: id, httpMethod },
        patchOperations: [{ op: 'replace', path, value }],
      });
}

const nothing = (): Promise<void> => Promise.resolve();

test.each([
  'no-token-401',
  'forged-token-401',
  'bad-body-400',
  'function-least-privilege',
  'credentials-expire',
])('%s holds while everything is enforced', async (check) => {
  expect(await verdictAfter(check, nothing)).toMatchObject({ outcome: 'held', strength: 'seen' });
});

test.each(['no-token-401', 'forged-token-401'])(
  '%s does not hold without the authorizer',
  async (check) => {
    const verdict = await verdictAfter(check, (running) =>
      patchEveryMethod(running, '/authorizationType', 'NONE'),
    );
    expect(verdict?.outcome).toBe('failed');
  },
);

test('bad-body-400 does not hold without the validator', async () => {
  const verdict = await verdictAfter('bad-body-400', (running) =>
    patchEveryMethod(running, '/requestValidatorId', ''),
  );
  expect(verdict?.outcome).toBe('failed');
});

test('function-least-privilege does not hold without IAM enforcement', async () => {
  const verdict = await verdictAfter('function-least-privilege', nothing, { AUTH: 'false' });
  expect(verdict?.outcome).not.toBe('held');
});

test('credentials-expire does not fail where nobody looks at trust: it is unverified', async () => {
  const verdict = await verdictAfter('credentials-expire', nothing, { AUTH: 'false' });
  expect(verdict).toMatchObject({
    outcome: 'unverified',
    reason: 'whom a role trusts is not looked at here',
  });
});
