/** Names for resources of which only the logical id is known. Pure. */
import type { Resource } from '../template/template.ts';

/**
 * `Db0A1B2C3D` is called `Db`: the CDK ends a logical id with eight digits of a hash of the path. Where two would have the same name, each
 * keeps its id.
 */
export function withNames(resources: readonly Resource[]): readonly Resource[] {
  const named = new Map<string, number>();
  for (const each of resources)
    for (const name of new Set([each.logicalId, nameIn(each)])) {
      const key = `${each.stack}/${name}`;
      named.set(key, (named.get(key) ?? 0) + 1);
    }
  return resources.map((each) => {
    const path = `${each.stack}/${nameIn(each)}`;
    return isPathless(each) && named.get(path) === 1 ? { ...each, path } : each;
  });
}

function nameIn({ logicalId }: Resource): string {
  return /^(.+?)[0-9A-F]{8}$/.exec(logicalId)?.[1] ?? logicalId;
}

function isPathless({ path, stack, logicalId }: Resource): boolean {
  return path === logicalId || path === `${stack}/${logicalId}`;
}
