/** Stacks that the assembly puts into accounts of their own: whose owner deploys them, looks at them, removes them. */
import type { Client, Identity } from '../api/client.ts';
import { clientFor } from '../api/client.ts';
import type { Where } from '../api/deployed.ts';

/** The emulators take this key for the account's root user; it is nobody's secret and works nowhere else. */
const root = { accessKeyId: 'test', secretAccessKey: 'test' };
/** Where a stack is that names no account. */
export const where: Where = { region: 'us-east-1', account: '000000000000' };

export function clientOf(endpoint: string): Client {
  return clientFor({ endpoint, region: where.region, identity: root });
}

/** Both emulators take a key of twelve digits for the account whose owner calls. */
export function ownerOf(account: string): Identity {
  return { accessKeyId: account, secretAccessKey: root.secretAccessKey };
}

interface Somewhere {
  readonly account?: string;
}

export function inAccount(client: Client, account: string | undefined): Client {
  return account === undefined ? client : client.as(ownerOf(account));
}

/** The account in which the lab is at home: the first that a stack names. */
function homeAccount(all: readonly Somewhere[]): string | undefined {
  return all.find((each) => each.account !== undefined)?.account;
}

/** Where the lab is at home. */
export function homeOf(all: readonly Somewhere[]): Where {
  return { ...where, account: homeAccount(all) ?? where.account };
}

/** As the owner of the account in which the lab is at home. */
export function homeClient(endpoint: string, all: readonly Somewhere[]): Client {
  return inAccount(clientOf(endpoint), homeAccount(all));
}

/** The same work in each account, with what is there. */
export async function inEachAccount<T extends Somewhere, R>(
  client: Client,
  all: readonly T[],
  work: (client: Client, own: readonly T[]) => Promise<R>,
): Promise<readonly R[]> {
  const accounts = [...new Set(all.map(({ account }) => account))];
  const done: R[] = [];
  for (const account of accounts)
    done.push(
      await work(
        inAccount(client, account),
        all.filter((each) => each.account === account),
      ),
    );
  return done;
}
