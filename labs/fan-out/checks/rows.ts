/** What the function Audit has written down. */
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import { promptSeconds } from './mail.ts';
import type { Eyes, Sdk } from './messages.ts';

/** The text in the row for the message; nothing where there is no row, empty where it has no text. */
async function textInRow(sdk: Sdk, messageId: string): Promise<string | undefined> {
  const { Item } = await sdk('dynamodb', 'GetItem', {
    TableName: '${Rows}',
    Key: { messageId: { S: messageId } },
    ConsistentRead: true,
  });
  const row = Item as { readonly text?: { readonly S: string } } | undefined;
  return row === undefined ? undefined : (row.text?.S ?? '');
}

/** Waits for the row; gives its text, or nothing where it does not come. */
export async function rowOf(
  { sdk, eventually }: Eyes,
  messageId: string,
): Promise<string | undefined> {
  let text: string | undefined;
  await eventually('the row is there', promptSeconds, async () => {
    text = await textInRow(sdk, messageId);
    return text !== undefined;
  });
  return text;
}

export async function judgeRow(eyes: Eyes, messageId: string): Promise<Verdict> {
  const text = await rowOf(eyes, messageId);
  return text === undefined
    ? failed(`Audit has no row for it after ${promptSeconds} s`)
    : held('Audit has a row for it');
}
