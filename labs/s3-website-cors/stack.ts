import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { HttpMethods, type Bucket, type CorsRule } from 'aws-cdk-lib/aws-s3';
import { declareObjects } from '../../lib/declared-objects.ts';
import type { Given } from '../../lib/lab.ts';
import { uploadOrigin } from './content.ts';
import type { Parameter, Stage } from './lab.ts';
import { createAccessLogs, createWebsite } from './websites.ts';

export function build(app: App, given: Given<Stage, Parameter>): void {
  new WebsiteCorsStack(app, given.parameter('variant') === 'production');
}

/** Two public buckets: the page stands in one, what its script fetches in the other. */
class WebsiteCorsStack extends Stack {
  constructor(app: App, isProduction: boolean) {
    super(app, 'WebsiteCors');
    const logs = isProduction ? createAccessLogs(this) : undefined;

    const site = createWebsite(this, 'SiteBucket', { logs });
    declareObjects(site, new URL('./site/', import.meta.url));

    // The bucket that is asked has to name the page's origin: scheme and host, and no slash.
    const cors = [readRule(site.bucketWebsiteUrl), uploadRule];
    const assets = createWebsite(this, 'AssetBucket', { logs, cors });
    declareObjects(assets, new URL('./assets/', import.meta.url));
    keepPrivate(assets);

    this.tell('SiteUrl', site.bucketWebsiteUrl);
    this.tell('AssetUrl', assets.bucketWebsiteUrl);
    this.tell('SiteName', site.bucketName);
    this.tell('AssetName', assets.bucketName);
  }

  private tell(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}

function readRule(origin: string): CorsRule {
  return {
    allowedOrigins: [origin],
    allowedMethods: [HttpMethods.GET, HttpMethods.HEAD],
    allowedHeaders: ['Authorization', 'Range'],
    exposedHeaders: ['ETag'],
    maxAge: 600,
  };
}

const uploadRule: CorsRule = {
  allowedOrigins: [uploadOrigin],
  allowedMethods: [HttpMethods.PUT],
  allowedHeaders: ['content-type', 'x-amz-*'],
};

/** An explicit Deny beats the Allow for everything. The owner still may put and delete. */
function keepPrivate(assets: Bucket): void {
  assets.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [assets.arnForObjects('private/*')],
    }),
  );
}
