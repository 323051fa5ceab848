/** Whom the policies of templates allow something by themselves: its roles and users, and whoever else gets them. Pure. */
import { principals } from '../iam/gather/callers.ts';
import type { Policies } from '../iam/policies.ts';
import type { Subject } from '../rules/rule.ts';
import { idOf, placeOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';

export interface Grantee {
  /** A place of the templates; of who is in none, in words. */
  readonly who: string;
  /** The principal; of who is in no template, what the policies come with. */
  readonly resource: Resource;
  /** The same for the same principal. */
  readonly holder: string;
  readonly policies: Pick<Policies, 'identity' | 'boundary'>;
}

export function granteesIn({ resources, policies }: Subject): readonly Grantee[] {
  const here = resources
    .filter(({ type }) => principals.includes(type))
    .map((resource) => ({
      ...{ who: placeOf(resource), resource, holder: idOf(resource) },
      policies: policies.policiesOf(resource),
    }));
  const others = policies.absent.map(({ who, source, isBySource, policies: theirs }) => ({
    ...{ who, resource: source, holder: isBySource ? idOf(source) : who, policies: theirs },
  }));
  return [...here, ...others];
}
