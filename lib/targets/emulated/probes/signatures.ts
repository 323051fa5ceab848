/** Pre-signed URLs that S3 has to refuse. */
import type { Connection } from '../../api/client.ts';
import { send } from '../../api/request.ts';

interface Named {
  readonly Bucket: string;
  readonly Key: string;
}

const validSeconds = 60;

/** The statuses that URLs for this object get once they are altered, and one that has expired. */
export async function spoiled(connection: Connection, named: Named): Promise<readonly number[]> {
  const good = await signed(connection, named, new Date());
  const expired = await signed(connection, named, new Date(Date.now() - 2 * validSeconds * 1000));
  const asked = [
    ['GET', expired],
    ['DELETE', good],
    ['GET', good.replace('?', '-other?')],
    ['GET', withQuery(good, 'X-Amz-Expires', '600')],
    ['GET', withQuery(good, 'X-Amz-Signature', 'f'.repeat(64))],
  ] as const;
  const answers = asked.map(([method, url]) => send({ url }, { method, headers: {} }));
  return (await Promise.all(answers)).map(({ status }) => status);
}

async function signed(connection: Connection, named: Named, signingDate: Date): Promise<string> {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  const { endpoint, region, identity: credentials } = connection;
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region,
    credentials,
    forcePathStyle: true,
  });
  return getSignedUrl(client, new GetObjectCommand(named), {
    expiresIn: validSeconds,
    signingDate,
  });
}

function withQuery(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}
