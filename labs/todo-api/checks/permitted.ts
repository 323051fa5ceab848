/** What the function's role may do: check 7. */
import { refusalOf, type Capabilities } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgePermissions, type Question } from './permissions.ts';

const itemActions = ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
const table = '${Data/Todos.Arn}';
const questions: readonly Question[] = [
  ...itemActions.map(
    (action) => ({ action: `dynamodb:${action}`, on: table, expect: 'allowed' }) as const,
  ),
  { action: 'dynamodb:Scan', on: table, expect: 'denied' },
  { action: 'dynamodb:DeleteTable', on: table, expect: 'denied' },
  { action: 'dynamodb:GetItem', on: `${table}-other`, expect: 'denied' },
];

export const functionLeastPrivilege: Check<Stage> = {
  id: 'function-least-privilege',
  says: 'The role of the function allows five actions on items of its table and nothing else',
  ways: [
    by(['sdk'], ({ sdk }) => judgeCalls(sdk), ['iam-enforced']),
    by(['may'], ({ may }) => judgePermissions(may, 'Handlers/Todos', questions)),
  ],
};

/** With the function's own credentials. DeleteTable comes last: it would really delete. */
async function judgeCalls(sdk: Capabilities['sdk']): Promise<Verdict> {
  const call = (command: string, input: Readonly<Record<string, unknown>>) =>
    refusalOf(sdk('dynamodb', command, input, { principal: 'Handlers/Todos' }));
  const TableName = '${Data/Todos}';
  const Key = { owner: { S: 'nobody' }, todoId: { S: 'nothing' } };
  for (const [command, input] of Object.entries(harmless(Key))) {
    const refusal = await call(command, { TableName, ...input });
    if (refusal !== undefined) return failed(`${command} is refused: ${refusal.code}`);
  }
  const forbidden: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['Scan', { TableName }],
    ['GetItem', { TableName: `${TableName}-other`, Key }],
    ['DeleteTable', { TableName }],
  ];
  for (const [command, input] of forbidden) {
    const refusal = await call(command, input);
    if (refusal?.code !== 'AccessDeniedException')
      return failed(
        `${command} on ${input['TableName'] === TableName ? 'the table' : 'another table'}: ${refusal?.code ?? 'allowed'}`,
      );
  }
  return held('the five item actions go through; Scan, DeleteTable and another table are refused');
}

/** The five actions on an item that nobody has: made, read, changed, listed and deleted within this check. */
function harmless(Key: Readonly<Record<string, unknown>>) {
  return {
    PutItem: { Item: Key },
    GetItem: { Key },
    UpdateItem: {
      Key,
      UpdateExpression: 'SET title = :title',
      ExpressionAttributeValues: { ':title': { S: 'x' } },
    },
    Query: {
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: 'nobody' } },
    },
    DeleteItem: { Key },
  };
}
