/** What the CORS rules of the assets say to whom: checks 3, 4, 5 and 8. */
import { randomUUID } from 'node:crypto';
import { judgeAnybody, proves } from '../../../lib/checks/s3.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every } from '../../../lib/verdict.ts';
import { uploadOrigin } from '../content.ts';
import type { Stage } from '../lab.ts';
import { atEither, atWebsites, siteOriginOf } from './asking.ts';
import { judgeAsked, judgeProven, provenSite, type Question } from './cross-origin.ts';

const stranger = 'http://evil.test';

/** CORS grants nothing: whether the object comes along is for the policy to say, so the status is not told. */
const fromSite = (origin: string): Question => ({
  request: { origin, method: 'GET' },
  told: { sharedWith: origin, terms: { 'expose-headers': 'ETag' } },
});

const fromStranger: Question = {
  request: { origin: stranger, method: 'GET' },
  told: { status: 200 },
};

const preflights = (origin: string): readonly Question[] => [
  {
    request: { origin, method: 'GET', asks: ['authorization'] },
    told: { status: 200, sharedWith: origin, terms: { 'max-age': '600' } },
  },
  { request: { origin, method: 'DELETE', asks: [] }, told: { status: 403 } },
  { request: { origin, method: 'GET', asks: ['x-other'] }, told: { status: 403 } },
  { request: { origin: stranger, method: 'GET', asks: [] }, told: { status: 403 } },
];

const uploads = (origin: string): readonly Question[] => [
  {
    request: { origin: uploadOrigin, method: 'PUT' },
    told: { status: 200, sharedWith: uploadOrigin },
  },
  { request: { origin, method: 'PUT' }, told: { status: 200 } },
];

export const allowedOriginGetsHeader: Check<Stage> = {
  id: 'allowed-origin-gets-header',
  says: "S3 answers a GET with the site's Origin with that origin in Access-Control-Allow-Origin, and exposes ETag",
  ways: [
    ...atEither((visitor) => judgeAsked(visitor, fromSite(visitor.siteOrigin)), ['s3-cors']),
    proves(async (at) => judgeProven(await at('AssetBucket'), fromSite(provenSite))),
  ],
};

export const otherOriginGetsNone: Check<Stage> = {
  id: 'other-origin-gets-none',
  says: 'S3 answers the same GET from another origin with 200 and no Access-Control header',
  ways: [
    ...atWebsites(({ http }) => judgeAsked({ http, to: 'AssetUrl' }, fromStranger), ['s3-cors']),
    by(['http'], ({ http }) => judgeAsked({ http, to: 'AssetBucket' }, fromStranger), [
      's3-policy',
      's3-cors',
    ]),
    proves(async (at) => {
      const assets = await at('AssetBucket');
      return every([
        judgeProven(assets, fromStranger),
        judgeAnybody(assets, { action: 's3:GetObject', key: 'extra.html', expect: 'allowed' }),
      ]);
    }),
  ],
};

export const preflightDecides: Check<Stage> = {
  id: 'preflight-decides',
  says: 'S3 answers a preflight for GET with authorization with 200 for 600 s; for DELETE, for x-other, and from another origin with 403',
  ways: [
    ...atEither(
      async (visitor) => {
        const asked = preflights(visitor.siteOrigin);
        return every(await Promise.all(asked.map((each) => judgeAsked(visitor, each))));
      },
      ['s3-cors'],
    ),
    proves(async (at) => {
      const assets = await at('AssetBucket');
      return every(preflights(provenSite).map((each) => judgeProven(assets, each)));
    }),
  ],
};

export const uploadOriginMayPut: Check<Stage> = {
  id: 'upload-origin-may-put',
  says: `S3 shares the answer to a PUT by pre-signed URL with ${uploadOrigin}, and not with the site`,
  ways: [
    by(
      ['http', 'sdk'],
      async ({ http, sdk }) => {
        const key = `upload-${randomUUID()}.txt`;
        const upload = { http, to: 'AssetBucket', path: `/${key}`, body: 'uploaded' };
        try {
          const asked = uploads(await siteOriginOf(sdk));
          return every(await Promise.all(asked.map((each) => judgeAsked(upload, each))));
        } finally {
          await sdk('s3', 'DeleteObject', { Bucket: '${AssetBucket}', Key: key });
        }
      },
      // Whether anybody looks at the signature is another question.
      ['s3-cors'],
    ),
    proves(async (at) => {
      const assets = await at('AssetBucket');
      return every(uploads(provenSite).map((each) => judgeProven(assets, each)));
    }),
  ],
};
