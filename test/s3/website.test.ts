/** The website endpoint, each case as the user guide tells it. */
import { RegionInfo } from 'aws-cdk-lib/region-info';
import {
  websiteAnswer,
  websiteHost,
  websiteOf,
  type Contents,
  type PageAnswer,
  type Website,
} from '../../lib/s3/website.ts';
import fc from '../support/fast-check.ts';

const site: Website = { index: 'index.html', error: 'error.html' };

function contents(keys: readonly string[], secret: readonly string[] = []): Contents {
  return { has: (key) => keys.includes(key), mayRead: (key) => !secret.includes(key) };
}

const pages = ['index.html', 'error.html', 'photos/index.html', 'photos/a b.jpg', 'sample1.jpg'];

describe('index documents (IndexDocumentSupport.html)', () => {
  test.each<[string, string, PageAnswer]>([
    ['the root is the index document', '/', { status: 200, key: 'index.html' }],
    ['also without the slash', '', { status: 200, key: 'index.html' }],
    ['a folder is its own', '/photos/', { status: 200, key: 'photos/index.html' }],
    ['a folder without its slash is sent there', '/photos', { status: 302, location: '/photos/' }],
    ['a folder without one is an error', '/docs/', { status: 404, key: 'error.html' }],
    ['an object is itself', '/sample1.jpg', { status: 200, key: 'sample1.jpg' }],
    ['a path is decoded', '/photos/a%20b.jpg', { status: 200, key: 'photos/a b.jpg' }],
    ['a query is none of the key', '/sample1.jpg?v=2', { status: 200, key: 'sample1.jpg' }],
    ['names have a case', '/Sample1.jpg', { status: 404, key: 'error.html' }],
  ])('%s', (_, path, told) => {
    expect(websiteAnswer(site, contents(pages), { path })).toEqual(told);
  });

  test('first it looks for an object of that name, then for a folder', () => {
    const both = contents([...pages, 'photos']);
    expect(websiteAnswer(site, both, { path: '/photos' })).toEqual({ status: 200, key: 'photos' });
  });
});

describe('errors (CustomErrorDocSupport.html, WebsiteAccessPermissionsReqd.html)', () => {
  const secret = contents([...pages, 'private.txt'], ['private.txt', 'nothing-private.txt']);

  test.each<[string, Contents, Website | undefined, string, PageAnswer]>([
    [
      'an object that is not there is 404',
      secret,
      site,
      '/nope',
      { status: 404, key: 'error.html' },
    ],
    [
      'one that is there and not readable 403',
      secret,
      site,
      '/private.txt',
      { status: 403, key: 'error.html' },
    ],
    [
      'without an error document S3 writes its own page',
      secret,
      { index: 'index.html' },
      '/nope',
      { status: 404 },
    ],
    [
      'so it does where the error document is missing',
      contents(['index.html']),
      site,
      '/nope',
      { status: 404 },
    ],
    [
      'or nobody may read it',
      contents(['error.html'], ['error.html']),
      site,
      '/nope',
      { status: 404 },
    ],
    ['a bucket that is no website is 404', secret, undefined, '/', { status: 404 }],
  ])('%s', (_, ...[what, which, path, told]) => {
    expect(websiteAnswer(which, what, { path })).toEqual(told);
  });

  test('where nobody may read anything all is 403, there or not', () => {
    const closed: Contents = { has: (key) => pages.includes(key), mayRead: () => false };
    for (const path of ['/', '/nope', '/photos'])
      expect(websiteAnswer(site, closed, { path })).toEqual({ status: 403 });
  });
});

describe('requests (WebsiteEndpoints.html, "Key differences")', () => {
  test.each(['GET', 'HEAD'])('%s is supported', (method) => {
    expect(websiteAnswer(site, contents(pages), { path: '/', method }).status).toBe(200);
  });

  test.each(['PUT', 'POST', 'DELETE', 'OPTIONS'])('%s is not', (method) => {
    expect(websiteAnswer(site, contents(pages), { path: '/', method })).toEqual({ status: 405 });
  });
});

test('a configuration is read as CloudFormation writes it', () => {
  const of = (WebsiteConfiguration: object) => websiteOf({ WebsiteConfiguration });
  expect(of({ IndexDocument: 'index.html', ErrorDocument: 'error.html' })).toEqual(site);
  expect(of({ IndexDocument: 'index.html' })).toEqual({ index: 'index.html' });
  expect(of({ RedirectAllRequestsTo: { HostName: 'x' } })).toBeUndefined();
  expect(websiteOf({})).toBeUndefined();
});

test('the host is that of the table of endpoints, in every region that the CDK has there', () => {
  const known = RegionInfo.regions.flatMap(({ name, s3StaticWebsiteEndpoint: endpoint = '' }) =>
    /\.amazonaws\.com(\.cn)?$/.test(endpoint) ? [[name, endpoint] as const] : [],
  );
  expect(known.length).toBeGreaterThan(20);
  for (const [region, endpoint] of known)
    expect(websiteHost('bucket', region)).toBe(`bucket.${endpoint}`);
});

const key = fc.constantFrom<string>(
  'a',
  'a/index.html',
  'a/b',
  'a/b/index.html',
  'index.html',
  'error.html',
);
const keys = fc.uniqueArray(key);
const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/', '/c');

describe('whatever is in the bucket', () => {
  test('a redirection leads to a page', () => {
    fc.assert(
      fc.property(keys, path, (all, asked) => {
        const { location = '' } = websiteAnswer(site, contents(all), { path: asked });
        fc.pre(location !== '');
        expect(websiteAnswer(site, contents(all), { path: location }).status).toBe(200);
      }),
    );
  });

  test('nothing is served that is not there, or that nobody may read', () => {
    fc.assert(
      fc.property(keys, keys, path, (all, secret, asked) => {
        const { key: served } = websiteAnswer(site, contents(all, secret), { path: asked });
        expect(served === undefined || (all.includes(served) && !secret.includes(served))).toBe(
          true,
        );
      }),
    );
  });

  test('what is added elsewhere changes no answer of 200', () => {
    fc.assert(
      fc.property(keys, key, path, (all, more, asked) => {
        const before = websiteAnswer(site, contents(all), { path: asked });
        fc.pre(before.status === 200);
        expect(websiteAnswer(site, contents([...all, more]), { path: asked })).toEqual(before);
      }),
    );
  });
});
