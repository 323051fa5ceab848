import { AwsRefusal, type Properties } from '../../../lib/capabilities.ts';
import type { Client } from '../../../lib/targets/api/client.ts';
import type { Deployed } from '../../../lib/targets/api/deployed.ts';
import { emptyBuckets } from '../../../lib/targets/api/empty.ts';

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

/** A store of versions and markers, of which some are kept for good. */
function store(
  buckets: Record<string, { versions: Version[]; markers?: Version[] }>,
  keeps: (key: string) => boolean = () => false,
) {
  const sent: string[] = [];
  const answers: Readonly<Record<string, (bucket: string, input: Properties) => Properties>> = {
    HeadBucket: () => ({}),
    ListObjectVersions: (bucket, { MaxKeys }) => {
      const { versions, markers = [] } = buckets[bucket]!;
      const Versions = versions.slice(0, Number(MaxKeys));
      return { Versions, DeleteMarkers: markers.slice(0, Number(MaxKeys) - Versions.length) };
    },
    DeleteObjects: (bucket, { Delete }) => {
      const { Objects } = Delete as { Objects: readonly Version[] };
      const named = new Set(Objects.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      const isGone = ({ Key, VersionId }: Version): boolean =>
        !keeps(Key) && named.has(`${Key} ${VersionId}`);
      const { versions, markers = [] } = buckets[bucket]!;
      buckets[bucket] = {
        versions: versions.filter((each) => !isGone(each)),
        markers: markers.filter((each) => !isGone(each)),
      };
      const kept = Objects.filter(({ Key }) => keeps(Key));
      return kept.length === 0
        ? {}
        : { Errors: kept.map(({ Key }) => ({ Key, Code: 'AccessDenied' })) };
    },
  };
  const client: Client = {
    connection: { endpoint: '', region: '', identity: { accessKeyId: '', secretAccessKey: '' } },
    presigned: () => Promise.reject(new Error('not asked')),
    as: () => client,
    send: (_, command, input) => {
      const bucket = String(input['Bucket']);
      sent.push(`${command} ${bucket}`);
      return buckets[bucket] === undefined
        ? Promise.reject(new AwsRefusal('NotFound', 404, 'not there'))
        : Promise.resolve(answers[command]!(bucket, input));
    },
  };
  return { client, sent, buckets };
}

const bucket = (physicalId: string, deletionPolicy?: string): Deployed => ({
  stack: 'Web',
  logicalId: 'Site',
  path: 'Web/Site',
  type: 'AWS::S3::Bucket',
  physicalId,
  properties: {},
  ...(deletionPolicy === undefined ? {} : { deletionPolicy }),
});
const versions = (count: number, key = 'k'): Version[] =>
  Array.from({ length: count }, (_, at) => ({ Key: `${key}${at}`, VersionId: `v${at}` }));

test('versions and delete markers go, and are counted', async () => {
  const { client, buckets } = store({ site: { versions: versions(3), markers: versions(2, 'm') } });
  expect(await emptyBuckets(client, [bucket('site', 'Delete')])).toEqual([
    { bucket: 'site', objects: 5 },
  ]);
  expect(buckets['site']).toEqual({ versions: [], markers: [] });
});

test('more than a page goes page by page', async () => {
  const { client, sent } = store({ site: { versions: versions(2500) } });
  expect(await emptyBuckets(client, [bucket('site', 'Delete')])).toEqual([
    { bucket: 'site', objects: 2500 },
  ]);
  expect(sent.filter((each) => each.startsWith('DeleteObjects'))).toHaveLength(3);
});

test.each(['Retain', 'RetainExceptOnCreate', 'Snapshot', undefined])(
  'a bucket whose deletion policy is %s is not even looked at',
  async (deletionPolicy) => {
    const { client, sent } = store({ site: { versions: versions(1) } });
    expect(await emptyBuckets(client, [bucket('site', deletionPolicy)])).toEqual([]);
    expect(sent).toEqual([]);
  },
);

test('nothing but buckets is looked at', async () => {
  const { client, sent } = store({ site: { versions: versions(1) } });
  const table = { ...bucket('site', 'Delete'), type: 'AWS::DynamoDB::Table' };
  expect(await emptyBuckets(client, [table])).toEqual([]);
  expect(sent).toEqual([]);
});

test('an empty bucket and one that is gone say nothing', async () => {
  const { client, sent } = store({ empty: { versions: [] } });
  const both = [bucket('gone', 'Delete'), bucket('empty', 'Delete')];
  expect(await emptyBuckets(client, both)).toEqual([]);
  expect(sent).toEqual(['HeadBucket gone', 'HeadBucket empty', 'ListObjectVersions empty']);
});

test('refuses where S3 keeps an object, and names it', async () => {
  const { client } = store({ site: { versions: versions(2) } }, (key) => key === 'k1');
  await expect(emptyBuckets(client, [bucket('site', 'Delete')])).rejects.toMatchObject({
    code: 'BucketNotEmptied',
    message: 'bucket site cannot be emptied: k1 is kept: AccessDenied',
  });
});

test('refuses after 100 pages: that is no longer what a lab put there', async () => {
  const { client, sent, buckets } = store({ site: { versions: versions(1000) } });
  // Somebody fills it as fast as it is emptied.
  Object.defineProperty(buckets, 'site', { get: () => ({ versions: versions(1000) }), set() {} });
  await expect(emptyBuckets(client, [bucket('site', 'Delete')])).rejects.toMatchObject({
    code: 'BucketNotEmptied',
    message: expect.stringContaining('after 100000 were deleted') as string,
  });
  expect(sent.filter((each) => each.startsWith('DeleteObjects'))).toHaveLength(100);
});
