/** Lists of AWS come in pages; a list that stops at its first page hides what is left. */
import type { Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';

export interface Listing {
  readonly service: string;
  readonly command: string;
  readonly input?: Properties;
  /** The member that holds the items. */
  readonly list: string;
  /** The member that names the next page, as it is sent and as it comes back. @default NextToken */
  readonly token?: readonly [sent: string, received: string];
}

/** Every item of every page. */
export async function everyItem<Item = Properties>(
  client: Client,
  { service, command, input = {}, list, token = ['NextToken', 'NextToken'] }: Listing,
): Promise<readonly Item[]> {
  const [sent, received] = token;
  const items: Item[] = [];
  let next: unknown;
  do {
    const page = await client.send(service, command, {
      ...input,
      ...(next === undefined ? {} : { [sent]: next }),
    });
    items.push(...((page[list] ?? []) as readonly Item[]));
    // The tagging API ends with an empty token instead of none.
    next = page[received] === '' ? undefined : page[received];
  } while (next !== undefined);
  return items;
}
