/** An assembly deployed by the CDK toolkit library, behind events of ours. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KitError, messageOf } from '../../../errors.ts';
import { made } from '../../../root.ts';
import { forgetUnfinished } from '../../../state/unfinished.ts';
import type { Identity } from '../../api/client.ts';
import { personal } from '../../environment.ts';
import { DeploymentEvents } from './deployment-events.ts';
import { changeSetPrefix } from '../stacks/existing.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { tagsOf, type Label } from '../stacks/tags.ts';
import type { Working } from '../enter/working.ts';

/**
 * Uploads the assets and deploys every stack of the assembly, one after the other; a stack without changes stays as it is.
 * @throws DeploymentFailed with the reason of the first resource that failed
 */
export async function deployAssembly(
  folder: string,
  label: Label,
  { sandbox, host, pace }: Working,
): Promise<void> {
  const events = new DeploymentEvents(host);
  host.progress('loading the CDK toolkit');
  const { StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib');
  const provider = await credentialsOf(sandbox);
  try {
    await inItsOwnEnvironment(sandbox, async (again) => {
      const toolkit = await toolkitFor(sandbox.region, events, async () => {
        const credentials = await provider();
        again();
        return credentials;
      });
      await toolkit.deploy(await toolkit.fromAssemblyDirectory(folder), {
        stacks: { strategy: StackSelectionStrategy.ALL_STACKS },
        tags: tagsOf(label).map((each) => ({ ...each })),
        deploymentMethod: {
          method: 'change-set',
          changeSetName: `${changeSetPrefix}${Date.now()}`,
        },
        stackEventPollingInterval: pace.pollMilliseconds,
      });
    });
  } catch (error) {
    throw failed(label, events.firstFailure, error);
  }
}

type Provider = () => Promise<Identity>;

async function toolkitFor(region: string, ioHost: DeploymentEvents, provider: Provider) {
  const { BaseCredentials, Toolkit } = await import('@aws-cdk/toolkit-lib');
  return new Toolkit({
    ioHost,
    color: false,
    emojis: false,
    sdkConfig: { baseCredentials: BaseCredentials.custom({ provider, region }) },
  });
}

/** What is about to expire is not handed to an upload. */
const spareMilliseconds = 5 * 60_000;

/** Asked once, and again where what came expires: asking takes the environment for itself for a moment. */
async function credentialsOf({ client }: Sandbox): Promise<Provider> {
  const { identity } = client.connection;
  if (typeof identity !== 'function') return () => Promise.resolve(identity);
  let known = await identity();
  return async () => {
    const { expiration } = known;
    if (expiration !== undefined && expiration.getTime() - Date.now() < spareMilliseconds)
      known = await identity();
    return known;
  };
}

/**
 * The toolkit reads its endpoint, its certificates and the place of its cache from the environment. A cache of its own
 * each time: the shared one in the home folder remembers which account a key belongs to, also for a stand-in.
 */
async function inItsOwnEnvironment<T>(
  { endpoint }: Sandbox,
  work: (again: () => void) => Promise<T>,
): Promise<T> {
  const caches = join(made, 'toolkit');
  forgetUnfinished(caches);
  const cache = join(caches, `cache.${process.pid}`);
  mkdirSync(cache, { recursive: true });
  const given: Readonly<Record<string, string | undefined>> = {
    CDK_HOME: cache,
    AWS_ENDPOINT_URL: endpoint,
    AWS_CA_BUNDLE: personal['AWS_CA_BUNDLE'],
  };
  const before = Object.keys(given).map((name) => [name, process.env[name]] as const);
  const again = (): void => {
    setVariables(Object.entries(given));
  };
  again();
  try {
    return await work(again);
  } finally {
    setVariables(before);
    rmSync(cache, { recursive: true, force: true });
  }
}

function setVariables(variables: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of variables)
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
}

function failed({ lab }: Label, firstFailure: string | undefined, error: unknown): KitError {
  const says = messageOf(error);
  if (firstFailure === undefined && /ExpiredToken|token.*expired/i.test(says))
    return new KitError('CredentialsExpired', 'the credentials expired during the deployment', {
      cause: error,
      next: `get fresh ones; ./lab up ${lab} goes on, ./lab down ${lab} removes what there is`,
    });
  return new KitError('DeploymentFailed', firstFailure ?? says.split('\n')[0] ?? '', {
    cause: error,
    next: `./lab down ${lab} removes what there is`,
  });
}
