import type { Capabilities, Properties } from '../../lib/capabilities.ts';
import { judgeAnybody, judgeCors, judgePage, proves, type Bucket } from '../../lib/checks/s3.ts';
import { failed, held } from '../../lib/verdict.ts';

const open = { BlockPublicPolicy: false, RestrictPublicBuckets: false };
const readable = {
  Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '${A.Arn}/*' },
};
const website = { IndexDocument: 'index.html', ErrorDocument: 'error.html' };

const bucket = (properties: Properties = {}, policy: unknown = readable): Bucket => ({
  place: 'Site',
  properties: { PublicAccessBlockConfiguration: open, ...properties },
  policy,
});

/** Judges with these resources as the whole template. */
async function judged(
  resources: Readonly<Record<string, Readonly<Record<string, Properties>>>>,
  place: string,
) {
  const facts: Capabilities['facts'] = (type) =>
    Promise.resolve(new Map(Object.entries(resources[type] ?? {})));
  const way = proves(async (at) => held(JSON.stringify(await at(place))));
  expect(way).toMatchObject({ needs: ['facts'], given: [], strength: 'proved' });
  return JSON.parse((await way.judge({ facts } as Capabilities)).reason) as unknown;
}

describe('a bucket of the template', () => {
  const resources = {
    'AWS::S3::Bucket': { Site: { a: 1 }, 'Web/Data': { b: 2 } },
    'AWS::S3::BucketPolicy': {
      'Site/Policy': { Bucket: '${Site397A1860}', PolicyDocument: 'of the site' },
      DataPolicy: { Bucket: '${WebDataC0FFEE00}', PolicyDocument: 'of the data' },
    },
  };

  test.each([
    ['Site', { place: 'Site', properties: { a: 1 }, policy: 'of the site' }],
    ['Web/Data', { place: 'Web/Data', properties: { b: 2 }, policy: 'of the data' }],
  ])('%s comes with its own policy', async (place, told) => {
    expect(await judged(resources, place)).toEqual(told);
  });

  test('has no policy where there is none, and is refused where there is no bucket', async () => {
    const alone = { 'AWS::S3::Bucket': { Site: {} } };
    expect(await judged(alone, 'Site')).toEqual({ place: 'Site', properties: {} });
    await expect(judged(alone, 'Other')).rejects.toThrow('not built at this stage: Other');
  });
});

describe('anybody', () => {
  const deed = { action: 's3:GetObject', key: 'a', expect: 'allowed' } as const;

  test.each([
    ['held', bucket(), deed],
    ['failed', bucket({}, {}), deed],
    ['failed', bucket(), { ...deed, expect: 'denied' as const }],
    ['held', bucket({}, {}), { ...deed, expect: 'denied' as const }],
    [
      'unverified',
      bucket(
        {},
        {
          Statement: {
            ...readable.Statement,
            Condition: { StringEquals: { 'aws:UserAgent': 'b' } },
          },
        },
      ),
      deed,
    ],
  ])('is %s', (outcome, one, asked) => {
    expect(judgeAnybody(one, asked).outcome).toBe(outcome);
  });
});

test('a page is judged by status, document and place', () => {
  const keys = ['index.html', 'error.html'];
  const one = bucket({ WebsiteConfiguration: website });
  const judge = (path: string, told: Parameters<typeof judgePage>[1]['told']) =>
    judgePage(one, { path, keys, told });
  expect(judge('/', { status: 200, key: 'index.html' }).outcome).toBe('held');
  expect(judge('/', { status: 200 }).outcome).toBe('failed');
  expect(judge('/x', { status: 404, key: 'index.html' })).toMatchObject({
    outcome: 'failed',
    reason: 'Site answers /x with 404 and error.html, not 404 and index.html',
  });
});

describe('CORS with origins that only the deployment knows', () => {
  const request = { origin: 'http://site.example.com', method: 'GET' };
  const judge = (origin: string) =>
    judgeCors(
      bucket({
        CorsConfiguration: { CorsRules: [{ AllowedOrigins: [origin], AllowedMethods: ['GET'] }] },
      }),
      request,
      {
        origins: { SiteBucket: request.origin },
        told: ({ headers }) =>
          headers['access-control-allow-origin'] === request.origin ? held('yes') : failed('no'),
      },
    ).outcome;

  test.each([
    ['${SiteBucket397A1860.WebsiteURL}', 'held'],
    ['${SiteBucket.WebsiteURL}', 'held'],
    ['${SiteBucket397A1860.WebsiteURL}/', 'failed'],
    ['${OtherBucket397A1860.WebsiteURL}', 'unverified'],
    ['${SiteBucket397A1860.DomainName}', 'unverified'],
    ['https://${Host}', 'failed'],
    ['http://${Host}', 'unverified'],
    ['http://other.test', 'failed'],
  ])('%s: %s', (origin, outcome) => {
    expect(judge(origin)).toBe(outcome);
  });
});
