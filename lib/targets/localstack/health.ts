/** What answers at an endpoint: LocalStack's own health answer, or something else. */
import { KitError } from '../../errors.ts';

export interface Health {
  readonly version: string;
  /** `licensed` needs a token of its maker; the last `open` release is 4.14.0. */
  readonly edition: 'open' | 'licensed';
}

const boundMilliseconds = 2000;

/** Nothing where nobody answers, or nobody that is LocalStack. */
export async function healthOf(endpoint: string): Promise<Health | undefined> {
  const answer = await ask(endpoint, 'health');
  return answer === undefined ? undefined : healthOfOne(endpoint, answer);
}

/** @throws BadEndpoint, NothingAnswers, NotLocalstack */
export async function requireHealth(endpoint: string): Promise<Health> {
  const { shown, problem } = readEndpoint(endpoint);
  if (problem !== undefined)
    throw new KitError('BadEndpoint', `the address of LocalStack ${problem}`, { next: anAddress });
  const answer = await ask(endpoint, 'health');
  if (answer === undefined)
    throw new KitError('NothingAnswers', `nothing answers at ${shown}`, {
      next: 'start your LocalStack, or leave --endpoint and LOCALSTACK_ENDPOINT out',
    });
  const health = await healthOfOne(endpoint, answer);
  if (health !== undefined) return health;
  throw new KitError('NotLocalstack', `what answers at ${shown} is not LocalStack`, {
    next: anAddress,
  });
}

const anAddress = 'give the address of a LocalStack, such as http://127.0.0.1:4566';

function readEndpoint(endpoint: string): { readonly shown: string; readonly problem?: string } {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return { shown: endpoint, problem: `is '${endpoint}', which is no URL` };
  const shown = `${url.protocol}//${url.host}`;
  // fetch refuses such a URL, and a password has no business in what is printed.
  if (url.username !== '' || url.password !== '')
    return { shown, problem: `(${shown}) has a user in it, and LocalStack knows none` };
  return { shown };
}

/** Others speak its health answer too, and only LocalStack says who it is. */
async function healthOfOne(endpoint: string, answer: string): Promise<Health | undefined> {
  const health = healthIn(answer);
  if (health === undefined) return undefined;
  const info = parsed((await ask(endpoint, 'info')) ?? '');
  return typeof info['session_id'] === 'string' ? health : undefined;
}

/** What /_localstack/health says: `community`, `pro`, or `unknown` where it runs outside of a container. */
export function healthIn(text: string): Health | undefined {
  const answer = parsed(text);
  const { version, edition, services } = answer;
  if (typeof version !== 'string' || typeof edition !== 'string' || typeof services !== 'object')
    return undefined;
  return { version, edition: isOpen(version, edition) ? 'open' : 'licensed' };
}

/** From 2026.3 on there is no open release, whatever it calls itself. */
function isOpen(version: string, edition: string): boolean {
  return Number(version.split('.')[0]) < 5 && ['community', 'unknown'].includes(edition);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function ask(endpoint: string, what: 'health' | 'info'): Promise<string | undefined> {
  try {
    const answer = await fetch(`${endpoint}/_localstack/${what}`, {
      signal: AbortSignal.timeout(boundMilliseconds),
    });
    return await answer.text();
  } catch {
    return undefined;
  }
}
