/** `lib/assertions` as the package that other people's repositories install. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import { made, root } from '../root.ts';
import { bundled } from './bundle.ts';
import { declarations } from './declarations.ts';
import { namesExtract } from './names-extract.ts';

export interface Packed {
  readonly tarball: string;
  readonly bytes: number;
}

/** A test's dependency is fetched by every run of somebody's CI. */
const mostBytes = 5_000_000;

/**
 * Writes the package below the folder and packs it.
 * @throws TooLarge
 */
export async function pack(folder = join(made, 'package')): Promise<Packed> {
  const contents = join(folder, 'contents');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(contents, { recursive: true });
  for (const [name, text] of Object.entries(await filesOf()))
    writeFileSync(join(contents, name), text);
  copyFileSync(join(root, 'docs', 'assertions.md'), join(contents, 'README.md'));
  copyFileSync(join(root, 'LICENSE'), join(contents, 'LICENSE'));
  const tarball = packed(contents, folder);
  const { size: bytes } = statSync(tarball);
  if (bytes > mostBytes)
    throw new KitError('TooLarge', `${tarball} has ${bytes} bytes, more than ${mostBytes}`);
  return { tarball, bytes };
}

async function filesOf(): Promise<Readonly<Record<string, string>>> {
  const { code, exported, licenses } = await bundled(join(root, 'lib', 'assertions', 'index.ts'));
  const types = declarations(join(root, 'lib', 'assertions', 'index.ts'));
  return {
    'index.cjs': code,
    // One copy of the code, however it is imported.
    'index.js': `export { ${exported.join(', ')} } from './index.cjs';\n`,
    'index.d.ts': types,
    'index.d.cts': types,
    'aws-names.json': JSON.stringify(namesExtract()),
    'licenses.txt': licenses,
    'package.json': `${JSON.stringify(manifest(), null, 2)}\n`,
  };
}

function manifest(): object {
  const { name, version, license, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  return {
    ...{ name, version, license, engines },
    description: 'Assertions about the network and the permissions of a CDK app, and rules for it',
    keywords: ['aws', 'cdk', 'cloudformation', 'testing', 'vpc', 'iam'],
    type: 'module',
    main: './index.cjs',
    types: './index.d.cts',
    exports: {
      '.': {
        import: { types: './index.d.ts', default: './index.js' },
        require: { types: './index.d.cts', default: './index.cjs' },
      },
      './package.json': './package.json',
    },
    sideEffects: false,
    peerDependencies: { 'aws-cdk-lib': '^2.0.0' },
    peerDependenciesMeta: { 'aws-cdk-lib': { optional: true } },
  };
}

function packed(contents: string, folder: string): string {
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const said = execFileSync('npm', ['pack', ...options], {
    cwd: contents,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [{ filename }] = JSON.parse(said) as readonly [{ readonly filename: string }];
  return join(folder, filename);
}
