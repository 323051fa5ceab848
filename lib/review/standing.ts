/** Where a resource stands, as a report says it. Pure. */
import { placeOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import type { Standing } from './report.ts';
import { madeAt, named } from './sources.ts';

export function standing(resource: Resource): Standing {
  const { stack, logicalId, type, source } = resource;
  return {
    ...{ stack, logicalId, place: placeOf(resource), type },
    source: source === undefined ? null : named(source),
    madeAt: madeAt(resource),
  };
}
