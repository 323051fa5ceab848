/** A stand-in on this machine that plays AWS: where it answers HTTP, and what it really does. */
import type { Feature } from '../../../capabilities.ts';
import { silent, type Host } from '../../../output/host.ts';
import type { Address } from '../../api/request.ts';
import { addressIn, localAddress } from '../../emulated/addresses.ts';
import { deploy, type Deployment } from '../../emulated/deployment.ts';
import { groups } from '../../emulated/probes/groups.ts';
import { passedAt } from '../../emulated/probes/passed.ts';
import { takeAway } from '../../emulated/probes/take-away.ts';
import type { Sandbox } from '../enter/sandbox.ts';

type Up = Pick<Deployment, 'deployed' | 'outputs'>;

/**
 * MiniStack and LocalStack take a REST API and a bucket at the same path.
 * @throws Unavailable where the place answers no HTTP there
 */
export function standInAddress(endpoint: string, up: Up, name: string): Address {
  const standIn = {
    title: `the stand-in ${endpoint}`,
    ...{ addressOf: localAddress, addressFor: () => undefined },
  };
  return addressIn(standIn, { ...up, endpoint }, name);
}

/** No account has this number: what calls itself so is no way to a real one. */
const nobodysAccount = '000000000000';
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Features whose probe passes on the stand-in, with stacks that are made for it and removed. None of any other sandbox. */
export async function standInFeatures(sandbox: Sandbox, host: Host): Promise<readonly Feature[]> {
  const { client, endpoint } = sandbox;
  if (endpoint === undefined || !isProbed(sandbox)) return [];
  host.progress(`probing what ${endpoint} really enforces`);
  const undo = host.onInterrupt(() => takeProbesAway(sandbox));
  try {
    return await passedAt({
      ...{ client, where: sandbox },
      make: ({ stack, template }) => deploy(client, plainly(stack, template), silent),
      addressOf: (made, name) => standInAddress(endpoint, made, name),
    });
  } finally {
    await undo.run();
  }
}

function isProbed({ endpoint, account }: Sandbox): boolean {
  if (endpoint === undefined || account !== nobodysAccount) return false;
  return loopback.test(new URL(endpoint).hostname);
}

/** The stacks of the probes, also those of a command that was killed. One that will not go spoils nothing. */
export async function takeProbesAway(sandbox: Sandbox): Promise<void> {
  if (!isProbed(sandbox)) return;
  for (const { stack } of groups)
    await takeAway(sandbox.client, stack, silent).catch(() => undefined);
}

/** By CloudFormation alone, as a lab is deployed to it: nothing is completed by API. */
function plainly(name: string, raw: (typeof groups)[number]['template']) {
  return {
    adapter: { complete: () => Promise.resolve([]), makesByApi: new Set<string>() },
    preflight: { stacks: [{ name, raw }] },
  };
}
