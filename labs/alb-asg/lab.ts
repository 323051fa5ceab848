import { defineLab } from '../../lib/lab.ts';

const stages = ['balanced-fleet'] as const;
export type Stage = (typeof stages)[number];
export type Parameter = 'certificateArn' | 'domainName' | 's3PrefixList';

export default defineLab<Stage, Parameter>({
  title: 'The shape of most web applications',
  question:
    'What does a load balancer in public subnets and a self-healing group in private ones give you, and which single settings make it fail?',
  level: 200,
  family: 'web',
  services: ['ALB', 'Auto Scaling', 'EC2', 'VPC', 'S3 gateway endpoint'],
  exam: ['1.2', '2.1', '2.2', '3.2'],
  minutes: 60,
  stages,
  parameters: {
    certificateArn: {
      says: 'certificate of the load balancer: port 80 then redirects and port 443 forwards',
      default: '',
    },
    domainName: {
      says: 'name for which production makes a certificate where none is given',
      default: 'www.example.com',
    },
    s3PrefixList: {
      says: 'id of the managed prefix list com.amazonaws.<region>.s3 in the region of the lab',
      default: 'pl-63a5400a',
      requiredOn: ['aws'],
    },
  },
  firstCall: 'GET /',
  costPerMonth: 44.04,
  // The load balancer (16.43) and its capacity units, two public addresses (7.30), three t4g.micro (18.40) with 8 GiB.
  costCeiling: 46,
  architecture: () => import('./stack.ts'),
  checks: () => import('./checks.ts'),
  experiments: () => import('./experiments.ts'),
});
