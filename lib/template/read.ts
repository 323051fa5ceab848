/** An assembly folder -> its templates with resolved resources. Knows no lab. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError, messageOf } from '../errors.ts';
import { constructPath } from './places.ts';
import { conditionHolds, resolve, type Scope } from './resolve.ts';
import type { RawTemplate, Resource, Template } from './template.ts';

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}
interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
}

/** One stack of an assembly, its template as it is written. */
export interface StackFile {
  readonly stack: string;
  readonly file: string;
  readonly raw: RawTemplate;
}

/**
 * The stacks of an assembly, each after those it depends on.
 * @throws NotAnAssembly, BadTemplate
 */
export function readStacks(folder: string): readonly StackFile[] {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file))
    throw new KitError('NotAnAssembly', `${folder} has no manifest.json`, {
      next: 'name a folder that cdk synth wrote',
    });
  const { artifacts = {} }: Manifest = readObject(file);
  return inOrder(artifacts, file).map(([id, { properties }]) => {
    const template = join(folder, properties?.templateFile ?? '');
    return {
      stack: properties?.stackName ?? id,
      file: template,
      raw: readObject(template),
    };
  });
}

/** Every template of the assembly, resolved together so that one stack's export is found by another's import. */
export function readAssembly(folder: string): readonly Template[] {
  const exports = new Map<string, unknown>();
  return readStacks(folder).map((stack) => resolveStack(stack, exports));
}

/**
 * One template resolved; what it exports is added to `exports`.
 * @throws BadTemplate where something in it has not the form of a template
 */
export function resolveStack(file: StackFile, exports = new Map<string, unknown>()): Template {
  try {
    return resolved(file, exports);
  } catch (error) {
    throw badTemplate(
      file.file,
      `something in it has not the form of a template (${messageOf(error)})`,
      error,
    );
  }
}

function resolved({ stack, file, raw }: StackFile, exports: Map<string, unknown>): Template {
  const scope: Scope = { template: raw, exports };
  const written = Object.entries(raw.Outputs ?? {}).filter(([, { Condition }]) =>
    conditionHolds(Condition, scope),
  );
  for (const [, { Value, Export }] of written)
    if (Export !== undefined)
      exports.set(String(resolve(Export.Name, scope)), resolve(Value, scope));
  const outputs = written.map(([name, { Value }]) => [name, resolve(Value, scope)]);
  return {
    stack,
    file,
    resources: resourcesOf(stack, scope),
    outputs: Object.fromEntries(outputs) as Template['outputs'],
  };
}

function resourcesOf(stack: string, scope: Scope): readonly Resource[] {
  return Object.entries(scope.template.Resources ?? {})
    .filter(([, raw]) => conditionHolds(raw.Condition, scope))
    .map(([logicalId, raw]) => ({
      stack,
      logicalId,
      path: constructPath(raw.Metadata) ?? logicalId,
      type: raw.Type,
      properties: resolve(raw.Properties ?? {}, scope) as Resource['properties'],
      metadata: raw.Metadata ?? {},
      ...(raw.DeletionPolicy === undefined ? {} : { deletionPolicy: raw.DeletionPolicy }),
    }));
}

function inOrder(
  artifacts: Readonly<Record<string, Artifact>>,
  file: string,
): readonly (readonly [string, Artifact])[] {
  const ordered: (readonly [string, Artifact])[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw badTemplate(file, `${[...path, id].join(' -> ')} is a circle`);
    const artifact = artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || ordered.some(([each]) => each === id))
      return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency, [...path, id]);
    ordered.push([id, artifact]);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return ordered;
}

function readObject(file: string): object {
  const value = readJson(file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw badTemplate(file, 'it is no JSON object');
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw badTemplate(file, messageOf(error), error);
  }
}

function badTemplate(file: string, why: string, cause?: unknown): KitError {
  return new KitError('BadTemplate', `${file} cannot be read: ${why}`, { cause });
}
