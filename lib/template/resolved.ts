/** One stack -> its resources and outputs, resolved. Pure. */
import { circleIn } from './circles.ts';
import { isOpen } from './conditions.ts';
import { badTemplate, Malformed, shown } from './malformed.ts';
import { constructPath } from './places.ts';
import { inTexts, placeholdersIn, qualified } from './placeholder.ts';
import { judgeCondition, resolve } from './resolve.ts';
import { absent, workIn, type Open, type Work } from './scope.ts';
import type { RawResource, Resource, StackFile, Template } from './template.ts';
import { isMap, textOf } from './values.ts';

interface Surroundings {
  /** Where it is not known whether the whole stack is made: why. */
  readonly open?: Open;
  /** What is assumed to stand for a literal physical id. */
  readonly literal?: (text: string) => unknown;
}

/**
 * One template resolved by itself; what it exports is added to `exports`.
 * @throws BadTemplate where something in it has not the form of a template
 */
export function resolveStack(file: StackFile, exports = new Map<string, unknown>()): Template {
  const { raw, stack } = file;
  const work = workIn({ template: raw, exports, stack });
  const template = resolvedIn(work, file, {});
  for (const [name, { Export }] of Object.entries(raw.Outputs ?? {}))
    if (Export !== undefined && name in template.outputs) {
      const exported = textOf(resolve(Export.Name, work));
      exports.set(exported, qualified(template.outputs[name], stack, work.unknowns));
    }
  return template;
}

/** @throws BadTemplate */
export function resolvedIn(work: Work, file: StackFile, around: Surroundings): Template {
  return inFile(file, () => {
    const resources = resourcesOf(work, file, around);
    const outputs = Object.keys(file.raw.Outputs ?? {})
      .map((name) => [name, outputOf(name, work)] as const)
      .filter(([, value]) => value !== undefined);
    return {
      stack: file.stack,
      file: file.file,
      resources,
      outputs: Object.fromEntries(outputs),
      unknowns: work.unknowns,
    };
  });
}

/** The value of an output; undefined where there is none of the name, or its condition does not hold. */
export function outputOf(name: string, work: Work): unknown {
  const { Outputs: outputs = {} } = work.template;
  const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  if (output === undefined || judgeCondition(output.Condition, work) === false) return undefined;
  const value = about(`output ${name}`, () => resolve(output.Value, work));
  return value === absent ? undefined : value;
}

/** What goes wrong inside is a sentence about this file. */
export function inFile<T>({ file }: StackFile, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw badTemplate(file, error);
  }
}

function resourcesOf(work: Work, file: StackFile, around: Surroundings): readonly Resource[] {
  const needs = new Map<string, ReadonlySet<string>>();
  const resources = Object.entries(work.template.Resources ?? {}).flatMap(([logicalId, raw]) => {
    const line = file.lines?.get(logicalId);
    const at = line === undefined ? '' : ` (line ${line})`;
    return about(`resource ${logicalId}${at}`, () => {
      const holds = judgeCondition(raw.Condition, work);
      if (holds === false) return [];
      const needed = new Set([raw.DependsOn ?? []].flat());
      needs.set(logicalId, needed);
      const properties = propertiesOf(raw, { ...work, sees: (id) => needed.add(id) }, around);
      const open = isOpen(holds) ? holds : around.open;
      return [
        {
          ...described(raw, logicalId, file),
          properties,
          ...choicesIn(properties, work),
          ...(open && { condition: open.why }),
        },
      ];
    });
  });
  const circle = circleIn(needs);
  if (circle !== undefined) throw new Malformed(`its resources wait for each other: ${circle}`);
  return resources;
}

/** Of the placeholders that stand in the properties. */
function choicesIn(
  properties: Resource['properties'],
  { choices }: Work,
): Pick<Resource, 'choices'> {
  if (choices.size === 0) return {};
  const found = new Set(placeholdersIn(textOf(properties)));
  const ours = [...choices].filter(([placeholder]) => found.has(placeholder));
  return ours.length === 0 ? {} : { choices: Object.fromEntries(ours) };
}

/** What of a resource needs no working out. */
function described(raw: RawResource, logicalId: string, { stack, file, ...rest }: StackFile) {
  const line = rest.lines?.get(logicalId);
  // Logical ids of stacks in a stack may be the same: the stack tells them apart.
  const place = rest.nestedIn === undefined ? logicalId : `${stack}/${logicalId}`;
  return {
    stack,
    logicalId,
    path: constructPath(raw.Metadata) ?? place,
    type: raw.Type,
    metadata: raw.Metadata ?? {},
    ...(raw.DeletionPolicy === undefined ? {} : { deletionPolicy: raw.DeletionPolicy }),
    ...(raw.UpdateReplacePolicy === undefined
      ? {}
      : { updateReplacePolicy: raw.UpdateReplacePolicy }),
    ...(line === undefined ? {} : { source: { file, line } }),
    ...placed(rest),
  };
}

/** Where the stack is, as far as it is known. */
export function placed({
  account,
  region,
}: {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}): Pick<StackFile, 'account' | 'region'> {
  return {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}

function propertiesOf(
  raw: RawResource,
  work: Work,
  { literal }: Surroundings,
): Resource['properties'] {
  const properties = resolve(raw.Properties ?? {}, work);
  const all = literal === undefined ? properties : inTexts(properties, literal);
  if (isMap(all)) return all;
  const [, macro] = /^\$\{Transform (.+)\}$/s.exec(textOf(all)) ?? [];
  if (macro !== undefined)
    throw new Malformed(`macro ${macro} makes its Properties, and CloudFormation alone runs it`);
  throw new Malformed(`its Properties are a map, not ${shown(all)}`);
}

function about<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Malformed) throw new Malformed(`${what}: ${error.message}`);
    throw error;
  }
}
