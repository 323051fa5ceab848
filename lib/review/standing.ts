/** Where a resource stands, and what a finding is called, as a report says it. Pure. */
import { placeOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import type { Finding, Standing } from './report.ts';
import { madeAt, named } from './sources.ts';

export function standing(resource: Resource): Standing {
  const { stack, logicalId, type, source } = resource;
  return {
    ...{ stack, logicalId, place: placeOf(resource), type },
    source: source === undefined ? null : named(source),
    madeAt: madeAt(resource),
  };
}

/** `kit/queue-dlq at Work/Jobs` */
export function findingName({ rule, place }: Pick<Finding, 'rule' | 'place'>): string {
  return `${rule} at ${place}`;
}
