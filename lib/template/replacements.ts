/** Which resources CloudFormation replaces, and which others because of them. */
import type { Properties } from '../capabilities.ts';
import { inTexts, parsePlaceholder, placeholdersIn } from './placeholder.ts';
import { idOf } from './places.ts';
import type { Resource } from './template.ts';
import { updateOf, type Update } from './update-behavior.ts';

/** A resource that is there before and after, under the same logical id. */
export interface Pair {
  /** Of the stack and the logical id. */
  readonly id: string;
  readonly before: Resource;
  readonly after: Resource;
  /** What differs: properties, and what else of it. */
  readonly properties: readonly string[];
}

export interface Fate {
  readonly kind: Exclude<Update, 'not known'>;
  /** The properties that bring it about. */
  readonly causes: readonly string[];
  /** Ids of the resources whose replacement does. */
  readonly because: ReadonlySet<string>;
  /** What differs in the templates; nothing of what is only replaced because of others. */
  readonly properties: readonly string[];
}

const weights: Readonly<Record<Update, number>> = {
  changed: 0,
  'not known': 1,
  'may be replaced': 1,
  replaced: 2,
};
const kinds = ['changed', 'may be replaced', 'replaced'] as const;

/** Of each pair of which something changes, or is replaced because of others. */
export function fatesOf(pairs: readonly Pair[]): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const pair of pairs) if (pair.properties.length > 0) fates.set(pair.id, ownFate(pair));
  const users = usersIn(pairs);
  const waiting = [...fates.keys()];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
    for (const use of users.get(id) ?? []) if (isPassedOn(id, use, fates)) waiting.push(use.by.id);
  return fates;
}

/** What a type that differs is called: no property has a name like it. */
export const itsType = 'its type';

/** What is no property never replaces, but another type. */
function ownFate({ before, after, properties }: Pair): Fate {
  const because = new Set<string>();
  if (properties.includes(itsType))
    return { kind: 'replaced', causes: [itsType], because, properties };
  const isProperty = (name: string): boolean =>
    Object.hasOwn(before.properties, name) || Object.hasOwn(after.properties, name);
  const weighed = properties
    .filter(isProperty)
    .map((name) => [name, weights[updateOf(after.type, name)]] as const);
  const most = Math.max(0, ...weighed.map(([, weight]) => weight));
  const causes = weighed.filter(([, weight]) => weight === most && most > 0);
  return {
    kind: kinds[most] ?? 'changed',
    causes: causes.map(([name]) => name),
    ...{ because, properties },
  };
}

/** A property that names another resource, or something of it. */
interface Use {
  readonly by: Pair;
  readonly property: string;
  /** Nothing where it is its id. */
  readonly attribute: string | undefined;
}

function usersIn(pairs: readonly Pair[]): ReadonlyMap<string, readonly Use[]> {
  const users = new Map<string, Use[]>();
  for (const by of pairs)
    for (const [property, value] of Object.entries(by.after.properties))
      for (const { stack = by.after.stack, logicalId, attribute } of referencesIn(value)) {
        const id = idOf({ stack, logicalId });
        const known = users.get(id) ?? [];
        known.push({ by, property, attribute });
        users.set(id, known);
      }
  return users;
}

function referencesIn(value: Properties[string]) {
  const found = new Set<string>();
  inTexts(value, (text) => {
    for (const each of placeholdersIn(text)) found.add(each);
  });
  return [...found].map(parsePlaceholder).filter((each) => each !== undefined);
}

const unchanged: Fate = { kind: 'changed', causes: [], because: new Set(), properties: [] };

/** Does the user fare worse because of it? Then so may whoever uses that. */
function isPassedOn(id: string, { by, property, attribute }: Use, fates: Map<string, Fate>) {
  const source = fates.get(id);
  if (source === undefined || by.id === id) return false;
  const weight = Math.min(moves(source, attribute), weights[updateOf(by.after.type, property)]);
  if (weight === 0) return false;
  const fate = fates.get(by.id) ?? unchanged;
  const known = weights[fate.kind];
  if (weight < known) return false;
  const isWorse = weight > known;
  const [causes, because] = isWorse ? [[], []] : [fate.causes, fate.because];
  fates.set(by.id, {
    kind: kinds[weight] ?? 'changed',
    causes: [...new Set([...causes, property])],
    because: new Set([...because, id]),
    properties: fate.properties,
  });
  return isWorse;
}

/** What the replacement of a resource leaves as it was. */
const steady = ['AvailabilityZone', 'Region', 'VpcId'];

/** How surely what is named is another one afterwards. */
function moves({ kind, properties }: Fate, attribute: string | undefined): number {
  if (attribute !== undefined && steady.includes(attribute)) return 0;
  // Each change of what a launch template says is a new version of it.
  if (attribute === 'LatestVersionNumber' && properties.includes('LaunchTemplateData'))
    return weights.replaced;
  return weights[kind];
}
