/** `${LogicalId}` and `${Stack/LogicalId.Attribute}` -> the resource that is meant. Pure. */
import { parsePlaceholder } from '../template/placeholder.ts';
import type { Resource } from '../template/template.ts';
import { textOf } from './values.ts';

/** Gives the resource that a value written on `from` refers to; undefined where it stands in no template. */
export type Find = (value: unknown, from: Resource) => Resource | undefined;

/** A look-up among these resources. Logical ids are unique in one stack only: without a stack it is that of `from`. */
export function finderOf(resources: readonly Resource[]): Find {
  return (value, from) => {
    const meant = parsePlaceholder(textOf(value));
    if (meant === undefined) return undefined;
    const { logicalId, stack = from.stack } = meant;
    return resources.find((each) => each.logicalId === logicalId && each.stack === stack);
  };
}
