/** What the function's role may do: check 7. */
import { refusalOf, type Capabilities } from '../../../lib/capabilities.ts';
import { judgePermissions, type Permitted } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';

export const itemActions = ['Query', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
/** What else reads and writes items, and what is done to a table. */
const otherActions = [
  ...['Scan', 'BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem'],
  ...['PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete'],
  ...['UpdateTable', 'DeleteTable', 'ExportTableToPointInTime', 'PutResourcePolicy'],
];
const table = '${Data/Todos.Arn}';
const questions: readonly Permitted[] = (
  [
    ...itemActions.map(
      (action) => ({ action: `dynamodb:${action}`, on: table, expect: 'allowed' }) as const,
    ),
    ...otherActions.map(
      (action) => ({ action: `dynamodb:${action}`, on: table, expect: 'denied' }) as const,
    ),
    ...itemActions.map(
      (action) =>
        ({ action: `dynamodb:${action}`, on: `${table}-other`, expect: 'denied' }) as const,
    ),
  ] as const
).map((each) => ({ who: 'Handlers/Todos', ...each }));

export const functionLeastPrivilege: Check<Stage> = {
  id: 'function-least-privilege',
  says: 'The role of the function allows five actions on items of its table and nothing else',
  ways: [
    by(['sdk'], ({ sdk }) => judgeCalls(sdk), ['iam-enforced']),
    by(['may'], ({ may }) => judgePermissions(may, questions)),
  ],
};

type Inputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const TableName = '${Data/Todos}';
const Key = { owner: { S: 'nobody' }, todoId: { S: 'nothing' } };

/** With the function's own credentials. What would do harm comes last, and not at all once something is amiss. */
async function judgeCalls(sdk: Capabilities['sdk']): Promise<Verdict> {
  const codes = async function* (inputs: Inputs) {
    for (const [call, input] of Object.entries(inputs)) {
      const [command = ''] = call.split(' ');
      const sent = sdk('dynamodb', command, input, { principal: 'Handlers/Todos' });
      yield { call, code: (await refusalOf(sent))?.code };
    }
  };
  for await (const { call, code } of codes(harmless))
    if (code !== undefined) return failed(`${call} is refused: ${code}`);
  for await (const { call, code } of codes(forbidden))
    if (code !== 'AccessDeniedException') return failed(`${call}: ${code ?? 'allowed'}`);
  return held('the five item actions go through; Scan, DeleteTable and another table are refused');
}

/** The five actions on an item that nobody has: made, read, changed, listed and deleted within this check. */
const harmless: Inputs = {
  PutItem: { TableName, Item: Key },
  GetItem: { TableName, Key },
  UpdateItem: {
    TableName,
    Key,
    UpdateExpression: 'SET title = :title',
    ExpressionAttributeValues: { ':title': { S: 'x' } },
  },
  Query: {
    TableName,
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': { S: 'nobody' } },
  },
  DeleteItem: { TableName, Key },
};
const forbidden: Inputs = {
  Scan: { TableName },
  'GetItem on another table': { TableName: `${TableName}-other`, Key },
  DeleteTable: { TableName },
};
