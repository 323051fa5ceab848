import { defineLab } from '../../lib/lab.ts';

const stages = ['bastion', 'instance-connect-endpoint', 'session-manager'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'adminCidr' | 's3PrefixList';

export default defineLab<Stage, Parameter>({
  title: 'One narrow door to a private fleet',
  question:
    'How do administrators reach machines that have no public address, and how small can that door be?',
  level: 200,
  family: 'network',
  services: ['VPC', 'EC2', 'EC2 Instance Connect Endpoint', 'Systems Manager', 'VPC endpoints'],
  exam: ['1.1', '1.2', '4.4'],
  minutes: 60,
  stages,
  shows: 'bastion',
  parameters: {
    adminCidr: {
      says: 'the addresses that administrators come from, a /28 or narrower',
      default: '203.0.113.10/32',
      requiredOn: ['aws'],
    },
    s3PrefixList: {
      says: 'id of the managed prefix list com.amazonaws.<region>.s3 in the region of the lab',
      default: 'pl-63a5400a',
    },
  },
  costPerMonth: 23.97,
  // Stage 3: two interface endpoints in two zones each (29.20) beside two t4g.micro with their disks (13.55).
  costCeiling: 45,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
