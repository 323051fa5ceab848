import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { AwsRefusal, type Properties } from '../../../lib/capabilities.ts';
import { publishAssets } from '../../../lib/targets/api/assets.ts';
import type { Client } from '../../../lib/targets/api/client.ts';

const folders: string[] = [];
afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true });
});

/** An assembly with one zipped and one plain asset, its files as old as is said. */
function assembly(seconds: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'lab-assets-'));
  folders.push(folder);
  mkdirSync(join(folder, 'asset.code', 'lib'), { recursive: true });
  const files = { 'asset.code/index.js': 'exports', 'asset.code/lib/b.js': 'b', 'plain.txt': 'p' };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), seconds, seconds);
  }
  const to = (objectKey: string) => ({
    here: { bucketName: 'assets-${AWS::AccountId}-${AWS::Region}', objectKey },
  });
  const sources = {
    code: {
      source: { path: 'asset.code', packaging: 'zip' },
      destinations: to('${AWS::Partition}/code.zip'),
    },
    plain: { source: { path: 'plain.txt', packaging: 'file' }, destinations: to('plain.txt') },
    own: { source: { path: 'S.template.json', packaging: 'file' }, destinations: to('S.json') },
  };
  writeFileSync(join(folder, 'S.assets.json'), JSON.stringify({ files: sources }));
  return folder;
}

/** A store that knows nothing but what was put into it. */
function store() {
  const sent: string[] = [];
  const objects = new Map<string, Uint8Array>();
  const buckets = new Set<unknown>();
  const answers: Readonly<Record<string, (input: Properties) => boolean>> = {
    HeadBucket: ({ Bucket }) => buckets.has(Bucket),
    CreateBucket: ({ Bucket }) => buckets.add(Bucket).size > 0,
    HeadObject: ({ Key }) => objects.has(String(Key)),
    PutObject: ({ Key, Body }) => objects.set(String(Key), Body as Uint8Array).size > 0,
  };
  const client: Client = {
    connection: { endpoint: '', region: '', identity: { accessKeyId: '', secretAccessKey: '' } },
    presigned: () => Promise.reject(new Error('not asked')),
    as: () => client,
    send: (_, command, input) => {
      sent.push([command, input['Bucket'], input['Key']].filter(Boolean).join(' '));
      return answers[command]?.(input) === true
        ? Promise.resolve({})
        : Promise.reject(new AwsRefusal('NotFound', 404, 'not there'));
    },
  };
  return { client, sent, objects };
}

const where = { region: 'eu-west-1', account: '111122223333' };
const bucket = 'assets-111122223333-eu-west-1';

test('assets are put where the template looks, in a bucket that is made once; templates are not', async () => {
  const { client, sent, objects } = store();
  await publishAssets(client, assembly(1e9), where);
  expect(sent.filter((each) => /^(Create|Put)/.test(each))).toEqual([
    `CreateBucket ${bucket}`,
    `PutObject ${bucket} aws/code.zip`,
    `PutObject ${bucket} plain.txt`,
  ]);
  expect(Buffer.from(objects.get('plain.txt') ?? []).toString()).toBe('p');
  const files = unzipSync(new Uint8Array(objects.get('aws/code.zip') ?? []));
  expect(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
  ).toEqual([
    ['index.js', 'exports'],
    ['lib/b.js', 'b'],
  ]);
});

test('what is there already is not put again', async () => {
  const { client, sent } = store();
  const folder = assembly(1e9);
  await publishAssets(client, folder, where);
  const before = sent.length;
  await publishAssets(client, folder, where);
  expect(sent.slice(before).filter((each) => !each.startsWith('Head'))).toEqual([]);
});

test('the same files give the same bytes, however old they are and whenever they are packed', async () => {
  const [young, old] = [store(), store()];
  await publishAssets(young.client, assembly(1.7e9), where);
  const now = jest.spyOn(Date, 'now').mockReturnValue(1.8e12);
  await publishAssets(old.client, assembly(1e9), where);
  now.mockRestore();
  const bytes = (each: typeof old) => Buffer.from(each.objects.get('aws/code.zip') ?? []);
  expect(bytes(young).equals(bytes(old))).toBe(true);
});
