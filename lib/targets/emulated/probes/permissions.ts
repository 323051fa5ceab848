/** What a role may do. */
import type { Properties } from '../../../capabilities.ts';
import type { ProbeGroup } from './group.ts';
import { allow, arn, decision, role } from './parts.ts';

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
};

export const permissions: ProbeGroup = {
  stack: 'ProbesPermissions',
  template: {
    Resources: {
      Table: table,
      OtherTable: table,
      Role: role(allow(['dynamodb:GetItem'], arn('Table'))),
    },
  },
  probes: {
    'iam-enforced': async ({ sdk }) => {
      const Key = { id: { S: 'a' } };
      const ask = (command: string, input: Properties): Promise<string> =>
        decision(sdk('dynamodb', command, input, { principal: 'Role' }));
      const read = await ask('GetItem', { TableName: '${Table}', Key });
      const denied = [
        await ask('GetItem', { TableName: '${OtherTable}', Key }),
        await ask('Scan', { TableName: '${Table}' }),
        await ask('DeleteTable', { TableName: '${Table}' }),
      ];
      return read === 'allowed' && denied.every((each) => each === 'denied');
    },
  },
};
