/** Personal files: the browser talks to the bucket with its own short-lived credentials, past the API. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { SignIn } from './sign-in.ts';

/** Stands in the policy as it is: IAM puts the caller's identity id there at every request. */
const whoeverAsks = '${cognito-identity.amazonaws.com:sub}';

export interface FilesProps {
  readonly signIn: SignIn;
  readonly siteOrigin: string;
  readonly isProduction: boolean;
}

/** The identity pool is the main resource: `Files` means it. */
export class Files extends Construct {
  readonly attachments: s3.Bucket;
  readonly pool: cognito.CfnIdentityPool;

  constructor(scope: Construct, id: string, { signIn, siteOrigin, isProduction }: FilesProps) {
    super(scope, id);
    this.pool = new cognito.CfnIdentityPool(this, 'Resource', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        {
          clientId: signIn.web.userPoolClientId,
          providerName: signIn.providerName,
          serverSideTokenCheck: true,
        },
      ],
    });
    this.attachments = this.createBucket(siteOrigin, isProduction);
    const signedIn = this.createRole();
    this.letUseOwnFiles(signedIn);
    new cognito.CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: this.pool.ref,
      roles: { authenticated: signedIn.roleArn },
    });
  }

  private createBucket(siteOrigin: string, isProduction: boolean): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Attachments', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      cors: [
        {
          allowedOrigins: [siteOrigin],
          allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.PUT],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      ...(isProduction ? { serverAccessLogsBucket: this.createAccessLogs() } : {}),
    });
    if (!isProduction)
      acknowledge(bucket, {
        rule: 'AwsSolutions-S1',
        reason: 'a log bucket fills again while the lab is removed',
        inProduction: 'writes access logs to a bucket of their own',
      });
    return bucket;
  }

  private createAccessLogs(): s3.IBucket {
    return new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    }) as s3.IBucket;
  }

  private createRole(): iam.Role {
    return new iam.Role(this, 'SignedIn', {
      assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': this.pool.ref },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
      }),
      maxSessionDuration: Duration.hours(1),
    });
  }

  /** One role for all users: only the policy variable keeps them apart. */
  private letUseOwnFiles(signedIn: iam.Role): void {
    const ownFiles = new iam.Policy(this, 'OwnFiles', {
      roles: [signedIn],
      statements: [
        new iam.PolicyStatement({
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          resources: [this.attachments.arnForObjects(`${whoeverAsks}/*`)],
        }),
      ],
    });
    new iam.Policy(this, 'OwnList', {
      roles: [signedIn],
      statements: [
        new iam.PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [this.attachments.bucketArn],
          conditions: { StringLike: { 's3:prefix': [`${whoeverAsks}/*`] } },
        }),
      ],
    });
    const bucket = Stack.of(this).getLogicalId(this.attachments.node.defaultChild as s3.CfnBucket);
    acknowledge(ownFiles, {
      rule: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/<cognito-identity.amazonaws.com:sub>/*]`,
      reason: 'the objects below the prefix of the user who asks, and no others',
      inProduction: 'does the same',
    });
  }
}
