import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Properties } from '../../../lib/capabilities.ts';
import type { Client } from '../../../lib/targets/api/client.ts';
import { putObjects, type Declaring } from '../../../lib/targets/api/objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-objects-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What was put, by bucket and key. */
function store() {
  const put = new Map<string, Properties>();
  const client: Client = {
    connection: { endpoint: '', region: '', identity: { accessKeyId: '', secretAccessKey: '' } },
    presigned: () => Promise.reject(new Error('not asked')),
    as: () => client,
    send: (service, command, { Bucket, Key, ...object }) => {
      expect([service, command]).toEqual(['s3', 'PutObject']);
      put.set(`${String(Bucket)}/${String(Key)}`, object);
      return Promise.resolve({});
    },
  };
  return { client, put };
}

const bucket = (logicalId: string, stack = 'Web'): Declaring['deployed'][number] => ({
  stack,
  logicalId,
  path: `${stack}/${logicalId}`,
  type: 'AWS::S3::Bucket',
  physicalId: `made-${stack}-${logicalId}`.toLowerCase(),
  properties: {},
});

function declaring(objects: object, more: Partial<Declaring> = {}): Declaring {
  const Site = { Type: 'AWS::S3::Bucket', Metadata: { 'kit:objects': objects } };
  return {
    stacks: [{ name: 'Web', raw: { Resources: { Site } } }],
    deployed: [bucket('Site')],
    outputs: {},
    folder,
    ...more,
  };
}

test('every object is put under its key, with the type that its name tells', async () => {
  const { client, put } = store();
  writeFileSync(join(folder, 'asset.font'), Buffer.from([0, 255]));
  const objects = { 'docs/a.html': '<p>', 'a.JS': 'x', 'f.woff2': { file: 'asset.font' } };
  expect(await putObjects(client, declaring(objects))).toEqual(['3 objects in Site']);
  expect(Object.fromEntries(put)).toEqual({
    'made-web-site/docs/a.html': { ContentType: 'text/html; charset=utf-8', Body: '<p>' },
    'made-web-site/a.JS': { ContentType: 'application/octet-stream', Body: 'x' },
    'made-web-site/f.woff2': { ContentType: 'font/woff2', Body: Buffer.from([0, 255]) },
  });
});

test('an output in a text gets its value, any other ${...} stays', async () => {
  const { client, put } = store();
  const text = "const assets = '${AssetUrl}'; const name = `${name}`;";
  await putObjects(
    client,
    declaring({ 'a.html': text }, { outputs: { AssetUrl: 'http://assets' } }),
  );
  expect(put.get('made-web-site/a.html')?.['Body']).toBe(
    "const assets = 'http://assets'; const name = `${name}`;",
  );
});

test('a bucket of the same logical id in another stack gets nothing', async () => {
  const { client, put } = store();
  const deployed = [bucket('Site', 'Other'), bucket('Site')];
  await putObjects(client, declaring({ 'a.txt': 'a' }, { deployed }));
  expect([...put.keys()]).toEqual(['made-web-site/a.txt']);
});

test('nothing is put, and nothing said, where nothing is declared or the bucket was left out', async () => {
  const { client, put } = store();
  const Plain = { Type: 'AWS::S3::Bucket' };
  const stacks = [{ name: 'Web', raw: { Resources: { Plain } } }];
  expect(await putObjects(client, declaring({}, { stacks }))).toEqual([]);
  expect(await putObjects(client, declaring({ 'a.txt': 'a' }, { deployed: [] }))).toEqual([]);
  expect(put.size).toBe(0);
});
