/** A policy with actions of S3 on objects where only the bucket is named, or the other way round. */
import { withFault } from '../faults.ts';
import type { Rule } from '../rule.ts';

export const arnLevel: Rule = {
  id: 'kit/arn-level',
  says: 'has a policy with an action that is on none of the resources beside it: objects are bucket/*, a listing is of the bucket',
  because:
    'S3 looks for the object in s3:GetObject and for the bucket in s3:ListBucket: on an ARN of the other level a statement matches nothing, and says so nowhere.',
  source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
  breaches: withFault('arn-level'),
};
