import { CfnOutput, Fn, Stack, type App } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';

const stage = 'website';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'rule-on-the-wrong-bucket',
    says: 'CorsConfiguration stands at SiteBucket instead of AssetBucket',
    stage,
    fails: ['allowed-origin-gets-header', 'preflight-decides', 'page-shows-the-asset'],
    alsoFails: { 'upload-origin-may-put': 'the rule for uploads went along' },
    lesson: 'The bucket that is asked must speak, not the one that hosts the page.',
    mistake: (app) => {
      const [site, assets] = [bucket(app, 'SiteBucket'), bucket(app, 'AssetBucket')];
      // With its own origin the bucket would refer to itself.
      site.corsConfiguration = {
        corsRules: rulesOf(assets).map((rule, index) =>
          index === 0 ? { ...rule, allowedOrigins: ['*'] } : rule,
        ),
      };
      assets.corsConfiguration = undefined;
    },
  },
  {
    id: 'slash-in-origin',
    says: 'AllowedOrigins of AssetBucket: the website URL with a slash at its end',
    stage,
    fails: ['allowed-origin-gets-header'],
    alsoFails: {
      'preflight-decides': 'the preflight of the site is refused like any other',
      'page-shows-the-asset': 'so the browser does not even ask',
    },
    lesson: 'An origin is scheme, host and port. It has no path, not even a slash.',
    mistake: (app) => {
      allowOrigin(app, (origin) => `${origin}/`);
    },
  },
  {
    id: 'https-origin',
    says: 'AllowedOrigins of AssetBucket: https:// before the host of the website',
    stage,
    fails: ['page-shows-the-asset', 'allowed-origin-gets-header'],
    alsoFails: {
      'preflight-decides': 'the preflight of the site is refused like any other',
    },
    lesson: 'The scheme is part of the origin, and a website endpoint speaks http only.',
    mistake: (app) => {
      allowOrigin(app, (origin) => `https://${Fn.select(2, Fn.split('/', origin))}`);
    },
  },
  {
    id: 'no-public-policy',
    says: 'The statement that lets everybody get objects is missing from both policies',
    stage,
    fails: ['index-and-error', 'direct-link-always-works'],
    alsoFails: {
      'other-origin-gets-none': 'without the header as before, but 403',
      'page-shows-the-asset': 'there is no page',
    },
    lesson: 'The classic "my website answers 403": to be a website is not to be public.',
    mistake: (app) => {
      forget(app, 'SiteBucket/Policy');
      changePolicy(app, (statements) => statements.filter(({ Effect }) => Effect === 'Deny'));
    },
  },
  {
    id: 'block-public-access',
    says: 'Both buckets: all four settings of the public access block true',
    stage,
    fails: ['index-and-error', 'direct-link-always-works'],
    alsoFails: {
      'other-origin-gets-none': 'without the header as before, but 403',
      'page-shows-the-asset': 'there is no page',
    },
    lesson:
      'The switch beats the policy: S3 refuses to take a public policy, or takes no notice of it.',
    mistake: (app) => {
      for (const each of ['SiteBucket', 'AssetBucket'])
        bucket(app, each).publicAccessBlockConfiguration = {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        };
    },
  },
  {
    id: 'star-with-put',
    says: 'AssetBucket: one CORS rule, origin *, methods GET and PUT',
    stage,
    fails: ['other-origin-gets-none'],
    alsoFails: {
      'allowed-origin-gets-header': 'the header says *, and exposes nothing',
      'preflight-decides': 'everybody gets a 200, and for no time that was told',
      'upload-origin-may-put': 'every page may upload, the site among them',
    },
    lesson: 'CORS protects nothing, but that is no reason to invite every page to write.',
    mistake: (app) => {
      bucket(app, 'AssetBucket').corsConfiguration = {
        corsRules: [
          { allowedOrigins: ['*'], allowedMethods: ['GET', 'PUT'], allowedHeaders: ['*'] },
        ],
      };
    },
  },
  {
    id: 'rest-endpoint-in-page',
    says: 'AssetBucket is no website: the page asks at its REST endpoint',
    stage,
    fails: ['index-and-error'],
    lesson:
      'Two endpoints, two behaviours: REST knows no index, and says 403 where the website says 404.',
    mistake: (app) => {
      const assets = bucket(app, 'AssetBucket');
      assets.websiteConfiguration = undefined;
      const url = app.node.findChild('WebsiteCors').node.findChild('AssetUrl');
      if (url instanceof CfnOutput) url.value = `https://${assets.attrRegionalDomainName}`;
    },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'no-deny',
    stage,
    fails: ['denied-prefix-is-403'],
    mistake: (app) => {
      changePolicy(app, (statements) => statements.filter(({ Effect }) => Effect === 'Allow'));
    },
  },
  {
    id: 'no-upload-rule',
    stage,
    fails: ['upload-origin-may-put'],
    mistake: (app) => {
      const assets = bucket(app, 'AssetBucket');
      assets.corsConfiguration = { corsRules: rulesOf(assets).slice(0, 1) };
    },
  },
  {
    id: 'everything-public',
    stage,
    fails: ['only-get-is-public'],
    mistake: (app) => {
      const { attrArn } = bucket(app, 'AssetBucket');
      changePolicy(app, (statements) =>
        statements.map((each) =>
          each.Effect === 'Deny'
            ? each
            : { ...each, Action: 's3:*', Resource: [attrArn, `${attrArn}/*`] },
        ),
      );
    },
  },
];

function bucket(app: App, place: string): CfnBucket {
  return resource(app, place, CfnBucket);
}

function rulesOf(each: CfnBucket): readonly CfnBucket.CorsRuleProperty[] {
  const { corsRules } = Stack.of(each).resolve(
    each.corsConfiguration,
  ) as CfnBucket.CorsConfigurationProperty;
  return corsRules as readonly CfnBucket.CorsRuleProperty[];
}

/** Of the first rule, which is for the site. */
function allowOrigin(app: App, changed: (origin: string) => string): void {
  const assets = bucket(app, 'AssetBucket');
  const [first, ...others] = rulesOf(assets);
  if (first === undefined) return;
  const allowedOrigins = [changed(bucket(app, 'SiteBucket').attrWebsiteUrl)];
  assets.corsConfiguration = { corsRules: [{ ...first, allowedOrigins }, ...others] };
}

type Statement = Readonly<Record<string, unknown>> & { readonly Effect: 'Allow' | 'Deny' };

function changePolicy(
  app: App,
  changed: (statements: readonly Statement[]) => readonly Statement[],
): void {
  const policy = resource(app, 'AssetBucket/Policy', CfnBucketPolicy);
  const document = Stack.of(policy).resolve(policy.policyDocument) as {
    readonly Statement: readonly Statement[];
  };
  policy.policyDocument = { ...document, Statement: changed(document.Statement) };
}
