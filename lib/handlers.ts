/** A handler file in TypeScript -> code that Lambda runs, bundled with its libraries. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync, type BuildFailure } from 'esbuild';
import { KitError } from './errors.ts';
import { made, root, shown, sourceFile } from './root.ts';
import { writeWhole } from './state/unfinished.ts';

interface Bundle {
  readonly folder: string;
  readonly hash: string;
}

const bundles = new Map<string, Bundle>();

/**
 * The code asset of a handler: one CommonJS file `index.js` that exports `handler`. The same source gives the same hash.
 * @throws HandlerDoesNotCompile with file and line
 */
export function bundledHandler(url: URL): Code {
  const file = sourceFile(url);
  const bundled = bundles.get(file) ?? bundle(file);
  bundles.set(file, bundled);
  // The hash is known: left to itself the CDK would also keep a fingerprint of the folder in the person's home.
  return Code.fromAsset(bundled.folder, {
    assetHash: bundled.hash,
    assetHashType: AssetHashType.CUSTOM,
  });
}

function bundle(file: string): Bundle {
  const text = compile(file);
  const hash = createHash('sha256').update(text).digest('hex');
  const folder = join(made, 'handlers', hash.slice(0, 16));
  mkdirSync(folder, { recursive: true });
  // Says what it is, wherever it is unpacked: below this kit's own package.json a `.js` file would be an ES module.
  writeWhole(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeWhole(join(folder, 'index.js'), text);
  return { folder, hash };
}

function compile(file: string): string {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [file],
      absWorkingDir: root,
      bundle: true,
      write: false,
      platform: 'node',
      // The oldest Node that the kit promises: on an emulator the learner's own Node runs the code.
      target: 'node20',
      format: 'cjs',
      minify: true,
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    const [first] = (error as BuildFailure).errors;
    if (first === undefined) throw error;
    const { file: at = shown(file), line = 1 } = first.location ?? {};
    throw new KitError('HandlerDoesNotCompile', `${at}:${line}: ${first.text}`, {
      cause: error,
      next: 'mend that line and run the command again',
    });
  }
}
