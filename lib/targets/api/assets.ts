/** File assets of an assembly, packed and put where the template looks for them. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
import { refusalOf } from '../../capabilities.ts';
import type { Client } from './client.ts';
import type { Where } from './deployed.ts';

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
}
interface FileAsset {
  readonly source: { readonly path: string; readonly packaging: 'file' | 'zip' };
  readonly destinations: Readonly<Record<string, Destination>>;
}
interface Destination {
  readonly bucketName: string;
  readonly objectKey: string;
}

/** Uploads every asset that is not there yet; makes the asset bucket where it is missing. */
export async function publishAssets(client: Client, folder: string, where: Where): Promise<void> {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.assets.json'))) {
    const { files = {} } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as AssetManifest;
    for (const { source, destinations } of Object.values(files)) {
      // Templates go along with the change set itself.
      if (source.path.endsWith('.template.json')) continue;
      for (const to of Object.values(destinations))
        await publish(client, join(folder, source.path), {
          to: placed(to, where),
          zip: source.packaging === 'zip',
        });
    }
  }
}

async function publish(
  client: Client,
  path: string,
  { to, zip }: { to: Destination; zip: boolean },
): Promise<void> {
  const Bucket = to.bucketName;
  if ((await refusalOf(client.send('s3', 'HeadBucket', { Bucket }))) !== undefined)
    await client.send('s3', 'CreateBucket', { Bucket });
  const there = await refusalOf(client.send('s3', 'HeadObject', { Bucket, Key: to.objectKey }));
  if (there === undefined) return;
  const Body = zip ? packed(path) : readFileSync(path);
  await client.send('s3', 'PutObject', { Bucket, Key: to.objectKey, Body });
}

/** The same files give the same bytes: no times of day inside. */
function packed(folder: string): Uint8Array {
  const files = existsSync(folder) && statSync(folder).isDirectory() ? filesBelow(folder) : [];
  const entries = files.map((file) => [file, new Uint8Array(readFileSync(join(folder, file)))]);
  const epoch = new Date(1980, 0, 1);
  if (entries.length === 0) return new Uint8Array(readFileSync(folder, { flag: 'r' }));
  return zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>, { mtime: epoch });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile() && !basename(file).startsWith('.'))
    .sort();
}

function placed(to: Destination, { region, account }: Where): Destination {
  const fill = (text: string): string =>
    text
      .replaceAll('${AWS::AccountId}', account)
      .replaceAll('${AWS::Region}', region)
      .replaceAll('${AWS::Partition}', 'aws');
  return { bucketName: fill(to.bucketName), objectKey: fill(to.objectKey) };
}
