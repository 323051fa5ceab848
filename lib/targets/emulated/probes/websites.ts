/** What S3 serves to callers without credentials: website endpoints, policies, signed URLs, other origins. */
import type { HttpRequest, HttpResponse } from '../../../capabilities.ts';
import type { ProbeGroup, Served } from './group.ts';
import { attribute, policy, ref, type Resources } from './parts.ts';
import { spoiled } from './signatures.ts';

const objects = (bucket: string, folder = ''): unknown => ({
  'Fn::Sub': `\${${bucket}.Arn}/${folder}*`,
});
const read = (Effect: string, Resource: unknown): unknown => ({
  Effect,
  Principal: '*',
  Action: 's3:GetObject',
  Resource,
});

/** Anybody may read it, but for `private/`. */
const openBucket = (name: string, more: object): Resources => ({
  [name]: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      },
      ...more,
    },
  },
  [`${name}Policy`]: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref(name),
      PolicyDocument: policy(read('Allow', objects(name)), read('Deny', objects(name, 'private/'))),
    },
  },
});

const website = {
  WebsiteConfiguration: { IndexDocument: 'index.html', ErrorDocument: 'error.html' },
};
const site = 'http://site.example.com';
const tool = 'http://tool.example.com';
const strange = 'http://example.test';
/** The first rule is the narrower one: where both match it has to be the one that answers. */
const cors = {
  CorsConfiguration: {
    CorsRules: [
      {
        AllowedOrigins: [site],
        AllowedMethods: ['GET'],
        AllowedHeaders: ['Range'],
        ExposedHeaders: ['ETag'],
        MaxAge: 600,
      },
      { AllowedOrigins: ['http://*.example.com'], AllowedMethods: ['GET', 'PUT'], MaxAge: 5 },
    ],
  },
};

const resources: Resources = {
  ...openBucket('Site', website),
  ...openBucket('Public', {}),
  ...openBucket('Shared', cors),
  Closed: { Type: 'AWS::S3::Bucket' },
};

const probes: ProbeGroup['probes'] = {
  's3-website': async ({ http, sdk }) => {
    for (const Key of ['index.html', 'error.html', 'docs/index.html'])
      await put(sdk, '${Site}', Key);
    const get = (path: string, method = 'GET'): Promise<HttpResponse> =>
      http({ to: 'SiteUrl', path, method });
    const [index, docs, folder, missing] = [
      await get('/'),
      await get('/docs/'),
      await get('/docs'),
      await get('/nothing'),
    ];
    const written = await get('/index.html', 'PUT');
    return (
      isPage(index, 200, 'index.html') &&
      isPage(docs, 200, 'docs/index.html') &&
      folder.status === 302 &&
      String(folder.headers.location).endsWith('/docs/') &&
      isPage(missing, 404, 'error.html') &&
      written.status === 405
    );
  },

  's3-policy': async ({ http, sdk }) => {
    for (const Bucket of ['${Public}', '${Closed}'])
      for (const Key of ['a', 'private/a']) await put(sdk, Bucket, Key);
    const status = async (request: HttpRequest): Promise<number> => (await http(request)).status;
    const refused = [
      await status({ to: 'Public', path: '/private/a' }),
      await status({ to: 'Public', path: '/' }),
      await status({ to: 'Public', path: '/b', method: 'PUT', body: 'b' }),
      await status({ to: 'Public', path: '/a', method: 'DELETE' }),
      await status({ to: 'Closed', path: '/a' }),
    ];
    return (
      (await status({ to: 'Public', path: '/a' })) === 200 && refused.every((each) => each === 403)
    );
  },

  's3-presign': async (served) => {
    const { http, sdk } = served;
    await put(sdk, '${Closed}', 'signed');
    const good = { to: 'Closed', path: '/signed', presigned: true } as const;
    const read = await http(good);
    const written = await http({ ...good, path: '/new', method: 'PUT', body: 'b' });
    const answers = await spoiled(served.connection, {
      Bucket: served.idOf('Closed'),
      Key: 'signed',
    });
    return read.status === 200 && written.status === 200 && answers.every((each) => each === 403);
  },

  's3-cors': async ({ http, sdk }) => {
    await put(sdk, '${Shared}', 'a');
    const get = (origin: string): Promise<HttpResponse> =>
      http({ to: 'Shared', path: '/a', headers: { origin } });
    const preflight = (origin: string, wanted: string, header?: string): Promise<HttpResponse> =>
      http({
        to: 'Shared',
        path: '/a',
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': wanted,
          ...(header === undefined ? {} : { 'access-control-request-headers': header }),
        },
      });
    const refused = [
      await preflight(strange, 'GET'),
      await preflight(tool, 'DELETE'),
      await preflight(site, 'GET', 'x-other'),
    ];
    return (
      isShared(await get(site), site, { 'expose-headers': 'ETag' }) &&
      isShared(await preflight(site, 'GET', 'range'), site, { 'max-age': '600' }) &&
      isShared(await preflight(site, 'PUT'), site, { 'max-age': '5' }) &&
      isShared(await preflight(tool, 'PUT'), tool, { 'max-age': '5' }) &&
      isSharedWithNobody(await get(strange), 200) &&
      refused.every((each) => isSharedWithNobody(each, 403))
    );
  },
};

async function put(sdk: Served['sdk'], Bucket: string, Key: string): Promise<void> {
  await sdk('s3', 'PutObject', { Bucket, Key, Body: `this is ${Key}` });
}

function isPage({ status, body }: HttpResponse, expected: number, key: string): boolean {
  return status === expected && body === `this is ${key}`;
}

/** A browser on this origin may read the answer, on the terms of the rule that is meant. */
function isShared(
  { status, headers }: HttpResponse,
  origin: string,
  terms: Readonly<Record<string, string>>,
): boolean {
  const said = (name: string): string | undefined => headers[`access-control-${name}`];
  const isOnTerms = Object.entries(terms).every(([name, value]) => said(name) === value);
  return status === 200 && said('allow-origin') === origin && isOnTerms;
}

function isSharedWithNobody({ status, headers }: HttpResponse, expected: number): boolean {
  return status === expected && headers['access-control-allow-origin'] === undefined;
}

export const websites: ProbeGroup = {
  stack: 'ProbesWebsites',
  template: {
    Resources: resources,
    Outputs: { SiteUrl: { Value: attribute('Site', 'WebsiteURL') } },
  },
  probes,
};
