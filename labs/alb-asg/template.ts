/** The launch template: a host fetches the app and Node from Amazon S3, by the endpoint in its route table. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AssetHashType, Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { sourceFile } from '../../lib/root.ts';
import { bootOf, imageOf, machine } from './machine.ts';

export interface TemplateProps {
  readonly appSg: ec2.SecurityGroup;
  /** Private address of the dependency. */
  readonly stubAddress: string;
  readonly isProduction: boolean;
}

export function createTemplate(stack: Stack, props: TemplateProps): ec2.CfnLaunchTemplate {
  const app = createApp(stack);
  const profile = new iam.CfnInstanceProfile(stack, 'HostProfile', {
    roles: [roleThatFetches(stack, app).roleName],
  });
  return new ec2.CfnLaunchTemplate(stack, 'FleetTemplate', {
    launchTemplateData: {
      ...machine,
      imageId: imageOf(stack),
      securityGroupIds: [props.appSg.securityGroupId],
      iamInstanceProfile: { arn: profile.attrArn },
      monitoring: { enabled: props.isProduction },
      userData: Fn.base64(fetchAndStart(app, stack.region, props.stubAddress)),
    },
  });
}

/** Its name in the bucket is its content: a changed app is a changed template, and the group refreshes its hosts. */
function createApp(stack: Stack): Asset {
  const path = sourceFile(new URL('./hosts/web.mjs', import.meta.url));
  return new Asset(stack, 'App', {
    path,
    // Left to itself the CDK would keep a fingerprint of the file in the person's home.
    assetHash: createHash('sha256').update(readFileSync(path)).digest('hex'),
    assetHashType: AssetHashType.CUSTOM,
  });
}

/** Reads this one object, and may do nothing else. */
function roleThatFetches(stack: Stack, app: Asset): iam.Role {
  return new iam.Role(stack, 'HostRole', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    inlinePolicies: {
      FetchApp: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['s3:GetObject'],
            resources: [app.bucket.arnForObjects(app.s3ObjectKey)],
          }),
        ],
      }),
    },
  });
}

function fetchAndStart(app: Asset, region: string, stubAddress: string): string {
  const fetched = [
    'dnf install -y nodejs22',
    'mkdir -p /opt/web',
    `aws s3 cp ${app.s3ObjectUrl} /opt/web/web.mjs --region ${region}`,
  ];
  return bootOf(fetched, {
    name: 'web',
    run: '/usr/bin/env node /opt/web/web.mjs',
    environment: { STUB: stubAddress },
  });
}
