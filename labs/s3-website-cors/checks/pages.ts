/** Index and error documents: check 1. */
import { judgePage, proves, type Bucket } from '../../../lib/checks/s3.ts';
import type { Check } from '../../../lib/lab.ts';
import { every, type Verdict } from '../../../lib/verdict.ts';
import { assetKeys, marks, siteKeys } from '../content.ts';
import type { Stage } from '../lab.ts';
import { atWebsites, judgeAnswer, type Http } from './asking.ts';

export const indexAndError: Check<Stage> = {
  id: 'index-and-error',
  says: 'The website endpoint answers / and /docs/ with 200, /docs with 302 to /docs/, and /nope with 404 and the body of error.html',
  ways: [
    ...atWebsites(async ({ http }) =>
      every([
        await judgeBody(http, '/', 200, marks.index),
        await judgeBody(http, '/docs/', 200, marks.docs),
        await judgeAnswer(
          http,
          { to: 'SiteUrl', path: '/docs' },
          {
            status: 302,
            says: 'to /docs/',
            is: ({ headers }) => headers['location']?.endsWith('/docs/') === true,
          },
        ),
        await judgeBody(http, '/nope', 404, marks.error),
        await judgeBody(http, '/nope', 404, marks.error, 'AssetUrl'),
      ]),
    ),
    proves(async (at) => {
      const [site, assets] = [await at('SiteBucket'), await at('AssetBucket')];
      return every([
        judgeSite(site, '/', { status: 200, key: 'index.html' }),
        judgeSite(site, '/docs/', { status: 200, key: 'docs/index.html' }),
        judgeSite(site, '/docs', { status: 302, location: '/docs/' }),
        judgeSite(site, '/nope', notThere),
        judgePage(assets, { path: '/nope', keys: assetKeys, told: notThere }),
      ]);
    }),
  ],
};

const notThere = { status: 404, key: 'error.html' } as const;

function judgeSite(
  site: Bucket,
  path: string,
  told: Parameters<typeof judgePage>[1]['told'],
): Verdict {
  return judgePage(site, { path, keys: siteKeys, told });
}

function judgeBody(
  http: Http,
  path: string,
  ...[status, mark, to = 'SiteUrl']: [status: number, mark: string, to?: string]
): Promise<Verdict> {
  return judgeAnswer(
    http,
    { to, path },
    { status, says: `"${mark}"`, is: ({ body }) => String(body).includes(mark) },
  );
}
