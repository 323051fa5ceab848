import { defineLab } from '../../lib/lab.ts';

const stages = ['topics'] as const;
export type Stage = (typeof stages)[number];

export default defineLab<Stage>({
  title: 'Say it once, let many listen',
  question:
    'How does one publish reach several independent consumers, each getting what it wants, and none losing anything while it is down?',
  level: 200,
  family: 'messaging',
  services: ['SNS', 'SQS', 'Lambda', 'CloudWatch', 'KMS'],
  exam: ['1.2', '2.1', '2.2'],
  minutes: 60,
  stages,
  // The key 1.00, the alarm 0.10.
  costPerMonth: 1.1,
  costCeiling: 1.1,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
