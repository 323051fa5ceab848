/** What a person calls a resource: its construct id, the tail of its construct path, or its logical id. Pure. */
import type { Properties } from '../capabilities.ts';
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Resource } from './template.ts';

/** Every resource that the place may mean. */
export function resourcesAt<R extends Pick<Resource, 'path' | 'logicalId'>>(
  resources: readonly R[],
  place: string,
): readonly R[] {
  return resources.filter(
    (each) => each.logicalId === place || `/${each.path}`.endsWith(`/${place}`),
  );
}

/**
 * The one resource at the place, of these types where they are named.
 * @throws UnknownPlace, AmbiguousPlace
 */
export function resourceAt(
  resources: readonly Resource[],
  place: string,
  types: readonly string[] = [],
): Resource {
  const found = resourcesAt(resources, place).filter(
    (each) => types.length === 0 || types.includes(each.type),
  );
  const [only, ...more] = found;
  if (only === undefined) {
    const known = resources
      .filter((each) => types.length === 0 || types.includes(each.type))
      .map(placeOf);
    const some = known.length === 0 ? undefined : `there are: ${known.slice(0, 12).join(', ')}`;
    throw new KitError(
      'UnknownPlace',
      `no ${types.join(' or ') || 'resource'} is called '${place}'`,
      { next: nearest(place, known) ?? some },
    );
  }
  if (more.length > 0)
    throw new KitError('AmbiguousPlace', `'${place}' means ${found.map(placeOf).join(', ')}`, {
      next: 'name more of the path',
    });
  return only;
}

/** The construct path that the CDK noted, without the tail by which an L2 calls its main resource. */
export function constructPath(metadata: Properties | undefined): string | undefined {
  const path = metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path.replace(/\/(Resource|Default)$/, '') : undefined;
}

/** The shortest way to call a resource that is still clear to a reader: the path below its stack. */
export function placeOf(resource: Pick<Resource, 'path'>): string {
  const [, ...below] = resource.path.split('/');
  return below.length > 0 ? below.join('/') : resource.path;
}

/** `Stack/LogicalId`: one of all templates. */
export function idOf({ stack, logicalId }: Pick<Resource, 'stack' | 'logicalId'>): string {
  return `${stack}/${logicalId}`;
}
