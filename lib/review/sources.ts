/** Where what a network names is written: the resource behind an id, with file and line. */
import { basename, relative } from 'node:path';
import type { Id } from '../network/network.ts';
import type { Resource, Source } from '../template/template.ts';

export interface Written {
  readonly logicalId: string;
  /** `net/foreign.yaml:12`, as a person at this prompt would type it; null where nothing says the line. */
  readonly source: string | null;
}

export type WrittenAt = (id: Id) => Written | null;

export function sourcesOf(resources: readonly Resource[]): WrittenAt {
  const byId = new Map(resources.map((each) => [`${each.stack}/${each.logicalId}`, each]));
  return (id) => {
    const found = byId.get(resourceOf(id)) ?? byId.get(resourceOf(id).replace(/\.[a-z-]+$/, ''));
    if (found === undefined) return null;
    const { logicalId, source } = found;
    return { logicalId, source: source === undefined ? null : typed(source) };
  };
}

/** By the names of files alone: the same wherever somebody stands. */
export function namedSources(resources: readonly Resource[]): WrittenAt {
  const writtenAt = sourcesOf(resources);
  return (id) => {
    const written = writtenAt(id);
    if (written === null) return null;
    return { ...written, source: written.source === null ? null : basename(written.source) };
  };
}

/** As a person at this prompt would type it. */
export function typed({ file, line }: Source): string {
  return `${relative('.', file)}:${line}`;
}

/** As somebody reads it who has been told the folder. */
export function inFolder(source: string, folder: string): string {
  return source.startsWith(`${folder}/`) ? source.slice(folder.length + 1) : source;
}

/** `Stack/Fleet@Stack/PrivateA` is an interface of `Stack/Fleet`; `Stack/Subnet#` a host in `Stack/Subnet`. */
function resourceOf(id: Id): string {
  return id.split(/[@#]/)[0] ?? id;
}
