/**
 * The bucket that assets are uploaded to. Bootstrapping an account makes it, with five roles that labs do not need, one
 * of them an administrator's. So where it is missing the kit makes the bucket alone, and takes it away again with its
 * last lab: what is left under that name would make a later `cdk bootstrap` fail.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { refusalOf } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import type { Client } from '../../api/client.ts';
import { emptyBuckets } from '../../api/empty.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { everyStack } from '../stacks/stacks.ts';
import { createdByKit, isOfKit, readTags, type Tag } from '../stacks/tags.ts';
import type { Working } from '../enter/working.ts';

interface AssetManifest {
  readonly files?: Readonly<
    Record<string, { readonly destinations: Readonly<Record<string, { bucketName: string }>> }>
  >;
}

/** What the tag `lab:id` of the bucket says: it belongs to no lab alone. */
export const assetsId = 'assets';
const tags: readonly Tag[] = [{ Key: 'lab:id', Value: assetsId }, createdByKit];

/** The buckets that the assembly is uploaded to, as they are called in this account and region. */
export function assetBuckets(folder: string, { account, region }: Sandbox): readonly string[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.assets.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as AssetManifest)
    .flatMap(({ files = {} }) => Object.values(files))
    .flatMap(({ destinations }) => Object.values(destinations))
    .map(({ bucketName }) =>
      bucketName.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region),
    );
  return [...new Set(names)];
}

/**
 * Those of the buckets that are not there.
 * @throws AssetBucketTaken where another account holds the name, which anybody can guess
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export async function missingBuckets(
  names: readonly string[],
  sandbox: Sandbox,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const Bucket of names) {
    const asked = { Bucket, ExpectedBucketOwner: sandbox.account };
    const refusal = await refusalOf(sandbox.client.send('s3', 'HeadBucket', asked));
    if (refusal?.status === 404) missing.push(Bucket);
    else if (refusal !== undefined)
      throw new KitError(
        'AssetBucketTaken',
        `the bucket ${Bucket}, to which assets are uploaded, is not open to account ${sandbox.account}: ${refusal.code}`,
        { next: 'somebody else may hold that name: npx cdk bootstrap says so, too' },
      );
  }
  return missing;
}

/** Makes the bucket: private, encrypted, over TLS alone, tagged as the kit's. */
export async function makeBucket(Bucket: string, { client, region }: Sandbox): Promise<void> {
  // us-east-1 is the one region that is not named as the place of a bucket.
  const place = region === 'us-east-1' ? {} : { LocationConstraint: region };
  await client.send('s3', 'CreateBucket', {
    Bucket,
    ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: place }),
  });
  await client.send('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: tags } });
  await client.send('s3', 'PutPublicAccessBlock', {
    Bucket,
    PublicAccessBlockConfiguration: {
      ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
      ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
    },
  });
  await client.send('s3', 'PutBucketEncryption', {
    Bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  });
  await client.send('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(tlsOnly(Bucket)) });
}

function tlsOnly(bucket: string): object {
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition };
  return { Version: '2012-10-17', Statement: [deny] };
}

/** Removes those of the buckets that the kit made, where no stack of the kit needs them any more. */
export async function removeUnneededBuckets(
  names: readonly string[],
  { sandbox, host }: Working,
): Promise<void> {
  const ours: string[] = [];
  for (const name of names) if (await isOurs(sandbox.client, name)) ours.push(name);
  if (ours.length === 0) return;
  if ((await everyStack(sandbox.client)).some((stack) => isOfKit(stack.tags))) return;
  for (const name of ours) {
    await removeBucket(sandbox.client, name);
    host.say(`Removed ${name}, to which the kit had uploaded: no lab needs it any more.`);
  }
}

/** Empties the bucket and deletes it. */
export async function removeBucket(client: Client, Bucket: string): Promise<void> {
  await emptyBuckets(client, [
    {
      ...{ stack: '', logicalId: '', path: '', properties: {}, physicalId: Bucket },
      ...{ type: 'AWS::S3::Bucket', deletionPolicy: 'Delete' },
    },
  ]);
  await client.send('s3', 'DeleteBucket', { Bucket });
}

async function isOurs(client: Client, Bucket: string): Promise<boolean> {
  const asked = client.send('s3', 'GetBucketTagging', { Bucket });
  if ((await refusalOf(asked)) !== undefined) return false;
  const found = readTags((await asked)['TagSet']);
  return isOfKit(found) && found['lab:id'] === assetsId;
}
