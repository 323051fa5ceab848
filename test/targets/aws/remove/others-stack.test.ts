/** A stack that somebody else has made under the name of ours after it went. Played on loopback: no account was ever asked. */
import { deployedAs, playedStacks } from '../played-stacks.ts';
import { removed, table } from './removing.ts';

jest.setTimeout(60_000);

const answers = {
  ...playedStacks([
    { name: 'TodoApi', resources: [['Table', 'AWS::DynamoDB::Table', 'TodoApi-Table-theirs']] },
  ]),
  'dynamodb.DescribeTable': ({ TableName }: Readonly<Record<string, unknown>>) => ({
    Table: { TableName },
  }),
};

test('what it holds is not listed as left of the lab', async () => {
  const { left, calls } = await removed(answers, [
    deployedAs('Table', 'AWS::DynamoDB::Table', { physicalId: 'TodoApi-Table-theirs' }),
  ]);
  expect(left).toEqual([]);
  expect(calls).not.toContain('cloudformation.DeleteStack');
});

test('what the lab had, and theirs does not hold, is still looked for', async () => {
  const { left } = await removed(answers, [table]);
  expect(left).toEqual([expect.stringContaining('TodoApi-Table-1') as string]);
});
