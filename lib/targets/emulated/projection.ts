/** A template without some of its resources: what refers to them loses the reference, or goes with them. Pure. */
import type { Properties } from '../../capabilities.ts';
import type { StackFile } from '../../template/read.ts';
import { constructPath, placeOf } from '../../template/places.ts';
import type { RawResource, RawTemplate } from '../../template/template.ts';

export interface Projection {
  readonly projected: readonly StackFile[];
  /** `TodoCache/Cluster AWS::DAX::Cluster`; `Handlers/Todos Environment.Variables.DAX_ENDPOINT` */
  readonly leftOut: readonly string[];
}

interface Gone {
  /** `stack/logicalId` and export names. */
  readonly resources: Set<string>;
  readonly exports: Set<string>;
  readonly report: string[];
}

const missing = Symbol('refers to what is left out');

/** What the projection asks about a resource and its type. */
export interface Leaving {
  isLeftOut(resource: RawResource): boolean;
  /** Properties without which a resource of the type is not made. */
  requiredOf(type: string): readonly string[];
}

/** Leaves out these resources, and those that cannot stand then. Stacks come after those they import from. */
export function leaveOut(stacks: readonly StackFile[], leaving: Leaving): Projection {
  const gone: Gone = { resources: new Set(), exports: new Set(), report: [] };
  const projected = stacks.map((stack) => ({ ...stack, raw: project(stack, leaving, gone) }));
  return {
    projected: projected.filter(({ raw }) => Object.keys(raw.Resources ?? {}).length > 0),
    leftOut: gone.report,
  };
}

function project({ raw }: StackFile, leaving: Leaving, gone: Gone): RawTemplate {
  const all = Object.entries(raw.Resources ?? {});
  for (const [id, resource] of all.filter(([, each]) => leaving.isLeftOut(each)))
    leave(id, resource, gone);
  leaveWhatFalls(all, leaving, gone);
  const kept = all
    .filter(([id]) => !gone.resources.has(id))
    .map(([id, resource]) => [id, withoutGone(id, resource, gone)] as const);
  const outputs = Object.entries(raw.Outputs ?? {}).filter(([, output]) => {
    const stands = strip(output.Value, gone, silently) !== missing;
    if (!stands && typeof output.Export?.Name === 'string') gone.exports.add(output.Export.Name);
    return stands;
  });
  // Logical ids are known in their own stack only.
  gone.resources.clear();
  return { ...raw, Resources: Object.fromEntries(kept), Outputs: Object.fromEntries(outputs) };
}

/** What refers to something gone may lose what it cannot do without, and so on until all that is left stands. */
function leaveWhatFalls(
  all: readonly (readonly [string, RawResource])[],
  { requiredOf }: Pick<Leaving, 'requiredOf'>,
  gone: Gone,
): void {
  const standing = all.filter(([id]) => !gone.resources.has(id));
  const falling = standing.filter(
    ([, each]) => losesItsStatements(each, gone) || losesRequired(each, requiredOf, gone),
  );
  for (const [id, resource] of falling) leave(id, resource, gone);
  if (falling.length > 0) leaveWhatFalls(all, { requiredOf }, gone);
}

function losesRequired(
  { Type, Properties = {} }: RawResource,
  requiredOf: Leaving['requiredOf'],
  gone: Gone,
): boolean {
  const left = stripped(Properties, gone, silently);
  return requiredOf(Type).some((name) => name in Properties && !(name in left));
}

function leave(id: string, { Type, Metadata }: RawResource, gone: Gone): void {
  gone.resources.add(id);
  gone.report.push(`${nameOf(id, Metadata)} ${Type}`);
}

function losesItsStatements({ Type, Properties = {} }: RawResource, gone: Gone): boolean {
  if (!/^AWS::IAM::(Policy|ManagedPolicy)$/.test(Type)) return false;
  const left: { PolicyDocument?: { Statement?: unknown } } = stripped(Properties, gone, silently);
  return left.PolicyDocument?.Statement === undefined;
}

/** The properties that stand; none where all are lost, each of them named. */
function stripped(properties: Properties, gone: Gone, say: (path: string) => void): Properties {
  const parts = Object.entries(properties).map(([name, value]) => {
    const left = strip(value, gone, (below) => {
      say(`${name}.${below}`);
    });
    if (left === missing) say(name);
    return [name, left] as const;
  });
  return Object.fromEntries(parts.filter(([, each]) => each !== missing));
}

function silently(): undefined {
  return undefined;
}

function withoutGone(id: string, resource: RawResource, gone: Gone): RawResource {
  const say = (path: string): void => {
    gone.report.push(`${nameOf(id, resource.Metadata)} ${path}`);
  };
  const kept = stripped(resource.Properties ?? {}, gone, say);
  const { DependsOn, ...rest } = resource;
  const depends = [DependsOn ?? []].flat().filter((each) => !gone.resources.has(each));
  return { ...rest, Properties: kept, ...(depends.length > 0 ? { DependsOn: depends } : {}) };
}

/**
 * The value without what refers to something gone; `missing` where nothing of it stands. An entry of a list that loses
 * a part goes as a whole: a statement without its resource, a rule without its group. `say` gets the paths.
 */
function strip(value: unknown, gone: Gone, say: (path: string) => void): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (refersToGone(value, gone)) return missing;
  return Array.isArray(value) ? stripList(value, gone, say) : stripObject(value, gone, say);
}

function stripList(list: readonly unknown[], gone: Gone, say: (path: string) => void): unknown {
  const standing = list.flatMap((each, index) => {
    const lost: string[] = [];
    const stripped = strip(each, gone, (path) => lost.push(path));
    const stands = stripped !== missing && lost.length === 0;
    if (!stands) say(String(index));
    return stands ? [stripped] : [];
  });
  return standing.length === 0 && list.length > 0 ? missing : standing;
}

function stripObject(value: object, gone: Gone, say: (path: string) => void): unknown {
  const lost: string[] = [];
  const parts = Object.entries(value).map(([key, each]) => {
    const stripped = strip(each, gone, (below) => lost.push(`${key}.${below}`));
    if (stripped === missing) lost.push(key);
    return [key, stripped] as const;
  });
  const standing = parts.filter(([, each]) => each !== missing);
  // A text that is put together cannot lose a piece.
  if (lost.length > 0 && (isIntrinsic(value) || standing.length === 0)) return missing;
  for (const path of lost) say(path);
  return Object.fromEntries(standing);
}

function isIntrinsic(value: object): boolean {
  const [only, ...more] = Object.keys(value);
  return more.length === 0 && /^(Fn::|Ref$)/.test(only ?? '');
}

function refersToGone(value: object, { resources, exports }: Gone): boolean {
  const [[key, argument] = []] = Object.entries(value) as [string, unknown][];
  if (key === 'Ref') return resources.has(String(argument));
  if (key === 'Fn::GetAtt') return resources.has(String([argument].flat()[0]).split('.')[0] ?? '');
  if (key === 'Fn::ImportValue') return typeof argument === 'string' && exports.has(argument);
  if (key !== 'Fn::Sub') return false;
  const [pattern] = [argument].flat();
  return [...resources].some((id) => new RegExp(`\\$\\{${id}[.}]`).test(String(pattern)));
}

function nameOf(id: string, metadata: RawResource['Metadata']): string {
  return placeOf({ path: constructPath(metadata) ?? id });
}
