/** Templates as data, written down for a moment, so that they are read as files are. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import { badTemplate } from '../template/malformed.ts';
import { openTemplates, type Given, type Opened } from '../template/open.ts';

export interface Written {
  readonly file: string;
  readonly template: object;
  /** Of one that no other nests. */
  readonly root?: { readonly stackName: string; readonly environment?: string };
}

/** Nothing in the answer speaks of the files, which are gone. @throws BadTemplate */
export function openWritten(templates: readonly Written[], given: Given): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'aws-lab-kit-'));
  try {
    for (const { file, template } of templates)
      writeFileSync(join(folder, file), textOf(template, file));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifestOf(templates)));
    return withoutFiles(openTemplates(folder, given), folder);
  } catch (error) {
    throw withoutFolder(error, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifestOf(templates: readonly Written[]): object {
  const artifacts = templates.flatMap(({ file, root }) => {
    if (root === undefined) return [];
    const { stackName, environment } = root;
    const properties = { templateFile: file, stackName };
    return [[file, { type: 'aws:cloudformation:stack', environment, properties }] as const];
  });
  return { artifacts: Object.fromEntries(artifacts) };
}

function textOf(template: object, file: string): string {
  try {
    return JSON.stringify(template);
  } catch (error) {
    throw badTemplate(file, error);
  }
}

/** What was assumed stands in a file that is still there. */
function withoutFiles(all: Opened, folder: string): Opened {
  return {
    ...all,
    warnings: all.warnings.map((each) => bare(each, folder)),
    resources: all.resources.map(({ source, ...rest }) =>
      source === undefined || source.file.startsWith(folder) ? rest : { ...rest, source },
    ),
  };
}

function withoutFolder(error: unknown, folder: string): unknown {
  if (!(error instanceof KitError)) return error;
  const { code, message, next, cause } = error;
  return new KitError(code, bare(message, folder), { next, cause });
}

function bare(text: string, folder: string): string {
  return text.replaceAll(`${folder}/`, '').replaceAll(folder, 'the list of templates');
}
