/** A lab that is up on an AWS of hand-written answers: no account was ever asked. Its clock does not wait. */
import { clientFor } from '../../../lib/targets/api/client.ts';
import type { Deployed } from '../../../lib/targets/api/deployed.ts';
import { instrument, type Clock, type LiveLab } from '../../../lib/targets/aws/judge/live-lab.ts';
import type { Sandbox } from '../../../lib/targets/aws/enter/sandbox.ts';
import type { AwsStub } from '../../support/aws-stub.ts';
import { quietHost } from '../../support/quiet-host.ts';

/** Time passes only where it is waited for. */
export function quickClock(): Clock & { readonly waited: () => number } {
  let now = 0;
  return {
    now: () => now,
    waited: () => now / 1000,
    pause: (milliseconds) => {
      now += milliseconds;
      // What else goes on in the meantime goes on.
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** `Web` of type AWS::EC2::Instance, made as i-0web. */
export function made(place: string, type: string, physicalId: string): Deployed {
  const logicalId = place.replaceAll('/', '');
  return { stack: 'Lab', logicalId, path: `Lab/${place}`, type, physicalId, properties: {} };
}

export function sandboxOn(stub: Pick<AwsStub, 'endpoint'>): Sandbox {
  const region = 'eu-west-1';
  return {
    account: '111122223333',
    region,
    title: `aws 111122223333 ${region}`,
    client: clientFor({
      endpoint: stub.endpoint,
      region,
      identity: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      attempts: 1,
    }),
  };
}

export function liveLab(
  stub: Pick<AwsStub, 'endpoint'>,
  deployed: readonly Deployed[],
  parts: Partial<LiveLab> = {},
): LiveLab {
  const sandbox = sandboxOn(stub);
  const host = parts.host ?? quietHost();
  return {
    sandbox,
    client: instrument(sandbox.client),
    deployed,
    outputs: {},
    parameters: {},
    host,
    clock: quickClock(),
    signal: host.signal,
    ...parts,
  };
}
