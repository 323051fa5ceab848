/** Who calls AWS and where, as the person's own environment and files say: variables, profile, SSO, role of a machine. */
import { KitError } from '../../../errors.ts';
import type { Connection } from '../../api/client.ts';
import { asPersonal, personal } from '../../environment.ts';
import { explainedFailure } from './failures.ts';

const setRegion = 'set it, for example AWS_REGION=eu-central-1';

/** AWS_REGION, AWS_DEFAULT_REGION, then the profile's. @throws NoRegion */
export async function callerRegion(): Promise<string> {
  const named = [personal['AWS_REGION'], personal['AWS_DEFAULT_REGION']].find(
    (each) => each !== undefined && each !== '',
  );
  return named ?? (await profileRegion());
}

async function profileRegion(): Promise<string> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  try {
    return await asPersonal(() => new STSClient({}).config.region());
  } catch (error) {
    throw new KitError('NoRegion', `no region is chosen${inProfile()}`, {
      next: setRegion,
      cause: error,
    });
  }
}

const unsaid = (): void => undefined;
/** Which of several credentials are taken is documented; the SDK would tell in six lines. */
const quiet = { trace: unsaid, debug: unsaid, info: unsaid, warn: unsaid, error: unsaid };

/**
 * Credentials that are asked for again when they expire.
 * @throws NoCredentials, CredentialsExpired
 */
export async function callerCredentials(): Promise<Connection['identity']> {
  const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  // A machine without a role of its own is not waited for.
  const chain = fromNodeProviderChain({ timeout: 1000, maxRetries: 0, logger: quiet });
  const provide = (): ReturnType<typeof chain> => asPersonal(() => chain());
  try {
    await provide();
  } catch (error) {
    throw explainedFailure(error, `credentials${inProfile()}`);
  }
  return provide;
}

function inProfile(): string {
  const profile = personal['AWS_PROFILE'];
  return profile === undefined || profile === '' ? '' : ` in profile '${profile}'`;
}
