/** Resources of a template of one stack, as tests write them. */
import type { Resource } from '../../lib/template/template.ts';

export function resource(
  logicalId: string,
  type: string,
  properties: Resource['properties'] = {},
): Resource {
  return { ...{ stack: 'S', logicalId, path: logicalId, type, properties }, metadata: {} };
}

export function document(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
