/** Where items are when there is a cache: in the cache, or in the table when the cache cannot be reached. */
import { connect } from 'node:net';
import { table, type Opened, type Store } from './store.ts';

const patienceMilliseconds = 500;
let client: Store | undefined;

/** Asked at every run: a cache may go while the function lives, and a list must be answered all the same. */
export async function openCache(): Promise<Opened> {
  const endpoint = process.env['DAX_ENDPOINT'] ?? '';
  if (endpoint === '') return { store: table, cache: 'none' };
  const isThere = await isReachable(new URL(endpoint));
  client ??= isThere ? createClient(endpoint) : undefined;
  if (!isThere || client === undefined) return { store: table, cache: 'unreachable' };
  return { store: client, cache: 'used' };
}

function isReachable({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 9111) });
    const settle = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(patienceMilliseconds, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

interface DaxLibrary {
  readonly DaxDocument: new (config: {
    endpoint: string;
    region: string | undefined;
    requestTimeout: number;
  }) => Store;
}

/** Nothing where the library is not in the bundle. */
function createClient(endpoint: string): Store | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { DaxDocument } = require('@amazon-dax-sdk/lib-dax') as DaxLibrary;
    return new DaxDocument({ endpoint, region: process.env['AWS_REGION'], requestTimeout: 2000 });
  } catch {
    return undefined;
  }
}
