/** Where items are when there is a cache: in the cache, or in the table when the cache does not answer. */
import { table, type Opened, type Store } from './store.ts';

/** Longer than a cache needs to answer, and short enough for a user who waits. */
const patienceMilliseconds = 500;
/** For so long one look is believed: asking at every run would cost every run, and the whole patience when it is gone. */
const trustMilliseconds = 5000;

let client: Store | undefined;
let looked = { at: -Infinity, answers: false };

export async function openCache(): Promise<Opened> {
  const endpoint = process.env['DAX_ENDPOINT'] ?? '';
  if (endpoint === '') return { store: table, cache: 'none' };
  client ??= createClient(endpoint);
  if (client === undefined) return { store: table, cache: 'unreachable' };
  if (Date.now() - looked.at > trustMilliseconds)
    looked = { answers: await answersInTime(client), at: Date.now() };
  return looked.answers ? { store: client, cache: 'used' } : { store: table, cache: 'unreachable' };
}

/** A whole request and not only a connection: something may listen there and never answer. */
async function answersInTime(store: Store): Promise<boolean> {
  const asked = store
    .get({ TableName: process.env['TABLE_NAME'], Key: { owner: '-', todoId: '-' } })
    .then(() => true)
    .catch(() => false);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMilliseconds, false);
  });
  return Promise.race([asked, late]).finally(() => {
    clearTimeout(timer);
  });
}

interface DaxLibrary {
  readonly DaxDocument: new (config: {
    readonly endpoint: string;
    readonly region: string | undefined;
    readonly requestTimeout: number;
  }) => Store;
}

/** Nothing where the library is not in the bundle: then the table answers, as without a cluster. */
function createClient(endpoint: string): Store | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { DaxDocument } = require('@amazon-dax-sdk/lib-dax') as DaxLibrary;
    return new DaxDocument({ endpoint, region: process.env['AWS_REGION'], requestTimeout: 2000 });
  } catch {
    return undefined;
  }
}
