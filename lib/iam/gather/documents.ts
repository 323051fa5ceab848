/** Policies that are in no template, added to those that are. Pure. */
import { readDocument } from '../policy/read.ts';
import type { Documents, DocumentsByName, Policies, Policy } from '../policies.ts';
import type { DocumentKind } from '../policy/problems.ts';

/** A boundary takes the place of the caller's own; everything else comes on top. */
export function policiesWith(policies: Policies, documents: Documents): Policies {
  const { boundary } = documents;
  const [instead] = boundary === undefined ? [] : policiesOf(boundary, 'identity');
  return {
    ...policies,
    ...joined('identity', policies, documents),
    ...joined('resource', policies, documents),
    ...joined('session', policies, documents),
    ...(instead === undefined ? {} : { boundary: instead }),
    ...leveled('scps', documents),
    ...leveled('rcps', documents),
  };
}

type List = 'identity' | 'resource' | 'session';

function joined(layer: List, policies: Policies, documents: Documents): Policies {
  const given = documents[layer];
  if (given === undefined) return {};
  const kind = layer === 'resource' ? 'resource' : 'identity';
  return { [layer]: [...(policies[layer] ?? []), ...policiesOf(given, kind)] };
}

function leveled(layer: 'scps' | 'rcps', { [layer]: levels }: Documents): Policies {
  const kind = layer === 'rcps' ? 'rcp' : 'identity';
  return levels === undefined ? {} : { [layer]: levels.map((level) => policiesOf(level, kind)) };
}

function policiesOf(documents: DocumentsByName, kind: DocumentKind): readonly Policy[] {
  return Object.entries(documents).map(([name, written]) => ({
    name,
    document: readDocument(written, kind),
  }));
}
