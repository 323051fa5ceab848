/** The resources that a network is built from, and how one refers to another. */
import type { Id, Unknown } from '../network.ts';

/** A resolved resource, as `lib/template` gives it. */
export interface Source {
  readonly stack: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  /** Intrinsics resolved; what only a deployment knows stands as `${...}` in the text. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Why it is not known whether the resource is made at all. */
  readonly condition?: string;
}

/** Why a text written in a resource of that stack is not known; nothing where there is no more to say than the text. */
export type ReasonOf = (text: string, stack: string) => string | undefined;

/** Every resource of the templates. */
export class Sources {
  readonly all: readonly Declared[];
  private readonly byId: ReadonlyMap<Id, Declared>;
  private readonly byType = new Map<string, Declared[]>();
  private readonly byName = new Map<string, ReadonlyMap<Id, readonly Declared[]>>();
  private readonly reasonOf: ReasonOf;

  constructor(all: readonly Source[], reasonOf: ReasonOf = () => undefined) {
    this.reasonOf = reasonOf;
    this.all = all.map((each) => new Declared(each, this));
    this.byId = new Map(this.all.map((each) => [each.id, each]));
    for (const each of this.all) {
      const same = this.byType.get(each.type);
      if (same === undefined) this.byType.set(each.type, [each]);
      else same.push(each);
    }
  }

  ofType(...types: readonly string[]): readonly Declared[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  get(id: Id): Declared | undefined {
    return this.byId.get(id);
  }

  /** Those of a type that name this id in the property. */
  naming(type: string, property: string, id: Id): readonly Declared[] {
    const key = `${type} ${property}`;
    const known = this.byName.get(key) ?? this.indexed(type, property);
    this.byName.set(key, known);
    return known.get(id) ?? [];
  }

  private indexed(type: string, property: string): ReadonlyMap<Id, Declared[]> {
    const index = new Map<Id, Declared[]>();
    for (const each of this.ofType(type))
      for (const value of [each.properties[property] ?? []].flat()) {
        const id = each.refer(value);
        const same = index.get(id);
        if (same === undefined) index.set(id, [each]);
        else same.push(each);
      }
    return index;
  }

  why(text: string, stack: string): string {
    return this.reasonOf(text, stack) ?? `${bare(text)} is not in the template`;
  }
}

/** Attributes that name another thing than the resource itself: what AWS makes with a VPC. */
const implicit: Readonly<Record<string, string>> = {
  DefaultSecurityGroup: 'default-group',
  DefaultNetworkAcl: 'default-acl',
};

/** One resource among the others. */
export class Declared {
  readonly id: Id;
  readonly stack: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  readonly properties: Source['properties'];
  readonly condition: string | undefined;
  readonly sources: Sources;

  constructor(source: Source, sources: Sources) {
    this.id = `${source.stack}/${source.logicalId}`;
    this.stack = source.stack;
    this.logicalId = source.logicalId;
    this.path = source.path;
    this.type = source.type;
    this.properties = source.properties;
    this.condition = source.condition;
    this.sources = sources;
  }

  /**
   * What a property names: the id of a resource here, of what AWS makes with it, or, for what stands in no template, the
   * text itself (`vpc-0123`, `${VpcId}`), so that two who name the same mean the same.
   */
  refer(value: unknown): Id {
    const text = textOf(value);
    const named = /^\$\{(?:([^/{}]+)\/)?(\w+)(?:\.([^{}]+))?\}$/.exec(text);
    if (named === null) return text;
    const [, stack = this.stack, logicalId = '', attribute = ''] = named;
    const id = `${stack}/${logicalId}`;
    if (this.sources.get(id) === undefined) return text;
    return implicit[attribute] === undefined ? id : `${id}.${implicit[attribute]}`;
  }

  /** The resource that a property names, if it stands in a template here. */
  find(value: unknown): Declared | undefined {
    return this.sources.get(this.refer(value));
  }

  /** What the property's text hides, and why. */
  unknown(text: string): Unknown {
    return { unknown: this.sources.why(text, this.stack) };
  }
}

/** A value as text; what is no plain value is written as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** `${VpcId}` -> `VpcId` */
export function bare(text: string): string {
  return text.replace(/^\$\{(.*)\}$/, '$1');
}
