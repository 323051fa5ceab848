/** `lab synth LAB`: the CloudFormation template of a lab at a stage. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assemblyOf } from '../assembly/assembly.ts';
import { exitCodes, KitError } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { readStacks } from '../template/read.ts';
import { textOption, type Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

interface Data {
  readonly folder: string;
  readonly cached: boolean;
  readonly templates: Readonly<Record<string, unknown>>;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const { id, stage, parameters } = await typedLab(typed);
  const out = textOption(typed, 'out');
  if (out === '') throw new KitError('BadOption', '--out needs the name of a new folder');
  if (out !== undefined && existsSync(out))
    throw new KitError('FolderExists', `'${out}' is there already`, {
      next: 'name a folder that is not',
    });
  host.progress(`synthesizing ${id} at ${stage}`);
  const { folder, cached } = await assemblyOf({ lab: id, stage, parameters });
  if (out !== undefined) cpSync(folder, out, { recursive: true });
  const templates = readStacks(folder).map(
    ({ stack, file }) => [stack, JSON.parse(readFileSync(file, 'utf8'))] as const,
  );
  const data = {
    folder: resolve(out ?? folder),
    cached,
    templates: Object.fromEntries(templates) as Record<string, unknown>,
  };
  return { data, exitCode: exitCodes.asTold };
}

export function text({ templates, folder }: Data, typed: Typed): readonly string[] {
  if (textOption(typed, 'out') !== undefined) return [`The assembly is in ${folder}`];
  const [only, ...more] = Object.values(templates);
  return [JSON.stringify(more.length === 0 ? only : templates, null, 2)];
}
