/** Removes what probes made from an emulator that goes on without them. */
import type { Host } from '../../../output/host.ts';
import type { Client } from '../../api/client.ts';
import { deleteStack, resourcesOf } from '../../api/deploy.ts';
import { emptyBucket } from '../../api/empty.ts';

/** The stack of a group, made or half made, and the objects in its buckets. */
export async function takeAway(client: Client, stack: string, host: Host): Promise<void> {
  for (const { type, physicalId } of await resourcesOf(client, stack))
    if (type === 'AWS::S3::Bucket') await emptyBucket(client, physicalId);
  await deleteStack(client, stack, host);
}
