/** The bucket: checks 5, 6 and 11. */
import { refusalOf, type Capabilities, type HttpResponse } from '../../../lib/capabilities.ts';
import { judgeFact } from '../../../lib/checks/facts.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { judgePermissions } from '../../../lib/checks/permissions.ts';
import { by, type Check } from '../../../lib/lab.ts';
import { every, failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Stage } from '../lab.ts';
import { blocksOn, isForAnybody, judgeBucketName, readersOf } from './buckets.ts';
import { nameOf, secondaryOf } from './records.ts';
import { siteName } from './visitors.ts';

type Http = Capabilities['http'];
type Fact = Capabilities['fact'];
type May = Capabilities['may'];

const onlyWithWebsite = {
  single: 'absent',
  'dns-failover': 'holds',
  'edge-failover': 'absent',
} as const;

export const backupSiteWorks: Check<Stage> = {
  id: 'backup-site-works',
  says: 'The website endpoint answers / with 200 "backup" and /nothing with 404 and the body of error.html',
  told: onlyWithWebsite,
  ways: [
    by(['resolve', 'http'], async ({ resolve, http }) => {
      const { status } = await resolve('${BackupName}', { from: 'stranger' });
      if (status !== 'NOERROR') return failed(`the name of the endpoint answers ${status}`);
      return every([
        await judgePage(http, '/', { status: 200, says: 'backup' }),
        await judgePage(http, '/nothing', { status: 404, says: 'no such page' }),
      ]);
    }),
    by(['fact'], async ({ fact }) =>
      every([
        judgeFact('Backup', await fact('Backup'), {
          'WebsiteConfiguration.IndexDocument': 'index.html',
          'WebsiteConfiguration.ErrorDocument': 'error.html',
        }),
        await judgeReadable(fact),
      ]),
    ),
  ],
};

export const bucketCarriesRecordName: Check<Stage> = {
  id: 'bucket-carries-record-name',
  says: 'The bucket of the secondary has exactly the name of the record',
  told: onlyWithWebsite,
  ways: [
    by(['resolve', 'http'], async ({ resolve, http }) => {
      const { status } = await resolve(siteName, { from: 'stranger' });
      if (status !== 'NOERROR') return failed(`the name answers ${status}`);
      const asked = { ...request('/'), headers: { host: siteName } };
      const answer = await http(asked);
      return isNoBucket(answer)
        ? failed('S3 knows no bucket of that name', exchange(asked, answer))
        : held('S3 finds a bucket of that name', exchange(asked, answer));
    }),
    by(['sdk'], async ({ sdk }) => {
      const refusal = await refusalOf(sdk('s3', 'HeadBucket', { Bucket: siteName }));
      return refusal === undefined
        ? held('S3 has a bucket of the name of the record')
        : failed(`S3 has no bucket of the name of the record: ${refusal.code}`);
    }),
    by(['facts'], async ({ facts }) => {
      const secondary = await secondaryOf(facts);
      if (secondary === undefined) return failed('there is no SECONDARY record');
      return judgeBucketName(facts, nameOf(secondary));
    }),
  ],
};

export const bucketIsPrivate: Check<Stage> = {
  id: 'bucket-is-private',
  says: 'Anonymous GET on the bucket is refused, GET by the distribution is allowed',
  told: { single: 'absent', 'dns-failover': { fails: 'anybody' }, 'edge-failover': 'holds' },
  ways: [
    by(['resolve', 'http'], async ({ resolve, http }) => {
      const { status } = await resolve('${BackupName}', { from: 'stranger' });
      if (status !== 'NOERROR') return failed(`the name of the bucket answers ${status}`);
      const asked = request('/index.html');
      const answer = await http(asked);
      return answer.status === 403
        ? held('an anonymous GET is refused', exchange(asked, answer))
        : failed(`anybody gets ${answer.status}, not 403`, exchange(asked, answer));
    }),
    by(
      ['may', 'fact'],
      async ({ may, fact }) =>
        every([await judgeAnybody(may), await judgeClosed(fact), await judgeEdgeReads(may)]),
      { strength: 'proved' },
    ),
  ],
};

/** Anybody may get objects, and no public access block stands against it. */
export async function judgeReadable(fact: Fact): Promise<Verdict> {
  const blocks = await blocksOn(fact);
  const inTheWay = ['BlockPublicPolicy', 'RestrictPublicBuckets'].filter((each) =>
    blocks.includes(each),
  );
  if (inTheWay.length > 0) return failed(`403 for everybody: ${inTheWay.join(' and ')}`);
  return (await readersOf(fact)).some(isForAnybody)
    ? held('anybody may get its objects')
    : failed('403 for everybody: no statement allows s3:GetObject');
}

const get = { action: 's3:GetObject', on: '${Backup.Arn}/index.html' } as const;

async function judgeAnybody(may: May): Promise<Verdict> {
  const verdict = await judgePermissions(may, [{ ...get, who: 'anonymous', expect: 'denied' }]);
  return { ...verdict, reason: `anybody: ${verdict.reason}` };
}

/** Whatever a later policy says. */
async function judgeClosed(fact: Fact): Promise<Verdict> {
  const blocks = await blocksOn(fact);
  return blocks.length === 4
    ? held('the whole public access block is on')
    : failed(`anybody could be let in: of the public access block only ${blocks.join(', ')} is on`);
}

/** No distribution's: CloudFront gave it to something else. */
const otherId = '${BackupAccess}';

/** CloudFront asks for every distribution of the world. */
function judgeEdgeReads(may: May): Promise<Verdict> {
  const edge = { ...get, who: 'cloudfront.amazonaws.com' };
  const distribution = (account: string, id: string) => ({
    'aws:SourceArn': `arn:aws:cloudfront::${account}:distribution/${id}`,
  });
  return judgePermissions(may, [
    { ...edge, context: distribution('${AWS::AccountId}', '${Edge}'), expect: 'allowed' },
    { ...edge, context: distribution('${AWS::AccountId}', otherId), expect: 'denied' },
    { ...edge, context: distribution('111122223333', '${Edge}'), expect: 'denied' },
  ]);
}

function request(path: string) {
  return { from: 'stranger', to: 'BackupUrl', path };
}

async function judgePage(
  http: Http,
  path: string,
  told: { readonly status: number; readonly says: string },
): Promise<Verdict> {
  const answer = await http(request(path));
  const isAsTold = answer.status === told.status && String(answer.body).includes(told.says);
  const evidence = exchange(request(path), answer);
  return isAsTold
    ? held(`${path} answers ${told.status} "${told.says}"`, evidence)
    : failed(`${path} answers ${answer.status}, not ${told.status} "${told.says}"`, evidence);
}

function isNoBucket({ status, body }: HttpResponse): boolean {
  return status === 404 && String(body).includes('NoSuchBucket');
}
