/** A construct -> the template of its stack and of the stacks bound to it, each resource under its construct path. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError } from '../errors.ts';
import type { RawTemplate } from '../template/template.ts';
import {
  isElement,
  isStack,
  isStage,
  type ConstructLike,
  type StackLike,
  type StageLike,
} from './subject.ts';
import type { Written } from './written.ts';

/** @throws NoApp, and whatever the synthesis throws */
export function templatesOf(construct: ConstructLike): readonly Written[] {
  const stage = stageOf(construct);
  // Which stack refers to which is known only then.
  stage.synth();
  const all = stage.node.findAll().filter(isStack);
  const own = construct.node.scopes.findLast(isStack);
  const stacks = own === undefined ? all : boundTo(own, all);
  const notes = notesOn(stage);
  return stacks.map((stack) => {
    const { stackName, environment, nestedStackParent } = stack;
    const isNested = nestedStackParent !== undefined;
    const template = noted(written(stack), notes.get(stack) ?? nothing);
    return {
      file: fileOf(stack),
      template,
      ...(isNested ? {} : { root: { stackName, environment } }),
    };
  });
}

function stageOf({ node: { scopes, path } }: ConstructLike): StageLike {
  const stage = scopes.findLast(isStage);
  if (stage !== undefined) return stage;
  throw new KitError('NoApp', `'${path}' is in no App: it has no template`, {
    next: 'give its stack an App as scope',
  });
}

function written(stack: StackLike): RawTemplate {
  const { directory } = stageOf(stack).synth();
  return JSON.parse(readFileSync(join(directory, stack.templateFile), 'utf8')) as RawTemplate;
}

/** The stack, those that it refers to and those that refer to it, nested ones included. */
function boundTo(stack: StackLike, all: readonly StackLike[]): readonly StackLike[] {
  const bound = new Set([stack]);
  // A set is walked to its end, also where it grows on the way.
  for (const each of bound)
    for (const other of all) if (refers(each, other) || refers(other, each)) bound.add(other);
  return [...bound];
}

function refers(one: StackLike, other: StackLike): boolean {
  return one.dependencies.includes(other) || one.nestedStackParent === other;
}

/** By logical id. */
type Notes = ReadonlyMap<string, Note>;
type Note = Readonly<Record<string, string>>;
const nothing: Notes = new Map();

/** What the CDK's own command line would have it write into a template: where constructs are, and where nested templates. */
function notesOn(stage: StageLike): ReadonlyMap<StackLike, Notes> {
  const notes = new Map<StackLike, Map<string, Note>>();
  for (const element of stage.node.findAll().filter(isElement)) {
    const { stack, logicalId, node } = element;
    const own = notes.get(stack) ?? new Map<string, Note>();
    own.set(String(stack.resolve(logicalId)), { 'aws:cdk:path': node.path });
    notes.set(stack, own);
  }
  for (const stack of stage.node.findAll().filter(isStack)) {
    const { nestedStackParent, nestedStackResource } = stack;
    if (nestedStackParent === undefined || nestedStackResource === undefined) continue;
    const id = String(nestedStackParent.resolve(nestedStackResource.logicalId));
    const own = notes.get(nestedStackParent);
    own?.set(id, { ...own.get(id), 'aws:asset:path': fileOf(stack) });
  }
  return notes;
}

/** Templates of two stages may have one name. */
function fileOf({ node: { id, addr } }: StackLike): string {
  return `${id.slice(0, 60)}-${addr}.json`;
}

function noted(template: RawTemplate, notes: Notes): object {
  const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => [
    id,
    { ...resource, Metadata: { ...resource.Metadata, ...notes.get(id) } },
  ]);
  return { ...template, Resources: Object.fromEntries(resources) as object };
}
