/** The page with its script: check 7. */
import type { Capabilities } from '../../../lib/capabilities.ts';
import { judgeAnybody, judgeCors, judgePage, proves, type Bucket } from '../../../lib/checks/s3.ts';
import type { Check } from '../../../lib/lab.ts';
import { isShared, letsOut, preflightFor } from '../../../lib/s3/browser.ts';
import type { CorsAnswer } from '../../../lib/s3/cors.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import { asked, marks, siteKeys } from '../content.ts';
import type { Stage } from '../lab.ts';
import { atWebsites, siteOriginOf } from './asking.ts';
import { shownBy } from './browser.ts';
import { provenSite } from './cross-origin.ts';

export const pageShowsTheAsset: Check<Stage> = {
  id: 'page-shows-the-asset',
  says: 'A browser shows the text of extra.html inside index.html',
  ways: [
    ...atWebsites(judgeShown, ['s3-cors']),
    proves(async (at) => {
      const [site, assets] = [await at('SiteBucket'), await at('AssetBucket')];
      return every([
        judgePage(site, { path: '/', keys: siteKeys, told: { status: 200, key: 'index.html' } }),
        judgeAnybody(assets, { action: 's3:GetObject', key: 'extra.html', expect: 'allowed' }),
        ...judgeBrowser(assets),
      ]);
    }),
  ],
};

async function judgeShown({ http, sdk }: Pick<Capabilities, 'http' | 'sdk'>): Promise<Verdict> {
  const { status, body } = await http({ to: 'SiteUrl', path: '/' });
  if (status !== 200) return failed(`the page itself is ${status}`);
  const origin = await siteOriginOf(sdk);
  const { extra = 'nothing', font } = await shownBy(String(body), { http, origin, to: 'AssetUrl' });
  const evidence = {
    kind: 'exchange',
    request: `the script of / on ${origin}`,
    response: JSON.stringify({ extra, font }),
  } as const;
  return extra.includes(marks.extra) && font?.startsWith('a font') === true
    ? held(`the page shows "${marks.extra}" and loads its font`, evidence)
    : failed(`the page shows "${extra.trim()}" and ${font ?? 'no font'}`, evidence);
}

/** What a browser on the site does with the answers to the script's preflight and to its request. */
function judgeBrowser(assets: Bucket): readonly Verdict[] {
  const { method } = asked;
  const origins = { SiteBucket: provenSite };
  const asks = preflightFor(asked) ?? [];
  return [
    judgeCors(
      assets,
      { origin: provenSite, method, asks },
      {
        origins,
        told: ({ status = 200, headers }) =>
          letsOut(provenSite, asked, { status, headers })
            ? held('the browser lets the request out')
            : failed(
                `the browser keeps the request: its preflight for ${asks.join()} is ${status}`,
              ),
      },
    ),
    judgeCors(assets, { origin: provenSite, method }, { origins, told: judgeReadable }),
  ];
}

function judgeReadable({ headers }: CorsAnswer): Verdict {
  return isShared(provenSite, headers)
    ? held('the browser gives the answer to the script')
    : failed('the browser keeps the answer from the script: it names no origin, or another');
}
