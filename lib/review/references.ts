/** Which resources the properties of another one speak of. Pure. */
import { parsePlaceholder, placeholdersIn } from '../template/placeholder.ts';
import { idOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { textOf } from '../template/values.ts';

export type Named = (value: unknown, from: Resource) => readonly Resource[];

/** Every resource that is named anywhere in a value written on `from`, each once. */
export function namedAmong(resources: readonly Resource[]): Named {
  const byId = new Map(resources.map((each) => [idOf(each), each]));
  return (value, from) => {
    const named = placeholdersIn(textOf(value)).flatMap((each) => {
      const meant = parsePlaceholder(each);
      if (meant === undefined) return [];
      const { logicalId, stack = from.stack } = meant;
      return byId.get(idOf({ stack, logicalId })) ?? [];
    });
    return [...new Set(named)];
  };
}
