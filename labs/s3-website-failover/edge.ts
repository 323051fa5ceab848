/** Stage 3: CloudFront asks the server at every request, and the bucket when that fails. */
import { Aws, Fn, type Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Backup } from './spare.ts';
import { isVirginia } from './virginia.ts';

export interface EdgeProps {
  readonly address: CfnEIP;
  readonly backup: Backup;
  readonly isProduction: boolean;
}

export function createEdge(stack: Stack, props: EdgeProps): cloudfront.CfnDistribution {
  const { backup, isProduction } = props;
  const logs = backup.accessLogs;
  const edge = new cloudfront.CfnDistribution(stack, 'Edge', {
    distributionConfig: {
      enabled: true,
      defaultRootObject: 'index.html',
      priceClass: 'PriceClass_100',
      httpVersion: 'http2',
      origins: [webOrigin(stack, props), backupOrigin(stack, props)],
      originGroups: { quantity: 1, items: [webThenBackup] },
      defaultCacheBehavior: {
        targetOriginId: webThenBackup.id,
        viewerProtocolPolicy: 'redirect-to-https',
        // A cached page would hide for a day whether the server is there.
        cachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId,
        compress: true,
      },
      ...(logs === undefined ? {} : { logging: { bucket: logs.bucketRegionalDomainName } }),
    },
  });
  letRead(edge, backup);
  acknowledgeOn(edge, isProduction);
  return edge;
}

const codes = [500, 502, 503, 504];
const webThenBackup: cloudfront.CfnDistribution.OriginGroupProperty = {
  id: 'WebThenBackup',
  failoverCriteria: { statusCodes: { quantity: codes.length, items: codes } },
  members: { quantity: 2, items: [{ originId: 'Web' }, { originId: 'Backup' }] },
};

/** The whole wait for a dead server is 1 x 2 s, where the defaults wait 3 x 10 s. */
function webOrigin(
  stack: Stack,
  { address }: EdgeProps,
): cloudfront.CfnDistribution.OriginProperty {
  return {
    id: 'Web',
    domainName: publicNameOf(stack, address),
    connectionAttempts: 1,
    connectionTimeout: 2,
    customOriginConfig: { originProtocolPolicy: 'http-only', httpPort: 80 },
  };
}

function backupOrigin(
  stack: Stack,
  { backup }: EdgeProps,
): cloudfront.CfnDistribution.OriginProperty {
  const control = new cloudfront.CfnOriginAccessControl(stack, 'BackupAccess', {
    originAccessControlConfig: {
      name: `${stack.stackName}-backup`,
      originAccessControlOriginType: 's3',
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    },
  });
  return {
    id: 'Backup',
    domainName: backup.bucket.bucketRegionalDomainName,
    originAccessControlId: control.attrId,
    // An identity of the older kind has to be said to be none.
    s3OriginConfig: { originAccessIdentity: '' },
  };
}

/** CloudFront signs for every distribution of the world: the condition makes it this one. */
function letRead(edge: cloudfront.CfnDistribution, { bucket }: Backup): void {
  const arn = `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${edge.attrId}`;
  bucket.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { StringEquals: { 'AWS:SourceArn': arn } },
    }),
  );
}

/**
 * An origin is a name, never an address. 203.0.113.25 -> `ec2-203-0-113-25.eu-west-1.compute.amazonaws.com`, in
 * us-east-1 `ec2-203-0-113-25.compute-1.amazonaws.com`.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
function publicNameOf(stack: Stack, address: CfnEIP): string {
  const dashed = Fn.join('-', Fn.split('.', address.ref));
  const domain = Fn.conditionIf(
    isVirginia(stack).logicalId,
    'compute-1',
    `${Aws.REGION}.compute`,
  ).toString();
  return Fn.join('', ['ec2-', dashed, '.', domain, '.amazonaws.com']);
}

function acknowledgeOn(edge: cloudfront.CfnDistribution, isProduction: boolean): void {
  acknowledge(
    edge,
    {
      rule: 'AwsSolutions-CFR1',
      reason: 'the site is for everybody, wherever they are',
      inProduction: 'does the same, unless a law says otherwise',
    },
    {
      rule: 'AwsSolutions-CFR2',
      reason: 'a web ACL for CloudFront must stand in us-east-1, and this stack may stand anywhere',
      inProduction: 'attaches one from a stack of its own there',
    },
    {
      rule: 'AwsSolutions-CFR4',
      reason: 'the certificate of cloudfront.net decides its TLS versions itself',
      inProduction: 'brings a domain, its certificate and a TLS policy',
    },
    {
      rule: 'AwsSolutions-CFR5',
      reason: 'the server has no certificate, so the edge speaks plain HTTP to it',
      inProduction: 'gives the server a certificate and asks it by HTTPS',
    },
  );
  if (isProduction) return;
  acknowledge(edge, {
    rule: 'AwsSolutions-CFR3',
    reason: 'a log bucket fills again while the lab is removed',
    inProduction: 'writes access logs to a bucket of their own',
  });
}
