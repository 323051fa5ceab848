/** WHAT of a command: a lab at a stage, a template file or an assembly folder, opened. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { assemblyOf } from '../assembly/assembly.ts';
import { labIds } from '../catalog.ts';
import { KitError } from '../errors.ts';
import type { Host } from '../output/host.ts';
import { parseParameters, type Parameters } from '../parameters.ts';
import { stageInWords } from '../stages.ts';
import { openTemplates, type Opened } from '../template/open.ts';
import { listOption, textOption, type Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

export interface What {
  /** As typed. */
  readonly name: string;
  /** Of a lab: its stage in words, and its parameters. */
  readonly lab: { readonly stage: string; readonly parameters: Parameters } | null;
  readonly opened: Opened;
  /** The folder that the templates' files stand in, as a person at this prompt would type it. */
  readonly folder: string;
}

/** Is it no lab but a path? */
export function isPath(name: string): boolean {
  return !labIds().includes(name) && (existsSync(name) || /[./]/.test(name));
}

/**
 * `-c` or `--parameter` are the lab's parameters for a lab, the template's for a template.
 * @throws UnknownLab, BadOption, and whatever `openTemplates` throws
 */
export async function openedWhat(typed: Typed, host: Host): Promise<What> {
  const [name = ''] = typed.words;
  return isPath(name) ? openedPath(name, typed, host) : openedLab(typed, host);
}

/**
 * Its warnings are told to the host.
 * @throws BadOption where an option of labs alone is given, and whatever `openTemplates` throws
 */
export function openedPath(name: string, typed: Typed, host: Host): What {
  for (const option of ['stage', 'diff'])
    if (textOption(typed, option) !== undefined)
      throw new KitError('BadOption', `--${option} asks for a stage, and ${name} is no lab`);
  const assume = textOption(typed, 'assume');
  const opened = openTemplates(name, {
    parameters: parseParameters(listOption(typed, 'parameter')),
    ...(assume === undefined ? {} : { assume }),
  });
  for (const each of opened.warnings) host.warn(each);
  return { name, lab: null, opened, folder: folderOf(opened) };
}

async function openedLab(typed: Typed, host: Host): Promise<What> {
  const { id, lab, stage, parameters } = await typedLab(typed);
  host.progress(`synthesizing ${id}`);
  const { folder } = await assemblyOf({ lab: id, stage, parameters });
  const assume = textOption(typed, 'assume');
  const opened = openTemplates(folder, assume === undefined ? {} : { assume });
  const words = { stage: stageInWords(lab, stage), parameters };
  return { name: id, lab: words, opened, folder: folderOf(opened) };
}

function folderOf({ templates }: Opened): string {
  const [first] = templates;
  return first === undefined ? '' : relative('.', resolve(first.file, '..'));
}
