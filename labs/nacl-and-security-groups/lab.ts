import { defineLab } from '../../lib/lab.ts';

const stages = ['two-filters'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'adminCidr' | 'blockedAddress' | 'acl';

export default defineLab<Stage, Parameter>({
  title: 'Two filters, one of them forgets',
  question: 'Which of the two filters stopped my packet, and why did the reply not come back?',
  level: 200,
  family: 'network',
  services: ['VPC', 'security groups', 'network ACLs', 'EC2'],
  exam: ['1.2'],
  minutes: 45,
  stages,
  parameters: {
    adminCidr: {
      says: 'the addresses that may open tcp/8443 of Web: a /28 or narrower',
      default: '203.0.113.10/32',
      requiredOn: ['aws'],
    },
    blockedAddress: {
      says: 'the one address that the network ACL shuts out',
      default: '203.0.113.66',
    },
    acl: {
      says: 'the network ACLs of the lab, or the default one that allows everything',
      default: 'custom',
      oneOf: ['custom', 'default'],
    },
  },
  costPerMonth: 23.97,
  // Three t4g.micro (18.40) with 8 GiB each (1.92) and one public address (3.65).
  costCeiling: 25,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
