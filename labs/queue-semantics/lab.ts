import { defineLab } from '../../lib/lab.ts';

const stages = ['queues'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = never;

export default defineLab<Stage>({
  title: 'What a queue promises, and what it does not',
  question:
    'Hidden, delayed, dead, ordered, duplicated, shared: which behaviour of SQS do you get with which setting?',
  level: 200,
  family: 'messaging',
  services: ['SQS', 'S3', 'Lambda', 'DynamoDB'],
  exam: ['1.1', '2.1', '4.2'],
  minutes: 75,
  stages,
  // Everything here is paid by its use alone.
  costPerMonth: 0,
  costCeiling: 1,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
