/** Where what a network names is written: the resource behind an id, with file and line. */
import { basename, relative } from 'node:path';
import type { Id } from '../network/network.ts';
import type { Resource, Source } from '../template/template.ts';

export interface Written {
  readonly logicalId: string;
  /** `lib/stack.ts:12` of a CDK app, else `net/foreign.yaml:12` of a template; null where nothing says the line. */
  readonly source: string | null;
}

export type WrittenAt = (id: Id) => Written | null;

/** @param inTemplate how a line of a template is said; by default as a person at this prompt would type it */
export function sourcesOf(resources: readonly Resource[], inTemplate = typed): WrittenAt {
  const byId = new Map(resources.map((each) => [`${each.stack}/${each.logicalId}`, each]));
  return (id) => {
    const found = byId.get(resourceOf(id)) ?? byId.get(resourceOf(id).replace(/\.[a-z-]+$/, ''));
    if (found === undefined) return null;
    const { logicalId, source } = found;
    const line = source === undefined ? null : inTemplate(source);
    return { logicalId, source: madeAt(found) ?? line };
  };
}

/** As a person at this prompt would type it. */
export function typed({ file, line }: Source): string {
  return `${relative('.', file)}:${line}`;
}

/** By the file's name alone: the same wherever somebody stands. */
export function named({ file, line }: Source): string {
  return `${basename(file)}:${line}`;
}

/** The line of the app that made it. What is not below this folder is named whole: it may be of another machine. */
export function madeAt({ madeAt: place }: Pick<Resource, 'madeAt'>): string | null {
  if (place === undefined) return null;
  const here = typed(place);
  return here.startsWith('..') ? `${place.file}:${place.line}` : here;
}

/** As somebody reads it who has been told the folder. */
export function inFolder(source: string, folder: string): string {
  return isIn(source, folder) ? source.slice(folder.length + 1) : source;
}

export function isIn(source: string, folder: string): boolean {
  return source.startsWith(`${folder}/`);
}

/** `Stack/Fleet@Stack/PrivateA` is an interface of `Stack/Fleet`; `Stack/Subnet#` a host in `Stack/Subnet`. */
function resourceOf(id: Id): string {
  return id.split(/[@#]/)[0] ?? id;
}
