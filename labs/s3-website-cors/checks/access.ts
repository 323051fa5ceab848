/** What the policy lets everybody do: checks 2, 6 and 9. */
import { randomUUID } from 'node:crypto';
import { judgeAnybody, proves } from '../../../lib/checks/s3.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every } from '../../../lib/verdict.ts';
import { marks } from '../content.ts';
import type { Stage } from '../lab.ts';
import { atEither, judgeAnswer } from './asking.ts';

const getObject = 's3:GetObject';

export const deniedPrefixIs403: Check<Stage> = {
  id: 'denied-prefix-is-403',
  says: 'Everybody who asks for /private/plan.txt gets 403',
  ways: [
    ...atEither(
      ({ http, to }) => judgeAnswer(http, { to, path: '/private/plan.txt' }, { status: 403 }),
      ['s3-policy'],
    ),
    proves(async (at) =>
      judgeAnybody(await at('AssetBucket'), {
        action: getObject,
        key: 'private/plan.txt',
        expect: 'denied',
      }),
    ),
  ],
};

export const directLinkAlwaysWorks: Check<Stage> = {
  id: 'direct-link-always-works',
  says: 'Everybody who asks for extra.html without an Origin gets 200',
  ways: [
    ...atEither(
      ({ http, to }) =>
        judgeAnswer(
          http,
          { to, path: '/extra.html' },
          {
            status: 200,
            says: `"${marks.extra}"`,
            is: ({ body }) => String(body).includes(marks.extra),
          },
        ),
      ['s3-policy'],
    ),
    proves(async (at) =>
      judgeAnybody(await at('AssetBucket'), {
        action: getObject,
        key: 'extra.html',
        expect: 'allowed',
      }),
    ),
  ],
};

export const onlyGetIsPublic: Check<Stage> = {
  id: 'only-get-is-public',
  says: 'Nobody without credentials may put or delete an object, or list a bucket',
  ways: [
    by(
      ['http'],
      async ({ http }) => {
        const path = `/nobody-${randomUUID()}.txt`;
        const refused = { status: 403 };
        const asked = ['SiteBucket', 'AssetBucket'].flatMap((to) => [
          judgeAnswer(http, { to, path, method: 'PUT', body: 'of nobody' }, refused),
          judgeAnswer(http, { to, path, method: 'DELETE' }, refused),
          judgeAnswer(http, { to, path: '/' }, refused),
        ]);
        return every(await Promise.all(asked));
      },
      ['s3-policy'],
    ),
    proves(async (at) => {
      const buckets = [await at('SiteBucket'), await at('AssetBucket')];
      const expect = 'denied';
      return every(
        buckets.flatMap((bucket) => [
          judgeAnybody(bucket, { action: 's3:PutObject', key: 'nobody.txt', expect }),
          judgeAnybody(bucket, { action: 's3:DeleteObject', key: 'nobody.txt', expect }),
          judgeAnybody(bucket, { action: 's3:ListBucket', expect }),
        ]),
      );
    }),
  ],
};
