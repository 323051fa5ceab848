/** What differs between two sets of templates, resource by resource. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '../capabilities.ts';
import { placeOf } from './places.ts';
import type { Resource, Template } from './template.ts';

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly place: string;
  readonly type: string;
  /** The properties that differ, for a changed resource. */
  readonly properties: readonly string[];
}

/** In the order removed, changed, added. A resource is the same one where stack and logical id are. */
export function changesBetween(
  before: readonly Template[],
  after: readonly Template[],
): readonly Change[] {
  const [old, now] = [byId(before), byId(after)];
  const change = (
    kind: Change['kind'],
    resource: Resource,
    properties: readonly string[] = [],
  ): Change => ({
    kind,
    place: placeOf(resource),
    type: resource.type,
    properties,
  });
  const removed = [...old]
    .filter(([id]) => !now.has(id))
    .map(([, each]) => change('removed', each));
  const added = [...now].filter(([id]) => !old.has(id)).map(([, each]) => change('added', each));
  const changed = [...now].flatMap(([id, each]) => {
    const properties = differing(old.get(id), each);
    return properties.length === 0 ? [] : [change('changed', each, properties)];
  });
  return [...removed, ...changed, ...added];
}

function byId(templates: readonly Template[]): ReadonlyMap<string, Resource> {
  const all = templates.flatMap(({ resources }) => resources);
  return new Map(all.map((each) => [`${each.stack}/${each.logicalId}`, each]));
}

function differing(before: Resource | undefined, now: Resource): readonly string[] {
  if (before === undefined) return [];
  const [old, fresh] = [aspectsOf(before), aspectsOf(now)];
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].filter((name) => !isDeepStrictEqual(old[name], fresh[name]));
}

/** The properties, and what else makes a resource another one. */
function aspectsOf({ type, deletionPolicy, properties }: Resource): Properties {
  return { Type: type, DeletionPolicy: deletionPolicy, ...properties };
}
