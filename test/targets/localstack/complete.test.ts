import type { Client } from '../../../lib/targets/api/client.ts';
import type { Deployed } from '../../../lib/targets/api/deployed.ts';
import { complete, isCompleted } from '../../../lib/targets/localstack/complete.ts';

const resource = (type: string, properties: Deployed['properties']): Deployed => ({
  stack: 'S',
  logicalId: 'R',
  path: 'S/R',
  type,
  physicalId: 'r-1',
  properties,
});

async function sentFor(...deployed: readonly Deployed[]) {
  const sent: unknown[] = [];
  const client = {
    send: (...call: unknown[]) => {
      sent.push(call);
      return Promise.resolve({});
    },
  } as unknown as Client;
  return { says: await complete(client, deployed), sent };
}

test('a lifecycle is sent as the API wants it', async () => {
  const LifecycleConfiguration = {
    Rules: [
      { Id: 'old', Status: 'Enabled', Prefix: 'a/', ExpirationInDays: '30' },
      {
        Status: 'Enabled',
        TagFilters: [{ Key: 'k', Value: 'v' }],
        Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }],
      },
    ],
  };
  const { sent } = await sentFor(resource('AWS::S3::Bucket', { LifecycleConfiguration }));
  const rules = [
    { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'a/' }, Expiration: { Days: 30 } },
    {
      ID: 'rule-2',
      Status: 'Enabled',
      Filter: { And: { Tags: [{ Key: 'k', Value: 'v' }] } },
      Transitions: [{ StorageClass: 'GLACIER', Days: 90 }],
    },
  ];
  expect(sent).toEqual([
    [
      's3',
      'PutBucketLifecycleConfiguration',
      { Bucket: 'r-1', LifecycleConfiguration: { Rules: rules } },
    ],
  ]);
});

test('what was done is said once, and what has nothing to complete gets no call', async () => {
  const logs = resource('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  const { says, sent } = await sentFor(logs, logs, resource('AWS::S3::Bucket', {}));
  expect(says).toEqual(['retention of logs']);
  expect(sent).toHaveLength(2);
});

test('only what is seen to counts as completed', () => {
  expect(isCompleted('AWS::Logs::LogGroup', 'RetentionInDays')).toBe(true);
  expect(isCompleted('AWS::Logs::LogGroup', 'KmsKeyId')).toBe(false);
});
