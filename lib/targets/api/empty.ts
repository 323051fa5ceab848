/** Buckets that go with their stack, emptied first: CloudFormation removes none that holds an object. */
import { refusalOf, type Properties } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import type { Client } from './client.ts';
import type { Deployed } from './deployed.ts';

export interface Emptied {
  readonly bucket: string;
  /** Versions and delete markers counted. */
  readonly objects: number;
}

/** S3 lists and deletes this many at once. */
const pageSize = 1000;
/** A learner's bucket holds a handful; more than 100 000 are somebody's data, and not ours to delete. */
const mostPages = 100;

/**
 * Empties every bucket whose deletion policy says `Delete`, versions and markers too. Gives those that held something.
 * @throws BucketNotEmptied where S3 keeps an object, or there are more than anybody put there by hand
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html
 */
export async function emptyBuckets(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly Emptied[]> {
  const buckets = deployed.filter(
    ({ type, deletionPolicy }) => type === 'AWS::S3::Bucket' && deletionPolicy === 'Delete',
  );
  const emptied: Emptied[] = [];
  for (const { physicalId: bucket } of buckets) {
    if ((await refusalOf(client.send('s3', 'HeadBucket', { Bucket: bucket }))) !== undefined)
      continue;
    const objects = await emptyBucket(client, bucket);
    if (objects > 0) emptied.push({ bucket, objects });
  }
  return emptied;
}

/** The bucket, whatever is to become of it. Gives how many objects it held. @throws BucketNotEmptied */
export async function emptyBucket(client: Client, bucket: string): Promise<number> {
  let objects = 0;
  for (let page = 0; page < mostPages; page++) {
    const found = await firstPage(client, bucket);
    if (found.length === 0) return objects;
    await deleteAll(client, bucket, found);
    objects += found.length;
  }
  throw notEmptied(bucket, `it still holds objects after ${objects} were deleted`);
}

/** Always from the beginning: what the page before held is gone. */
async function firstPage(client: Client, bucket: string): Promise<readonly Properties[]> {
  const { Versions = [], DeleteMarkers = [] } = await client.send('s3', 'ListObjectVersions', {
    Bucket: bucket,
    MaxKeys: pageSize,
  });
  return [...(Versions as Properties[]), ...(DeleteMarkers as Properties[])].map(
    ({ Key, VersionId }) => ({ Key, VersionId }),
  );
}

async function deleteAll(
  client: Client,
  bucket: string,
  objects: readonly Properties[],
): Promise<void> {
  const { Errors = [] } = await client.send('s3', 'DeleteObjects', {
    Bucket: bucket,
    Delete: { Objects: objects, Quiet: true },
  });
  const [kept] = Errors as readonly Properties[];
  if (kept !== undefined)
    throw notEmptied(bucket, `${String(kept['Key'])} is kept: ${String(kept['Code'])}`);
}

function notEmptied(bucket: string, why: string): KitError {
  return new KitError('BucketNotEmptied', `bucket ${bucket} cannot be emptied: ${why}`, {
    next: `aws s3 rm s3://${bucket} --recursive, where you are sure, and down again`,
  });
}
