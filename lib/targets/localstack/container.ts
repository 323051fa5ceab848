/** LocalStack as a container, through the kept library of Testcontainers. */
import { KitError, messageOf } from '../../errors.ts';
import type { Started } from '../emulated/adapter.ts';
import type { Engine } from './engine.ts';
import { localstackVersion } from './install/places.ts';
import { strictness } from './process.ts';

/** Marks the containers of a lab, so that they are found whatever became of the command that made them. */
const label = 'aws-lab-kit.lab';

export interface Image {
  readonly name: string;
  readonly edition: 'open' | 'licensed';
  /** Handed to the container, and to nothing else. */
  readonly token?: string;
}

/** The last open image, or the licensed one for a person who has a token. */
export function imageFor(token: string | undefined): Image {
  return token === undefined || token === ''
    ? { name: `localstack/localstack:${localstackVersion}`, edition: 'open' }
    : { name: 'localstack/localstack-pro', edition: 'licensed', token };
}

type Library = Pick<typeof import('@testcontainers/localstack'), 'LocalstackContainer'>;

interface Starting {
  readonly image: Image;
  readonly engine: Engine;
  readonly load?: () => Promise<Library>;
}

/** @throws ContainerDidNotStart, without the token whatever the engine says */
export async function startContainer(
  lab: string,
  { image, engine, load = () => import('@testcontainers/localstack') }: Starting,
): Promise<Started> {
  // Its reaper would remove the container with this command, and a lab that is up stays.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  try {
    const { LocalstackContainer } = await load();
    const container = new LocalstackContainer(image.name)
      .withLabels({ [label]: lab })
      .withEnvironment(environmentOf(image))
      .withBindMounts(mounts(engine));
    const started = await container.start();
    return {
      endpoint: started.getConnectionUri(),
      container: started.getId(),
      stay: () => undefined,
    };
  } catch (error) {
    await endContainers(lab, engine);
    const words = withoutToken(messageOf(error), image.token);
    throw new KitError('ContainerDidNotStart', `${image.name} did not start: ${words}`, {
      next: 'look at your container engine, or ./lab doctor --install localstack does without one',
    });
  }
}

function environmentOf({ token }: Image): Record<string, string> {
  return {
    ...strictness,
    SQS_ENDPOINT_STRATEGY: 'path',
    DISABLE_EVENTS: '1',
    ...(token === undefined ? {} : { LOCALSTACK_AUTH_TOKEN: token }),
  };
}

/** LocalStack's own executor starts a container for each function. */
function mounts({ socket }: Engine): { source: string; target: string }[] {
  return socket === undefined ? [] : [{ source: socket, target: '/var/run/docker.sock' }];
}

function withoutToken(words: string, token: string | undefined): string {
  return token === undefined ? words : words.replaceAll(token, '(your token)');
}

/** Ends every container of the lab. */
export async function endContainers(lab: string, engine: Engine): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${label}=${lab}`] }));
  const { body } = await engine.ask('GET', `/containers/json?all=1&filters=${filters}`);
  const found = JSON.parse(body) as readonly { readonly Id: string }[];
  for (const { Id } of found) await engine.ask('DELETE', `/containers/${Id}?force=1&v=1`);
}
