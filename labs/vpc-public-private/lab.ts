import { defineLab } from '../../lib/lab.ts';

const stages = [
  'empty-vpc',
  'gateway-attached',
  'public-routes',
  'public-addresses',
  'single-nat',
  'nat-per-zone',
  'regional-nat',
] as const;
export type Stage = (typeof stages)[number];

export default defineLab<Stage>({
  title: 'Public and private subnets, one gateway at a time',
  question:
    'What exactly makes a subnet public, and how does a private one reach out without being reachable?',
  level: 200,
  family: 'network',
  services: ['VPC', 'internet gateway', 'NAT gateway', 'Elastic IP', 'EC2'],
  exam: ['1.2', '2.2', '3.4', '4.4'],
  minutes: 60,
  stages,
  shows: 'single-nat',
  costPerMonth: 70.89,
  // Two NAT gateways (65.70), four public addresses (14.60), four t4g.micro (24.53) and their disks (2.56).
  costCeiling: 110,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
