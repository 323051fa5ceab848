/** Templates -> resources that exist on a running emulator: pre-flight, change sets, completion. */
import { KitError } from '../../errors.ts';
import type { Host } from '../../output/host.ts';
import { resolveStack, type StackFile } from '../../template/read.ts';
import type { Template } from '../../template/template.ts';
import { publishAssets } from '../api/assets.ts';
import type { Client } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';
import { deployStack, resourcesOf, type StackToDeploy } from '../api/deploy.ts';
import { putObjects } from '../api/objects.ts';
import { homeOf, inAccount, inEachAccount } from './accounts.ts';
import type { EmulatorAdapter } from './adapter.ts';
import type { Preflight } from './preflight.ts';
import { leaveOut } from './projection.ts';

export interface Deployment {
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What was done by API, one line each. */
  readonly completed: readonly string[];
}

export interface ToDeploy {
  readonly adapter: Pick<EmulatorAdapter, 'complete' | 'makesByApi'>;
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
  const { stacks } = preflight;
  if (folder !== undefined)
    await inEachAccount(client, stacks, (own, those) => publishAssets(own, folder, homeOf(those)));
  for (const stack of stacks)
    await deployStack(inAccount(client, stack.account), provisioned(stack, adapter), host);
  const deployment = await lookAt(client, { adapter, preflight });
  const done = await inEachAccount(client, deployment.deployed, async (own, deployed) => {
    await refuseNotMade(own, deployed);
    const completed = await adapter.complete(own, deployed);
    if (folder === undefined) return completed;
    const put = await putObjects(own, { ...deployment, deployed, stacks, folder });
    return [...completed, ...put];
  });
  return { ...deployment, completed: done.flat() };
}

/** The stack without what is made by API. */
function provisioned(
  stack: Preflight['stacks'][number],
  { makesByApi }: ToDeploy['adapter'],
): StackToDeploy {
  const { projected } = leaveOut([stackFile(stack)], {
    isLeftOut: ({ Type }) => makesByApi.has(Type),
    requiredOf: () => [],
  });
  return { name: stack.name, raw: projected[0]?.raw ?? stack.raw };
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
  { adapter, preflight: { stacks } }: ToDeploy,
): Promise<Omit<Deployment, 'completed'>> {
  const exports = new Map<string, unknown>();
  const templates = stacks.map((stack) => resolveStack(stackFile(stack), exports));
  const own = stacks.map(({ account }) => inAccount(client, account));
  const perStack = await Promise.all(
    templates.map((template, at) => deployedOf(own[at] ?? client, template, adapter)),
  );
  const outputs = await Promise.all(
    stacks.map(({ name }, at) => outputsOf(own[at] ?? client, name)),
  );
  return {
    deployed: perStack.flat(),
    outputs: Object.assign({}, ...outputs) as Record<string, string>,
  };
}

function stackFile({ name, ...stack }: Preflight['stacks'][number]): StackFile {
  return { ...stack, stack: name, file: `${name}.template.json` };
}

async function deployedOf(
  client: Client,
  { stack, resources }: Template,
  { makesByApi }: ToDeploy['adapter'],
): Promise<readonly Deployed[]> {
  const made = new Map(
    (await resourcesOf(client, stack)).map((each) => [each.logicalId, each.physicalId]),
  );
  return resources.map(({ logicalId, path, type, properties, deletionPolicy, account }) => ({
    stack,
    logicalId,
    path,
    type,
    properties,
    physicalId: made.get(logicalId) ?? (makesByApi.has(type) ? `${stack}-${logicalId}` : ''),
    ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
    ...(account === undefined ? {} : { account }),
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
