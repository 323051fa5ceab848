import { defineLab } from '../../lib/lab.ts';

const stages = ['website'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = never;

export default defineLab<Stage>({
  title: 'A website in one bucket, its assets in another',
  question:
    'Why does a file open in the address bar but not from the page, and which bucket has to be told?',
  level: 100,
  family: 'storage',
  services: ['S3'],
  exam: ['1.2', '1.3', '3.1', '4.1'],
  minutes: 40,
  stages,
  costPerMonth: 0,
  costCeiling: 1,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
