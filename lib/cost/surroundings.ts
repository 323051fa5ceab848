/** The resources of all stacks together: who is meant where one names another. */
import type { Properties } from './values.ts';

/** A resource as it stands in a resolved template. A reference reads `${LogicalId.Attribute}`, also with `Stack/` before it. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  readonly properties: Properties;
  /** Why it is not known whether the resource is made at all; absent where it is made. */
  readonly condition?: string;
}

export interface Surroundings {
  ofType(type: string): readonly Resource[];
  /** Is anything of this stack there? */
  hasStack(stack: string): boolean;
  /** The resource that a reference names, its own stack before others; nothing where it stands in none. */
  named(reference: unknown, from: Resource): Resource | undefined;
}

const referenceForm = /^\$\{(?:([\w/-]+)\/)?([A-Za-z0-9]+)(?:\.[^${}]+)?\}$/;

/** Any order of the resources gives the same answers. */
export function surroundingsOf(resources: readonly Resource[]): Surroundings {
  const inOrder = [...resources].sort((a, b) => compare(a.stack, b.stack));
  const byId = groupedBy(inOrder, 'logicalId');
  const stacks = new Set(resources.map(({ stack }) => stack));
  const byType = groupedBy(inOrder, 'type');
  return {
    hasStack: (stack) => stacks.has(stack),
    ofType: (type) => byType.get(type) ?? [],
    named: (reference, from) => {
      const [, ofStack = from.stack, id = ''] = referenceForm.exec(String(reference)) ?? [];
      const found = byId.get(id) ?? [];
      return found.find(({ stack }) => stack === ofStack) ?? found[0];
    },
  };
}

function groupedBy(
  resources: readonly Resource[],
  key: 'logicalId' | 'type',
): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const each of resources) {
    const group = groups.get(each[key]);
    if (group === undefined) groups.set(each[key], [each]);
    else group.push(each);
  }
  return groups;
}

/** For sorting by code unit, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
