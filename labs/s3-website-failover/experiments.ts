import { Fn, type App } from 'aws-cdk-lib';
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { CfnInstance, CfnSecurityGroup, CfnSubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnHealthCheck, CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

const stage = 'dns-failover';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'no-health-check',
    says: 'Record Primary: HealthCheckId is not set',
    stage,
    fails: ['backup-answers-in-time'],
    alsoFails: { 'broken-page-counts-as-down': 'nobody who decides looks at the page' },
    lesson: 'A failover record without a check counts as healthy for ever.',
    mistake: (app) => {
      resource(app, 'Primary', CfnRecordSet).healthCheckId = undefined;
    },
  },
  {
    id: 'long-ttl',
    says: 'Record Primary: TTL 60 -> 3600',
    stage,
    fails: ['backup-answers-in-time'],
    lesson: 'The check is fast, the resolvers are not: the TTL dominates the wait.',
    mistake: (app) => {
      resource(app, 'Primary', CfnRecordSet).ttl = '3600';
    },
  },
  {
    id: 'locked-out-checkers',
    says: 'WebSg: tcp 80 from 0.0.0.0/0 -> 198.51.100.0/24',
    stage,
    fails: ['checkers-get-in', 'primary-answers'],
    alsoFails: {
      'only-web-port-open': 'most of the internet finds no port open at all',
      'primary-comes-back': 'the checkers never see the server up again',
    },
    lesson: 'The site is up, yet DNS leaves it: the checkers are visitors too.',
    mistake: (app) => {
      admit(app, [{ fromPort: 80, toPort: 80, cidrIp: '198.51.100.0/24' }]);
    },
  },
  {
    id: 'wrong-bucket-name',
    says: 'Bucket Backup: BucketName with -backup at its end',
    stage,
    fails: ['bucket-carries-record-name', 'backup-answers-in-time'],
    lesson: 'S3 finds the bucket by the Host header: for any other name it is not there.',
    mistake: (app) => {
      const bucket = resource(app, 'Backup', CfnBucket);
      bucket.bucketName = `${bucket.bucketName ?? ''}-backup`;
    },
  },
  {
    id: 'public-ip-without-eip',
    says: 'No Elastic IP: Primary and PrimaryCheck take the address that Web got at launch',
    stage,
    fails: ['address-survives-restart', 'primary-comes-back'],
    alsoFails: { 'primary-answers': 'there is no WebEip that the name could resolve to' },
    lesson:
      'An address given at launch goes when the server is stopped: then record and check have to be corrected by hand, both.',
    mistake: takeRandomAddress,
  },
  {
    id: 'block-public-access',
    says: 'Bucket Backup: all four settings of the public access block true',
    stage,
    fails: ['backup-site-works'],
    alsoFails: { 'backup-answers-in-time': 'the answer comes in time, and it is 403' },
    lesson:
      'A website bucket is public or it is nothing: S3 refuses even to take the policy. Stage 3 is the way out.',
    mistake: (app) => {
      resource(app, 'Backup', CfnBucket).publicAccessBlockConfiguration = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
    },
  },
  {
    id: 'shallow-check',
    says: 'PrimaryCheck: ResourcePath / -> /health',
    stage,
    fails: ['broken-page-counts-as-down'],
    lesson: 'A check sees only what it asks for: the static file is fine while the page is not.',
    mistake: (app) => {
      const check = resource(app, 'PrimaryCheck', CfnHealthCheck);
      check.healthCheckConfig = { ...configOf(check), resourcePath: '/health' };
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'ssh-from-anywhere',
    stage,
    fails: ['only-web-port-open'],
    mistake: (app) => {
      admit(app, [
        { fromPort: 80, toPort: 80, cidrIp: '0.0.0.0/0' },
        { fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' },
      ]);
    },
  },
  {
    // What CloudFront does when nobody says otherwise.
    id: 'patient-edge',
    stage: 'edge-failover',
    fails: ['failover-per-request'],
    mistake: (app) => {
      const edge = resource(app, 'Edge', CfnDistribution);
      const config = edge.distributionConfig as CfnDistribution.DistributionConfigProperty;
      const origins = config.origins as CfnDistribution.OriginProperty[];
      edge.distributionConfig = { ...config, origins: origins.map(withoutHaste) };
    },
  },
  {
    id: 'bucket-still-public',
    stage: 'edge-failover',
    fails: ['bucket-is-private'],
    mistake: (app) => {
      const bucket = resource(app, 'Backup', CfnBucket);
      bucket.publicAccessBlockConfiguration = { blockPublicAcls: true, ignorePublicAcls: true };
      resource(app, 'Backup/Policy', CfnBucketPolicy).policyDocument = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: Fn.join('', [bucket.attrArn, '/*']),
          },
        ],
      };
    },
  },
];

function withoutHaste(origin: CfnDistribution.OriginProperty): CfnDistribution.OriginProperty {
  const { connectionAttempts: _, connectionTimeout: __, ...rest } = origin;
  return rest;
}

function takeRandomAddress(app: App): void {
  const web = resource(app, 'Web', CfnInstance);
  resource(app, 'PublicSubnet1', CfnSubnet).mapPublicIpOnLaunch = true;
  resource(app, 'Primary', CfnRecordSet).resourceRecords = [web.attrPublicIp];
  const check = resource(app, 'PrimaryCheck', CfnHealthCheck);
  check.healthCheckConfig = { ...configOf(check), ipAddress: web.attrPublicIp };
  forget(app, 'WebEip', 'WebEipOnWeb');
}

function configOf(check: CfnHealthCheck): CfnHealthCheck.HealthCheckConfigProperty {
  return check.healthCheckConfig as CfnHealthCheck.HealthCheckConfigProperty;
}

function admit(
  app: App,
  rules: readonly Omit<CfnSecurityGroup.IngressProperty, 'ipProtocol'>[],
): void {
  resource(app, 'WebSg', CfnSecurityGroup).securityGroupIngress = rules.map((each) => ({
    ...each,
    ipProtocol: 'tcp',
  }));
}
