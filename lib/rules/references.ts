/** `${LogicalId}` and `${LogicalId.Attribute}` -> the resource that is meant. Pure. */
import type { Resource } from '../template/template.ts';
import { textOf } from './values.ts';

/** Gives the resource that a value written on `from` refers to; undefined where it stands in no template. */
export type Find = (value: unknown, from: Resource) => Resource | undefined;

/**
 * A look-up among these resources. Logical ids are unique in one stack only, so a resource of the
 * same stack is meant first; one of another stack is what an import resolved to.
 */
export function finderOf(resources: readonly Resource[]): Find {
  return (value, from) => {
    const id = logicalIdIn(textOf(value));
    const named = resources.filter(({ logicalId }) => logicalId === id);
    return named.find(({ stack }) => stack === from.stack) ?? named[0];
  };
}

function logicalIdIn(text: string): string {
  return /^\$\{(\w+)(?:\.[^}]*)?\}$/.exec(text)?.[1] ?? '';
}
