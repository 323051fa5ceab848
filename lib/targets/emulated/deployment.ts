/** Templates -> resources that exist on a running emulator: pre-flight, change sets, completion. */
import { KitError } from '../../errors.ts';
import type { Host } from '../../output/host.ts';
import { resolveStack, type StackFile } from '../../template/read.ts';
import type { Template } from '../../template/template.ts';
import { publishAssets } from '../api/assets.ts';
import { clientFor, type Client, type Identity } from '../api/client.ts';
import type { Deployed, Where } from '../api/deployed.ts';
import { deployStack, resourcesOf } from '../api/deploy.ts';
import { putObjects } from '../api/objects.ts';
import type { EmulatorAdapter } from './adapter.ts';
import type { Preflight } from './preflight.ts';

/** The emulators take this key for the account's root user; it is nobody's secret and works nowhere else. */
const root = { accessKeyId: 'test', secretAccessKey: 'test' };
export const where: Where = { region: 'us-east-1', account: '000000000000' };

export function clientOf(endpoint: string): Client {
  return clientFor({ endpoint, region: where.region, identity: root });
}

/** Both emulators take a key of twelve digits for the account whose owner calls. */
export function ownerOf(account: string): Identity {
  return { accessKeyId: account, secretAccessKey: root.secretAccessKey };
}

export interface Deployment {
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What was done by API, one line each. */
  readonly completed: readonly string[];
}

export interface ToDeploy {
  readonly adapter: Pick<EmulatorAdapter, 'complete'>;
  readonly preflight: Pick<Preflight, 'stacks'>;
  /** The assembly with the assets, where there are any. */
  readonly folder?: string;
}

/** Deploys what the pre-flight let through, in place where the stacks are there already. */
export async function deploy(
  client: Client,
  { adapter, preflight, folder }: ToDeploy,
  host: Host,
): Promise<Deployment> {
  if (folder !== undefined) await publishAssets(client, folder, where);
  for (const stack of preflight.stacks) await deployStack(client, stack, host);
  const deployment = await lookAt(client, preflight);
  await refuseNotMade(client, deployment.deployed);
  const completed = await adapter.complete(client, deployment.deployed);
  if (folder === undefined) return { ...deployment, completed };
  const put = await putObjects(client, { ...deployment, stacks: preflight.stacks, folder });
  return { ...deployment, completed: [...completed, ...put] };
}

/** A stack that says COMPLETE proves nothing: every resource has an id of its own, every function has code. */
async function refuseNotMade(client: Client, deployed: readonly Deployed[]): Promise<void> {
  const fakeId = /^(unknown)?$|arn:aws:stub/;
  const nameless = deployed.find(({ physicalId }) => fakeId.test(physicalId));
  const functions = deployed.filter(({ type }) => type === 'AWS::Lambda::Function');
  const sizes = await Promise.all(
    functions.map(({ physicalId }) =>
      client.send('lambda', 'GetFunctionConfiguration', { FunctionName: physicalId }),
    ),
  );
  const codeless = functions.find((_, index) => Number(sizes[index]?.['CodeSize'] ?? 0) === 0);
  const unmade = nameless ?? codeless;
  if (unmade === undefined) return;
  throw new KitError('NotReallyMade', `${unmade.type} ${unmade.path} was accepted and not made`, {
    next: 'the emulator cannot hold this lab; --on model still judges it',
  });
}

/** What there is of these stacks: physical ids beside the template's properties. */
async function lookAt(
  client: Client,
  { stacks }: ToDeploy['preflight'],
): Promise<Omit<Deployment, 'completed'>> {
  const exports = new Map<string, unknown>();
  const templates = stacks.map(({ name, raw }) => resolveStack(stackFile(name, raw), exports));
  const perStack = await Promise.all(templates.map((template) => deployedOf(client, template)));
  const outputs = await Promise.all(stacks.map(({ name }) => outputsOf(client, name)));
  return {
    deployed: perStack.flat(),
    outputs: Object.assign({}, ...outputs) as Record<string, string>,
  };
}

function stackFile(stack: string, raw: StackFile['raw']): StackFile {
  return { stack, raw, file: `${stack}.template.json` };
}

async function deployedOf(
  client: Client,
  { stack, resources }: Template,
): Promise<readonly Deployed[]> {
  const made = new Map(
    (await resourcesOf(client, stack)).map((each) => [each.logicalId, each.physicalId]),
  );
  return resources.map(({ logicalId, path, type, properties, deletionPolicy }) => ({
    stack,
    logicalId,
    path,
    type,
    properties,
    physicalId: made.get(logicalId) ?? '',
    ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
  }));
}

async function outputsOf(client: Client, name: string): Promise<Record<string, string>> {
  const { Stacks } = await client.send('cloudformation', 'DescribeStacks', { StackName: name });
  const [stack] = Stacks as readonly {
    Outputs?: readonly { OutputKey: string; OutputValue: string }[];
  }[];
  return Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}
