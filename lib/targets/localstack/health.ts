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
  const answer = await ask(endpoint);
  return answer === undefined ? undefined : healthIn(answer);
}

/** @throws NothingAnswers, NotLocalstack */
export async function requireHealth(endpoint: string): Promise<Health> {
  const answer = await ask(endpoint);
  if (answer === undefined)
    throw new KitError('NothingAnswers', `nothing answers at ${endpoint}`, {
      next: 'start your LocalStack, or leave the endpoint out',
    });
  const health = healthIn(answer);
  if (health !== undefined) return health;
  throw new KitError('NotLocalstack', `what answers at ${endpoint} is not LocalStack`, {
    next: 'give the address of a LocalStack, such as http://127.0.0.1:4566',
  });
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

async function ask(endpoint: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${endpoint}/_localstack/health`, {
      signal: AbortSignal.timeout(boundMilliseconds),
    });
    return await answer.text();
  } catch {
    return undefined;
  }
}
