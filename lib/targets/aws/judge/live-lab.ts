/** A lab that is up on AWS, as its capabilities see it, and how they wait and ask. */
import { AwsRefusal, type Place } from '../../../capabilities.ts';
import { KitError, messageOf, Unavailable } from '../../../errors.ts';
import type { Host } from '../../../output/host.ts';
import type { Parameters } from '../../../parameters.ts';
import { placeOf } from '../../../template/places.ts';
import type { Client } from '../../api/client.ts';
import { referenceTo, substituted, type Deployed } from '../../api/deployed.ts';
import { pause } from '../../api/waiting.ts';
import type { Sandbox } from '../enter/sandbox.ts';

export interface LiveLab {
  readonly sandbox: Sandbox;
  /** Of the kit's own questions: a refusal says nothing about the lab, see {@link instrument}. */
  readonly client: Client;
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly parameters: Parameters;
  readonly host: Host;
  readonly clock: Clock;
  /** Ends waiting: Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

export const wallClock: Clock = { now: () => Date.now(), pause };

export interface Wait {
  readonly everySeconds: number;
  readonly withinSeconds: number;
}

/** The same lab for a repair, which is not given up because somebody pressed Ctrl-C: that is when it is needed. */
export function untiring(lab: LiveLab): LiveLab {
  return { ...lab, signal: new AbortController().signal };
}

/** What the probe gives first that is something; nothing where the time is over. Ends at Ctrl-C. */
export async function until<T>(
  { clock, signal }: Pick<LiveLab, 'clock' | 'signal'>,
  { everySeconds, withinSeconds }: Wait,
  probe: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = clock.now() + withinSeconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (clock.now() >= end) return undefined;
    signal.throwIfAborted();
    await clock.pause(everySeconds * 1000);
  }
}

/**
 * Errors by which AWS says that it was asked too much or too fast, whatever the request was. What a function or a table
 * of the lab throttles (`TooManyRequestsException`, `ProvisionedThroughputExceededException`) is behaviour of the lab.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html
 */
const throttles = /^(Throttling(Exception)?|RequestLimitExceeded|RequestThrottled(Exception)?)$/;

interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Errors that speak of the person's own credentials: whatever is asked now is answered so. */
const expired =
  /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException)$/;

/**
 * A client whose throttling, outages and silence are *unverified* with the reason: they say nothing about the lab.
 * Everything else that AWS answers is passed on.
 * @throws CredentialsExpired where the person's own have: nothing can be judged any more
 */
export function patient(client: Client): Client {
  return {
    ...wrapped(client, (error, asked) => ofCredentials(error) ?? ofWeather(error, asked)),
    as: (identity) => wrapped(client.as(identity), ofWeather),
  };
}

function ofCredentials(error: unknown): KitError | undefined {
  if (!(error instanceof AwsRefusal) || !expired.test(error.code)) return undefined;
  const says = `AWS takes your credentials no longer: ${error.code}`;
  const next = 'get fresh credentials of the same account (aws sso login), then check again';
  return new KitError('CredentialsExpired', says, { next, cause: error });
}

function ofWeather(error: unknown, asked: string): unknown {
  if (error instanceof AwsRefusal)
    return throttles.test(error.code)
      ? new Unavailable(`AWS was asked too fast: ${asked}: ${error.code}`)
      : error;
  const { code, name, $metadata } = error as Failure;
  const isSilent = /^(E[A-Z_]+|TimeoutError)$/.test(code ?? name);
  const isBroken = ($metadata?.httpStatusCode ?? 0) >= 500;
  return isSilent || isBroken
    ? new Unavailable(`AWS did not answer: ${asked}: ${messageOf(error)}`)
    : error;
}

/** A client for the kit's own questions: also what it may not do leaves a check *unverified* with AWS's reason. */
export function instrument(client: Client): Client {
  return wrapped(patient(client), (error, asked) =>
    error instanceof AwsRefusal
      ? new Unavailable(`${asked} is refused: ${error.code}: ${error.message}`, { cause: error })
      : error,
  );
}

function wrapped(client: Client, changed: (error: unknown, asked: string) => unknown): Client {
  return {
    ...client,
    as: (identity) => wrapped(client.as(identity), changed),
    send: async (service, command, input) => {
      try {
        return await client.send(service, command, input);
      } catch (error) {
        throw changed(error, `${service} ${command}`);
      }
    },
  };
}

/** The value with every `${...}` in it replaced: outputs, physical ids, attributes. */
export function filled<T>(
  { outputs, deployed, sandbox }: Pick<LiveLab, 'outputs' | 'deployed' | 'sandbox'>,
  value: T,
): Promise<T> {
  return substituted(value, (name) =>
    Promise.resolve(outputs[name] ?? referenceTo(deployed, name, sandbox)),
  );
}

/** What a person calls the resource with this id (or ARN, or address), where it is one of the lab; else the id. */
export function nameOf(deployed: readonly Deployed[], id: string): Place {
  const found = deployed.find(({ physicalId }) => physicalId === id);
  return found === undefined ? id : placeOf(found);
}
