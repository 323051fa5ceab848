/** Removes what probes made from an emulator that goes on without them. */
import type { Host } from '../../../output/host.ts';
import type { Client } from '../../api/client.ts';
import { deleteStack, resourcesOf } from '../../api/deploy.ts';

/** The stack of a group, made or half made, and the objects in its buckets. */
export async function takeAway(client: Client, stack: string, host: Host): Promise<void> {
  for (const { type, physicalId } of await resourcesOf(client, stack))
    if (type === 'AWS::S3::Bucket') await empty(client, physicalId);
  await deleteStack(client, stack, host);
}

async function empty(client: Client, Bucket: string): Promise<void> {
  const { Contents = [] } = await client.send('s3', 'ListObjectsV2', { Bucket });
  for (const { Key } of Contents as readonly { readonly Key: string }[])
    await client.send('s3', 'DeleteObject', { Bucket, Key });
}
