/** The server dies, or its page breaks: checks 2 and 4. */
import type { Capabilities } from '../../../lib/capabilities.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { judgeReadable } from './backup.ts';
import { judgeBucketName } from './buckets.ts';
import { checkConfig, judgeBound, judgeWatched, nameOf, secondaryOf } from './records.ts';
import { isOtherAnswered, isShown, stopWeb } from './visitors.ts';

type Template = Pick<Capabilities, 'fact' | 'facts'>;

const brokenPage = { kind: 'answer', of: 'Web', path: '/', status: 500 } as const;

export const backupAnswersInTime: Check<Stage> = {
  id: 'backup-answers-in-time',
  says: 'After httpd stops, the authoritative answer is the S3 endpoint within 16 s, and a client that honours the TTL gets 200 "backup" within 76 s (production: 96 s and 156 s)',
  told: {
    single: { fails: 'nothing but WebEip' },
    'dns-failover': 'holds',
    'edge-failover': 'absent',
  },
  ways: [
    by(['during', 'eventually', 'resolve', 'http'], ({ during, ...eyes }) =>
      during(stopWeb, () => seeBackup(eyes)),
    ),
    by(['during', 'resolve', 'fact', 'facts'], async ({ during, resolve, ...template }) => {
      const verdict = await judgeStandIn(template);
      if (verdict.outcome !== 'held') return verdict;
      return (await during(stopWeb, () => isOtherAnswered(resolve)))
        ? verdict
        : failed('with the server down the name still answers it');
    }),
    by(['fact', 'facts'], judgeStandIn),
  ],
};

export const brokenPageCountsAsDown: Check<Stage> = {
  id: 'broken-page-counts-as-down',
  says: 'When / answers 500 while httpd runs, the authoritative answer is the S3 endpoint within 16 s (production: 96 s)',
  told: { single: 'absent', 'dns-failover': 'holds', 'edge-failover': 'absent' },
  ways: [
    by(['during', 'eventually', 'resolve'], ({ during, eventually, resolve }) =>
      during(brokenPage, async () =>
        (await eventually('the zone answers another address', 16, () => isOtherAnswered(resolve)))
          ? held('a broken page takes the server out of the answer')
          : failed('16 s after the page broke the name still answers the server'),
      ),
    ),
    by(['fact'], async ({ fact }) =>
      every([
        await judgePath(fact),
        await judgeWatched(fact),
        await judgeBound(fact, 'authoritySeconds'),
      ]),
    ),
  ],
};

type Eyes = Pick<Capabilities, 'eventually' | 'resolve' | 'http'>;

async function seeBackup({ eventually, resolve, http }: Eyes): Promise<Verdict> {
  const hasLeft = await eventually('the zone answers another address', 16, () =>
    isOtherAnswered(resolve),
  );
  if (!hasLeft) return failed('after 16 s the name answers nothing but WebEip');
  const isSeen = await eventually('a client that honours the TTL sees the backup', 60, () =>
    isShown(http, 'backup'),
  );
  return isSeen
    ? held('visitors see the backup')
    : failed('a minute after the answer changed visitors still do not see the backup');
}

/** There is a spare, the primary is watched, the clocks are short enough, and S3 has a page for that name. */
async function judgeStandIn({ fact, facts }: Template): Promise<Verdict> {
  const secondary = await secondaryOf(facts);
  if (secondary === undefined)
    return failed('there is no SECONDARY record: the name answers nothing but WebEip');
  return every([
    await judgeBound(fact, 'clientSeconds'),
    await judgeWatched(fact),
    await judgeBucketName(facts, nameOf(secondary)),
    await judgeReadable(fact),
  ]);
}

async function judgePath(fact: Capabilities['fact']): Promise<Verdict> {
  const { ResourcePath: value } = await checkConfig(fact);
  const resource = 'PrimaryCheck';
  const evidence = { kind: 'fact', resource, property: 'ResourcePath', value } as const;
  return value === '/'
    ? held('the check asks for /, as visitors do', evidence)
    : failed(`the check asks for ${String(value)}, visitors ask for /`, evidence);
}
