/** Small templates for tests, and what the kit reads from them. */
import { resolve } from '../../lib/template/resolve.ts';
import { resolveStack, type StackFile } from '../../lib/template/read.ts';
import type { RawResource, RawTemplate, Resource } from '../../lib/template/template.ts';

/** The value resolved as if it stood in this template, which knows these exports. */
export function resolved(
  value: unknown,
  template: RawTemplate = {},
  exports: ReadonlyMap<string, unknown> = new Map(),
): unknown {
  return resolve(value, { template, exports });
}

/** A stack with these resources and nothing else. */
export function stackOf(Resources: Readonly<Record<string, RawResource>>, stack = 'S'): StackFile {
  return { stack, file: `${stack}.json`, raw: { Resources } };
}

/** A bucket whose construct path is this; the logical id is the path without slashes. */
export function bucketAt(path: string): Resource {
  const logicalId = path.replaceAll('/', '');
  const [bucket] = resolveStack(
    stackOf(
      { [logicalId]: { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': path } } },
      path.split('/')[0],
    ),
  ).resources;
  if (bucket === undefined) throw new Error(`${path} makes no bucket`);
  return bucket;
}
