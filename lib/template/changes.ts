/** What CloudFormation does to the resources of one set of templates to make them those of another. */
import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '../capabilities.ts';
import { customName } from './custom-names.ts';
import { dataRemoved, dataReplaced, volumesKept, type KeptData } from './kept-data.ts';
import { idOf, placeOf } from './places.ts';
import { fatesOf, itsType, type Fate, type Pair } from './replacements.ts';
import type { Resource, Template } from './template.ts';
import { isRevision, refusalOf, updateOf } from './update-behavior.ts';

export interface Change {
  readonly kind: 'removed' | 'replaced' | 'may be replaced' | 'changed' | 'added';
  readonly stack: string;
  readonly logicalId: string;
  readonly place: string;
  readonly type: string;
  /** What differs: properties, `its type`, `its DeletionPolicy`, `its condition`; nothing where it only follows. */
  readonly properties: readonly string[];
  /** The properties for which it is, or may be, replaced. */
  readonly causes: readonly string[];
  /** Places whose replacement makes these other ones. */
  readonly because: readonly string[];
  /** Places that are, or may be, replaced because of what is changed here. */
  readonly follows: readonly string[];
  /** What becomes of the data in it; null where it holds none, or keeps it. */
  readonly data: KeptData | null;
  /** CloudFormation will not do it: the update fails, and all stays as it was. */
  readonly isRefused: boolean;
  readonly note: string | null;
}

/** What loses data comes first, then what is replaced, removed, changed, added. The same one is of one stack and logical id. */
export function changesBetween(
  before: readonly Template[],
  after: readonly Template[],
): readonly Change[] {
  const [old, now] = [byId(before), byId(after)];
  const [all, later] = [[...old.values()], [...now.values()]];
  const gone = all.filter((each) => !now.has(idOf(each)));
  const fresh = later.filter((each) => !old.has(idOf(each)));
  const renamed = renamedAmong(gone, fresh);
  const stacks = new Set(after.map(({ stack }) => stack));
  const changes = [
    ...changed(pairsIn(old, now, stacks), all),
    ...gone.map((each) => removed(each, { all, renamed })),
    ...fresh.map((each) => added(each, renamed)),
  ];
  return changes.toSorted((one, other) => rankOf(one) - rankOf(other));
}

const ranks = ['replaced', 'may be replaced', 'removed', 'changed', 'added'] as const;

/** Of one kind: what holds data first, then what follows from nothing else. */
function rankOf({ kind, data, because }: Change): number {
  const isLost = data?.fate === 'lost' && kind !== 'may be replaced';
  return (
    (isLost ? 0 : 100) +
    10 * ranks.indexOf(kind) +
    (data === null ? 2 : 0) +
    (because.length > 0 ? 1 : 0)
  );
}

/** It says how the template was made, and nothing of what it makes. */
const bookkeeping = 'AWS::CDK::Metadata';

function byId(templates: readonly Template[]): ReadonlyMap<string, Resource> {
  const all = templates.flatMap(({ resources }) => resources);
  return new Map(
    all.filter(({ type }) => type !== bookkeeping).map((each) => [idOf(each), each] as const),
  );
}

type ById = ReadonlyMap<string, Resource>;

function pairsIn(old: ById, now: ById, stacks: ReadonlySet<string>): readonly Pair[] {
  return [...now].flatMap(([id, after]) => {
    const before = old.get(id);
    if (before === undefined) return [];
    const properties = differing(before, after).filter((name) => !isTold(after, name, stacks));
    return [{ id, before, after, properties }];
  });
}

/** The address of a nested template is the hash of what is in it, and that is shown itself. */
function isTold({ type, stack, logicalId }: Resource, name: string, stacks: ReadonlySet<string>) {
  return (
    type === 'AWS::CloudFormation::Stack' &&
    name === 'TemplateURL' &&
    stacks.has(`${stack}-${logicalId}`)
  );
}

function differing(before: Resource, now: Resource): readonly string[] {
  const [old, fresh] = [aspectsOf(before), aspectsOf(now)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => !isDeepStrictEqual(inOneForm(old.get(name)), inOneForm(fresh.get(name))),
  );
}

/** The properties, and what else makes a resource another one: `Type` may be the name of a property. */
function aspectsOf(resource: Resource): ReadonlyMap<string, unknown> {
  const { type, deletionPolicy, updateReplacePolicy, condition, properties } = resource;
  return new Map<string, unknown>([
    [itsType, type],
    ['its DeletionPolicy', deletionPolicy],
    ['its UpdateReplacePolicy', updateReplacePolicy],
    ['its condition', condition],
    ...Object.entries(properties),
  ]);
}

/** CloudFormation takes `10` for `'10'` and `true` for `'true'`. */
function inOneForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneForm);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value as Properties).map(([key, each]) => [key, inOneForm(each)]));
}

function changed(pairs: readonly Pair[], all: readonly Resource[]): readonly Change[] {
  const fates = fatesOf(pairs);
  const places = new Map(pairs.map(({ id, after }) => [id, placeOf(after)]));
  const inPlaces = (ids: Iterable<string>): readonly string[] =>
    [...ids].map((id) => places.get(id) ?? id);
  const followers = followersIn(fates);
  return pairs.flatMap((pair) => {
    const { id, before, after, properties } = pair;
    const fate = fates.get(id);
    if (fate === undefined) return [];
    const { kind, causes, because } = fate;
    return [
      {
        ...standing(after),
        ...{ kind, properties, causes },
        because: inPlaces(because),
        follows: inPlaces(properties.length === 0 ? [] : followersOf(id, followers)),
        data:
          kind === 'changed' ? null : unlessRefused(dataReplaced(before, after, all), pair, fate),
        ...noteOf(pair, fate),
      },
    ];
  });
}

type Noted = Pick<Change, 'isRefused' | 'note'>;

function noteOf(pair: Pair, fate: Fate): Noted {
  const refusal = refusalIn(pair, fate);
  if (refusal !== undefined) return { isRefused: fate.kind !== 'may be replaced', note: refusal };
  return { isRefused: false, note: doubtOf(pair.after, fate) ?? volumesNote(pair, fate) };
}

function refusalIn(pair: Pair, fate: Fate): string | undefined {
  const { after, properties } = pair;
  if (properties.includes(itsType))
    return 'CloudFormation refuses another type under the same logical id';
  const name = keptName(pair, fate);
  if (name === undefined) return refusalOf(after.type, properties);
  const when = fate.kind === 'replaced' ? '' : ', if it comes to that';
  return `CloudFormation refuses to replace it${when}: ${name} has to be another one`;
}

/** The name that is given and stays, where what bears it is replaced. */
function keptName({ after, properties }: Pair, { kind, causes }: Fate): string | undefined {
  const name = kind === 'changed' ? undefined : customName(after);
  const isKept = name !== undefined && ![...properties, ...causes].includes(name);
  return isKept ? name : undefined;
}

function unlessRefused(data: KeptData | null, pair: Pair, fate: Fate): KeptData | null {
  const name = keptName(pair, fate);
  if (name === undefined || data?.fate !== 'lost') return data;
  return { ...data, fate: 'stays', why: `as long as ${name} does; lost with another one` };
}

function doubtOf({ type }: Resource, { kind, causes }: Fate): string | null {
  const isKnown = causes.some((name) => updateOf(type, name) !== 'not known');
  if (kind !== 'may be replaced' || isKnown) return null;
  return /^Custom::|::CustomResource$/.test(type)
    ? 'whether it is replaced is up to its function'
    : `AWS's specification of types does not say what ${causes.join(', ')} does`;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html */
function volumesNote({ before }: Pair, { kind }: Fate): string | null {
  if (before.type !== 'AWS::EC2::Instance' || kind === 'changed') return null;
  const kept = volumesKept(before).join(', ');
  return kept === ''
    ? 'its root volume goes with it, unless its image or launch template keeps it'
    : `its volume ${kept} stays, without it`;
}

type Followers = ReadonlyMap<string, readonly string[]>;

function followersIn(fates: ReadonlyMap<string, Fate>): Followers {
  const followers = new Map<string, string[]>();
  for (const [id, { because }] of fates)
    for (const source of because) followers.set(source, [...(followers.get(source) ?? []), id]);
  return followers;
}

/** Those too that follow from these. */
function followersOf(id: string, followers: Followers): ReadonlySet<string> {
  const found = new Set(followers.get(id));
  for (const each of found) for (const next of followers.get(each) ?? []) found.add(next);
  found.delete(id);
  return found;
}

interface Around {
  readonly all: readonly Resource[];
  readonly renamed: ReadonlyMap<Resource, Resource>;
}

function removed(resource: Resource, { all, renamed }: Around): Change {
  const other = renamed.get(resource);
  const why = other === undefined ? null : newId(resource, other);
  return { ...alone(resource, 'removed'), data: dataRemoved(resource, all), note: why };
}

function newId({ type }: Resource, { logicalId }: Resource): string {
  return isRevision(type)
    ? 'replaced, as with each change of what it keeps'
    : `replaced, because its logical id becomes ${logicalId}`;
}

function added(resource: Resource, renamed: Around['renamed']): Change {
  const other = renamed.get(resource);
  const note = other === undefined ? null : `its logical id was ${other.logicalId}`;
  return { ...alone(resource, 'added'), data: null, note };
}

function alone(resource: Resource, kind: Change['kind']) {
  const nothing: readonly string[] = [];
  return {
    ...standing(resource),
    ...{ kind, properties: nothing, causes: nothing, because: nothing, follows: nothing },
    isRefused: false,
  };
}

function standing(resource: Resource) {
  const { stack, logicalId, type } = resource;
  return { stack, logicalId, place: placeOf(resource), type };
}

/** The same construct with another logical id: either -> the other. */
function renamedAmong(gone: readonly Resource[], fresh: readonly Resource[]): Around['renamed'] {
  const key = ({ stack, type, path }: Resource): string => JSON.stringify([stack, type, path]);
  const only = (all: readonly Resource[]): ReadonlyMap<string, Resource | null> => {
    const found = new Map<string, Resource | null>();
    for (const each of all) found.set(key(each), found.has(key(each)) ? null : each);
    return found;
  };
  const [before, after] = [only(gone), only(fresh)];
  return new Map(
    [...before].flatMap(([each, one]) => {
      const other = after.get(each);
      return one === null || other === undefined || other === null
        ? []
        : [[one, other] as const, [other, one] as const];
    }),
  );
}
