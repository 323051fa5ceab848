/** Which LocalStack this machine has: one that runs already, a container, or the installed process. */
import { existsSync } from 'node:fs';
import type { Run } from '../emulated/adapter.ts';
import { findEngine, type Engine } from './engine.ts';
import { imageFor, type Image } from './container.ts';
import { healthOf, requireHealth, type Health } from './health.ts';
import { localstackVersion, places } from './install/places.ts';

export type Way =
  | { readonly kind: 'endpoint'; readonly endpoint: string; readonly health: Health }
  | {
      readonly kind: 'container';
      readonly image: Image;
      readonly engine: Engine;
      readonly health: Health;
    }
  | { readonly kind: 'process'; readonly health: Health };

/** What the person said. */
export interface Asked {
  /** `--endpoint` or LOCALSTACK_ENDPOINT: the one way to an address that is not loopback. */
  readonly endpoint?: string | undefined;
  /** LOCALSTACK_AUTH_TOKEN. */
  readonly token?: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** LocalStack's own port. */
const usual = 'http://127.0.0.1:4566';

/** What is looked at; tests put other things there. */
export interface Machine {
  readonly healthOf: typeof healthOf;
  readonly requireHealth: typeof requireHealth;
  readonly findEngine: typeof findEngine;
  readonly isInstalled: () => boolean;
}
const thisMachine: Machine = {
  healthOf,
  requireHealth,
  findEngine,
  isInstalled: () => existsSync(places.mark),
};

export function askedBy(
  variables: Readonly<Record<string, string | undefined>>,
  endpoint?: string,
): Asked {
  return {
    endpoint: endpoint ?? variables['LOCALSTACK_ENDPOINT'],
    token: variables['LOCALSTACK_AUTH_TOKEN'],
    variables,
  };
}

/**
 * An address that was given must answer. Then what answers at the usual port, the licensed container of a person with
 * a token, the installed process, the open container. Nothing where there is none of them.
 * @throws NothingAnswers, NotLocalstack
 */
export async function chooseWay(asked: Asked, machine = thisMachine): Promise<Way | undefined> {
  return (await runningOne(asked, machine)) ?? (await oneToStart(asked, machine));
}

async function runningOne({ endpoint }: Asked, machine: Machine): Promise<Way | undefined> {
  if (endpoint !== undefined && endpoint !== '') {
    const address = endpoint.replace(/\/+$/, '');
    return { kind: 'endpoint', endpoint: address, health: await machine.requireHealth(address) };
  }
  const health = await machine.healthOf(usual);
  return health === undefined ? undefined : { kind: 'endpoint', endpoint: usual, health };
}

async function oneToStart({ token, variables }: Asked, machine: Machine): Promise<Way | undefined> {
  const image = imageFor(token);
  if (image.edition === 'open' && machine.isInstalled()) return installed;
  const engine = await machine.findEngine(variables);
  if (engine === undefined) return machine.isInstalled() ? installed : undefined;
  const version = image.name.split(':')[1] ?? 'latest';
  return { kind: 'container', image, engine, health: { version, edition: image.edition } };
}

/** The kit's own process. */
export const installed: Way = {
  kind: 'process',
  health: { version: localstackVersion, edition: 'open' },
};

/** The one that a lab is up on, which may have ended since. */
export async function wayOfRun({ endpoint, pid }: Partial<Run>): Promise<Way> {
  if (pid !== undefined || endpoint === undefined) return installed;
  return { kind: 'endpoint', endpoint, health: (await healthOf(endpoint)) ?? installed.health };
}

/** `LocalStack 4.14.0 (open, a process here)` */
export function titleOf(way: Way | undefined): string {
  if (way === undefined) return `LocalStack ${localstackVersion} (open)`;
  const { version, edition } = way.health;
  const places = {
    endpoint: way.kind === 'endpoint' ? `at ${withoutPassword(way.endpoint)}` : '',
    container: 'a container',
    process: 'a process here',
  };
  return `LocalStack ${version} (${edition}, ${places[way.kind]})`;
}

function withoutPassword(endpoint: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const { protocol, host } = new URL(endpoint);
  return `${protocol}//${host}`;
}
