/** Before a deployment: does every Node handler load at all, and export what the template calls? */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../../errors.ts';
import { resolveStack, type StackFile } from '../../template/read.ts';
import type { Resource } from '../../template/template.ts';

const boundMilliseconds = 20_000;

/** @throws HandlerDoesNotLoad with the handler's own words */
export async function functionsLoad(folder: string, stacks: readonly StackFile[]): Promise<void> {
  const exports = new Map<string, unknown>();
  const resources = stacks.flatMap((stack) => resolveStack(stack, exports).resources);
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  await Promise.all(functions.map((each) => loads(folder, each)));
}

async function loads(folder: string, { path, metadata, properties }: Resource): Promise<void> {
  const asset = metadata['aws:asset:path'];
  if (typeof asset !== 'string' || !String(properties['Runtime']).startsWith('nodejs')) return;
  const [file = '', name = ''] = String(properties['Handler']).split('.');
  const module = ['js', 'mjs', 'cjs']
    .map((end) => join(folder, asset, `${file}.${end}`))
    .find((each) => existsSync(each));
  const problem =
    module === undefined
      ? `there is no ${file}.js in its code`
      : await problemOf(module, name, properties);
  if (problem === undefined) return;
  throw new KitError(
    'HandlerDoesNotLoad',
    `the handler of ${path.split('/').slice(1).join('/')} does not load: ${problem}`,
    {
      next: 'mend the handler and run the command again',
    },
  );
}

/** Loaded in a process of its own, with the function's variables and none of the person's. */
function problemOf(
  module: string,
  name: string,
  properties: Resource['properties'],
): Promise<string | undefined> {
  const script = `import(${JSON.stringify(module)}).then((m) => {
    const handler = m[${JSON.stringify(name)}] ?? m.default?.[${JSON.stringify(name)}];
    if (typeof handler !== 'function') throw new Error('it exports no function ' + ${JSON.stringify(name)});
    process.exit(0);
  }).catch((error) => { console.error(error.message); process.exit(1); });`;
  const { Variables = {} } = (properties['Environment'] ?? {}) as {
    Variables?: Record<string, string>;
  };
  const env = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    PATH: '/usr/bin:/bin',
    AWS_REGION: 'us-east-1',
    NODE_NO_WARNINGS: '1',
    ...Variables,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['-e', script],
      { env, timeout: boundMilliseconds },
      (error, _out, words) => {
        if (error === null) resolve(undefined);
        else resolve(words.trim().split('\n').at(-1) ?? error.message);
      },
    );
  });
}
