import { defineLab } from '../../lib/lab.ts';

const stages = ['single', 'dns-failover', 'edge-failover'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'labId';

export default defineLab<Stage, Parameter>({
  title: 'A web server with a bucket as its stand-in',
  question:
    'When the only web server dies, how long until visitors see the spare page, and what exactly decides that?',
  level: 200,
  family: 'edge',
  services: ['EC2', 'Elastic IP', 'VPC', 'Route 53', 'S3', 'CloudFront'],
  exam: ['2.2', '3.1', '3.4', '1.3'],
  minutes: 60,
  stages,
  shows: 'dns-failover',
  parameters: {
    labId: {
      says: 'twelve digits that make the names of zone and bucket your own; in an account, its id',
      default: '000000000000',
      requiredOn: ['aws'],
    },
  },
  // One t4g.nano (3.07) with its disk (0.64), a public address (3.65), a zone (0.50), a fast health check (1.50).
  costPerMonth: 9.36,
  costCeiling: 10,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
