/** Where what a network names is written: the resource behind an id, with file and line. */
import { relative } from 'node:path';
import type { Id } from '../network/network.ts';
import type { Resource } from '../template/template.ts';

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
    const at = source === undefined ? null : `${relative('.', source.file)}:${source.line}`;
    return { logicalId, source: at };
  };
}

/** `Stack/Fleet@Stack/PrivateA` is an interface of `Stack/Fleet`; `Stack/Subnet#` a host in `Stack/Subnet`. */
function resourceOf(id: Id): string {
  return id.split(/[@#]/)[0] ?? id;
}
