/** Every word for what a served API may really enforce or do, with what it means. Declared by probes, never assumed. */
import type { Feature } from '../capabilities.ts';

export const features: Readonly<Record<Feature, string>> = {
  'rest-cognito': 'a REST API refuses what its Cognito authorizer refuses',
  'request-validation': 'a REST API refuses a body that its model forbids',
  'api-cache': 'a REST API answers from the cache of its stage',
  'iam-enforced': 'a call that a policy denies is refused',
  'identity-pool': 'an identity pool hands out credentials that work, and only for a good token',
  'policy-variables':
    'a variable such as ${cognito-identity.amazonaws.com:sub} in a policy stands for its value',
  'queue-policy': "a queue's resource policy refuses what it does not allow",
  'sqs-delay-limit': 'a queue refuses a message that asks for a delay of more than 900 s',
  'sqs-move-task': 'a move task brings dead messages back to their queue',
  'fifo-scope': 'a FIFO queue deduplicates per message group where its scope says so',
  'sns-http': 'an HTTP subscription gets nothing before it confirms, and each message after that',
  'sns-retry': 'an HTTP subscription that answers 500 is tried again as its delivery policy says',
  'sns-fifo': 'a FIFO topic of a template delivers what is published twice once, to every queue',
  'sns-redrive': 'what a subscription could not deliver goes to its dead-letter queue',
  'topic-key': 'who may not use the key of a topic cannot publish, whoever else may',
  alarms: 'an alarm that changes its state performs its actions',
  's3-website': "a bucket's website endpoint serves index and error documents",
  's3-policy': "a bucket's policy decides what an anonymous caller may do",
  's3-presign': 'a pre-signed URL works until it is altered or has expired',
  'cross-account-s3': 'a bucket takes from another account what its policy allows, and no more',
  's3-cors': 'a bucket answers by the first of its CORS rules that matches',
};
