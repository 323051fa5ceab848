/** What a review says that resources of a template are exposed to. */
import { networkOf } from '../../lib/network/build/build.ts';
import { weaknessesOf } from '../../lib/review/resilience.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { stackOf } from './templates.ts';

export type Resources = Readonly<Record<string, RawResource>>;

export function weaknesses(all: Resources): readonly string[] {
  const { resources } = resolveStack(stackOf(all));
  return weaknessesOf(resources, networkOf(resources)).map(
    ({ place, says }) => `${place}: ${says}`,
  );
}

/** @param type without its `AWS::` */
export function of(type: string, Properties: RawResource['Properties'] = {}): RawResource {
  return { Type: `AWS::${type}`, Properties };
}
