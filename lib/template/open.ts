/** The door: an assembly folder or a template file, with what is given and assumed -> resolved templates. */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { KitError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { assumedBy, assumedStack, readAssumption, refuseUnused, type Assumed } from './assume.ts';
import { withMadeAt } from './made-at.ts';
import { badTemplate } from './malformed.ts';
import { withNested, type AbsentStack } from './nested.ts';
import { checkGiven, checkPseudo, pseudoParameters } from './parameters.ts';
import { placeholdersIn } from './placeholder.ts';
import { readStack, readStacks } from './read.ts';
import { placed } from './resolved.ts';
import { reasonByForm } from './scope.ts';
import { transformsOf } from './shape.ts';
import type { RawTemplate, Resource, StackFile, Template } from './template.ts';
import { together, type Together } from './together.ts';

export interface Given {
  /** By name, pseudo parameters such as `AWS::Region` too; for the templates that no other one nests. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The path of the file of docs/assume.md. */
  readonly assume?: string;
  /** What to call the stack that no other one nests, where it is the only one; the file's or its own name otherwise. */
  readonly root?: string;
}

export interface Opened {
  /** A nested stack comes after the one that it is in; what is assumed comes last, as stack `assumed`. */
  readonly templates: readonly Template[];
  /** The resources of all of them. */
  readonly resources: readonly Resource[];
  /** Sentences about what is not there, such as a macro that only CloudFormation runs. */
  readonly warnings: readonly string[];
  /** Stacks that they nest, and whose templates are not here. */
  readonly absent: readonly AbsentStack[];
  /** What CloudFormation alone makes of them, before it makes anything. */
  readonly macros: readonly Macro[];
  /** Why the first `${...}` of a text, as it stands in a resource of that stack, is not known. */
  readonly reasonOf: (text: string, stack: string) => string | undefined;
  /** The template of a stack as it is written, without what a known condition rules out. */
  readonly decided: (stack: string) => RawTemplate | undefined;
  /** The stacks that no other one nests, without what is assumed. */
  readonly roots: readonly string[];
  /** The same, its only root called so, and what is nested in it after that. */
  readonly rootedAs: (stack: string) => Opened;
}

export interface Macro {
  /** `AWS::Serverless-2016-10-31` */
  readonly name: string;
  readonly file: string;
}

/**
 * Everything that the path holds, resolved together.
 * @param path a folder that cdk synth wrote, or one template in JSON or YAML
 * @throws BadTemplate with the file and the place; NotAnAssembly for a folder without manifest.json;
 * UnknownParameter, BadParameter; BadAssumption
 */
export function openTemplates(path: string, how: Given = {}): Opened {
  const { parameters = {}, assume, root } = how;
  const given = new Map(Object.entries(parameters));
  const { 'AWS::AccountId': account, 'AWS::Region': region } = parameters;
  const where = placed({ account, region });
  const stacks = called(root, stacksAt(path, given)).map((stack) => ({ ...where, ...stack }));
  const { files, warnings, absent } = withNested(stacks, (file, stack) => readStack(file, stack));
  checkParameters(files, parameters);
  const all =
    assume === undefined ? together(files, { given }) : assumingAll(files, { given, assume });
  const templates = statSync(path).isDirectory() ? withMadeAt(all.templates, path) : all.templates;
  const macros = files.flatMap(macrosIn);
  return {
    templates,
    resources: templates.flatMap(({ resources }) => resources),
    warnings: [...warnings, ...macros.map(macroWarning)],
    ...{ macros, absent },
    reasonOf: (text, stack) => reasonOf(text, stack, all),
    decided: (stack) => all.decided(stack),
    roots: files.filter(isRoot).map(({ stack }) => stack),
    rootedAs: (stack) => openTemplates(path, { ...how, root: stack }),
  };
}

function called(root: string | undefined, stacks: readonly StackFile[]): readonly StackFile[] {
  const isOnly = root !== undefined && stacks.length === 1;
  return isOnly ? stacks.map((each) => ({ ...each, stack: root })) : stacks;
}

function isRoot({ nestedIn }: StackFile): boolean {
  return nestedIn === undefined;
}

/** What is assumed is a stack of its own, resolved first; it reads nothing from the others. */
function assumingAll(
  files: readonly StackFile[],
  { given, assume }: { given: ReadonlyMap<string, string>; assume: string },
): Together {
  const assumption = readAssumption(assume);
  const alone = together([assumption.file]);
  const assumed: Assumed = assumedBy(assumption, (written) => alone.valueIn(assumedStack, written));
  const { lookup, literal } = assumed;
  const all = together(files, { given, assumed: lookup, literal });
  refuseUnused(assumption, assumed, [files, all.templates]);
  return {
    ...all,
    templates: [...all.templates, ...alone.templates],
    whyElsewhere: (text) => all.whyElsewhere(text) ?? alone.whyElsewhere(text),
  };
}

function stacksAt(path: string, given: ReadonlyMap<string, string>): readonly StackFile[] {
  if (!existsSync(path)) throw badTemplate(path, 'there is no such file or folder');
  if (statSync(path).isDirectory()) {
    const stacks = readStacks(path, given);
    if (stacks.length === 0) throw badTemplate(path, 'its manifest.json names no stack');
    return stacks;
  }
  const file = readStack(path, stackNameOf(path), given);
  if (Object.keys(file.raw.Resources ?? {}).length === 0)
    throw badTemplate(path, 'it has no Resources');
  return [file];
}

/** `Network.template.json` -> `Network`, in the letters of a stack's name. */
function stackNameOf(path: string): string {
  const name = basename(path).replace(/(\.template)?\.\w+$/, '');
  return name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'template';
}

function checkParameters(
  files: readonly StackFile[],
  parameters: Readonly<Record<string, string>>,
): void {
  const roots = files.filter(isRoot);
  const declared = roots.flatMap(({ raw }) => Object.entries(raw.Parameters ?? {}));
  for (const [name, value] of Object.entries(parameters)) {
    const here = declared.filter(([each]) => each === name);
    if (here.length === 0 && !pseudoParameters.includes(name)) refuseParameter(name, declared);
    for (const [, each] of here) checkGiven(name, value, each);
    checkPseudo(name, value);
  }
}

function refuseParameter(name: string, declared: readonly (readonly [string, unknown])[]): never {
  const names = [...new Set(declared.map(([each]) => each))];
  const some =
    names.length === 0 ? 'it declares none' : `there are: ${names.slice(0, 12).join(', ')}`;
  throw new KitError('UnknownParameter', `no template here has a parameter '${name}'`, {
    next: nearest(name, [...names, ...pseudoParameters]) ?? some,
  });
}

/** What the kit works out itself is none. */
function macrosIn({ file, raw }: StackFile): readonly Macro[] {
  return transformsOf(raw)
    .filter((name) => name !== 'AWS::LanguageExtensions')
    .map((name) => ({ name, file }));
}

function macroWarning({ name, file }: Macro): string {
  return `${file}: ${name} is run by CloudFormation alone: what it adds or changes is not here`;
}

function reasonOf(text: string, stack: string, all: Together): string | undefined {
  const template = all.templates.find((each) => each.stack === stack);
  for (const placeholder of placeholdersIn(text)) {
    const own = template?.unknowns.get(placeholder) ?? reasonByForm(placeholder);
    const reason = own ?? all.whyElsewhere(placeholder);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
