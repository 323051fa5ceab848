/** What belongs in a bucket: CloudFormation makes buckets and puts nothing in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { sourceFile } from './root.ts';

/** In the template: key -> the text, in which `${Output}` stands for an output of the lab, or a file of the assembly. */
export type DeclaredObjects = Readonly<Record<string, string | { readonly file: string }>>;

const texts = ['.html', '.css', '.js', '.json', '.svg', '.txt'];

/**
 * Notes every file of the folder in the bucket's metadata, under its path as key. A target puts them there after each
 * deployment and takes them out before the removal. A custom resource could do it in the stack, and would leave a
 * function's log group behind.
 */
export function declareObjects(bucket: Bucket, folder: URL): void {
  const from = sourceFile(folder);
  const objects = filesBelow(from).map((key) => [key, declared(bucket, join(from, key))] as const);
  (bucket.node.defaultChild as CfnBucket).addMetadata('kit:objects', Object.fromEntries(objects));
}

function declared(bucket: Bucket, path: string): DeclaredObjects[string] {
  if (texts.includes(extname(path))) return readFileSync(path, 'utf8');
  const file = new Asset(bucket, `File${bucket.node.children.length}`, { path }).assetPath;
  return { file };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
}
