import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import { describeLab } from '../../test/support/describe-lab.ts';
import { failoverBound, promisedBound } from './checks/bound.ts';

interface Resources {
  readonly [logicalId: string]: { readonly Type: string; readonly Metadata?: object };
}

async function resourcesAt(stage: string, parameters = {}): Promise<Resources> {
  const app = await createApp({ lab: 's3-website-failover', stage, parameters });
  const template = Template.fromStack(Stack.of(app.node.findChild('SiteFailover')));
  return (template.toJSON() as { Resources: Resources }).Resources;
}

describeLab('s3-website-failover', () => {
  test.each([
    { intervalSeconds: 10, threshold: 1, ttlSeconds: 60, authoritySeconds: 16, clientSeconds: 76 },
    { intervalSeconds: 30, threshold: 3, ttlSeconds: 60, authoritySeconds: 96, clientSeconds: 156 },
    {
      intervalSeconds: 10,
      threshold: 1,
      ttlSeconds: 3600,
      authoritySeconds: 16,
      clientSeconds: 3616,
    },
    {
      intervalSeconds: 10,
      threshold: 10,
      ttlSeconds: 0,
      authoritySeconds: 106,
      clientSeconds: 106,
    },
  ])(
    '$intervalSeconds s x $threshold with a TTL of $ttlSeconds s takes $clientSeconds s',
    ({ authoritySeconds, clientSeconds, ...clocks }) => {
      expect(failoverBound(clocks)).toEqual({ authoritySeconds, clientSeconds });
    },
  );

  test('the lab promises 76 s, production 156 s', () => {
    expect([promisedBound(10), promisedBound(30)].map((each) => each.clientSeconds)).toEqual([
      76, 156,
    ]);
  });

  test('growing touches neither the server nor its address', async () => {
    const [single, ...grown] = await Promise.all(
      ['single', 'dns-failover', 'edge-failover'].map((stage) => resourcesAt(stage)),
    );
    for (const id of ['Web', 'WebSg', 'WebEip', 'WebEipOnWeb'])
      for (const each of grown) expect(each[id]).toEqual(single![id]);
  });

  test('the learning variant has no function: nothing logs while it is removed', async () => {
    const types = Object.values(await resourcesAt('edge-failover')).map(({ Type }) => Type);
    expect(types.filter((type) => /^(Custom|AWS::(CloudFormation|Lambda))::/.test(type))).toEqual(
      [],
    );
  });

  test('the bucket says which pages belong in it', async () => {
    const buckets = Object.values(await resourcesAt('dns-failover'));
    expect(buckets.find(({ Type }) => Type === 'AWS::S3::Bucket')?.Metadata).toMatchObject({
      'kit:objects': {
        'index.html': expect.stringContaining('backup') as string,
        'error.html': expect.stringContaining('no such page') as string,
      },
    });
  });

  test('user data is a script that a shell can read', () => {
    const script = join(import.meta.dirname, 'user-data.sh');
    expect(() => execFileSync('bash', ['-n', script])).not.toThrow();
  });

  test('refuses a labId that is not twelve digits', async () => {
    await expect(resourcesAt('single', { labId: 'mine' })).rejects.toThrow(
      "labId is 'mine', not twelve digits",
    );
  });
});
