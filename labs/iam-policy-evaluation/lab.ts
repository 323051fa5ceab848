import { defineLab } from '../../lib/lab.ts';

const stages = ['policies'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'accountA' | 'accountB' | 'notesBucket' | 'sharedBucket';

const requiredOn = ['aws'];

export default defineLab<Stage, Parameter>({
  title: 'Why was this call allowed?',
  question:
    'Given every policy that applies to one request, who decides, in which order, and which statement was it?',
  level: 300,
  family: 'security',
  services: ['IAM', 'S3', 'SQS', 'DynamoDB', 'KMS', 'STS', 'Organizations'],
  exam: ['1.1', '1.2'],
  minutes: 90,
  stages,
  parameters: {
    accountA: { says: 'the account of the people', default: '111111111111', requiredOn },
    accountB: { says: 'the account that shares a bucket', default: '222222222222', requiredOn },
    notesBucket: { says: 'name of the bucket of account A', default: 'notes-a', requiredOn },
    sharedBucket: { says: 'name of the bucket of account B', default: 'shared-b', requiredOn },
  },
  // The key. Users, groups, roles and policies are free.
  costPerMonth: 1,
  costCeiling: 1,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
