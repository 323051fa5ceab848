/** Does the policy of a bucket let another account in? */
import type { ProbeGroup } from './group.ts';
import { decision, policy, ref } from './parts.ts';

/** Accounts that are not the probes' own. */
const partner = '222222222222';
const stranger = '333333333333';

export const buckets: ProbeGroup = {
  stack: 'ProbesBuckets',
  template: {
    Resources: {
      Shared: { Type: 'AWS::S3::Bucket' },
      SharedPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: ref('Shared'),
          PolicyDocument: policy({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${partner}:root` },
            Action: 's3:PutObject',
            Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Shared}/*' },
          }),
        },
      },
    },
  },
  probes: {
    'cross-account-s3': async ({ sdk }) => {
      const object = { Bucket: '${Shared}', Key: 'a' };
      const put = (account: string): Promise<string> =>
        decision(sdk('s3', 'PutObject', { ...object, Body: 'a' }, { account }));
      const answers = [
        await put(partner),
        await put(stranger),
        await decision(sdk('s3', 'GetObject', object, { account: partner })),
      ];
      await sdk('s3', 'DeleteObject', object);
      return answers.join() === 'allowed,denied,denied';
    },
  },
};
