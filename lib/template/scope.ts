/** What a value is resolved with: its template, what was given and passed, and the notes taken on the way. Pure. */
import { Malformed } from './malformed.ts';
import { placeholdersIn } from './placeholder.ts';
import type { RawTemplate } from './template.ts';

/** Gives the value of a name; undefined where there is none. */
export interface Lookup {
  get(name: string): unknown;
}

export interface Scope {
  readonly template: RawTemplate;
  /** What `Fn::ImportValue` finds, by export name, its placeholders with their stack. */
  readonly exports: Lookup & { readonly whyNot?: (name: string) => string | undefined };
  readonly stack?: string;
  /** Parameters that were given or passed by a parent, and pseudo parameters that were given. */
  readonly given?: Lookup;
  /** What stands for a parameter without value, an import without export, an attribute: from `--assume`. */
  readonly assumed?: Lookup;
  /** An output of a nested stack, by its logical id and `Outputs.Name`. */
  readonly nested?: (logicalId: string, attribute: string) => unknown;
  /** An output of another stack, by its name. */
  readonly outputOf?: (stack: string, output: string) => unknown;
  /** Why a placeholder of another stack is not known. */
  readonly elsewhere?: (placeholder: string) => string | undefined;
  /** Does the placeholder of another stack stand for the id of one resource? */
  readonly isIdElsewhere?: (placeholder: string) => boolean;
  /** Called with each resource that is referred to. */
  readonly sees?: ((logicalId: string) => void) | undefined;
}

/** Not decided, and why. */
export interface Open {
  readonly why: string;
}
export type Judged = boolean | Open;

const pending = Symbol('being worked out');

/** A scope with the notes of one resolution. */
export interface Work extends Scope {
  /** Each placeholder that was made -> why it is not known. */
  readonly unknowns: Map<string, string>;
  /** All that a placeholder may stand for, where the template says so. */
  readonly choices: Map<string, readonly unknown[]>;
  readonly judged: Map<string, Judged | typeof pending>;
  readonly attributes: Map<string, unknown>;
  readonly spent: { characters: number };
}

export type Resolve = (value: unknown, work: Work) => unknown;
export type Intrinsic = (argument: unknown, work: Work, resolve: Resolve) => unknown;

/** `AWS::NoValue`: the property is not there at all. */
export const absent = Symbol('AWS::NoValue');

export function workIn(scope: Scope): Work {
  if ('unknowns' in scope) return scope as Work;
  return {
    ...scope,
    unknowns: new Map(),
    choices: new Map(),
    judged: new Map(),
    attributes: new Map(),
    spent: { characters: 0 },
  };
}

/** What is worked out once. Asked for while it is being worked out, it depends on itself. */
export function once<T>(known: Map<string, T | typeof pending>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found === pending) {
    const path = [...known].filter(([, each]) => each === pending).map(([each]) => each);
    throw new Malformed(`${[...path.slice(path.indexOf(key)), key].join(' -> ')} is a circle`);
  }
  if (found !== undefined || known.has(key)) return found as T;
  known.set(key, pending);
  try {
    const made = make();
    known.set(key, made);
    return made;
  } catch (error) {
    known.delete(key);
    throw error;
  }
}

/** The placeholder of something unknown, noted with its reason; or what is assumed to stand there. */
export function unknown(work: Work, name: string, reason: string): unknown {
  return work.assumed?.get(name) ?? noted(work, name, reason);
}

/** As `unknown`, for something that the template leaves open and yet bounds. */
export function oneOf(
  work: Work,
  { name, choices }: { readonly name: string; readonly choices: readonly unknown[] },
  reason: string,
): unknown {
  work.choices.set(`\${${name}}`, choices);
  return unknown(work, name, reason);
}

/** The placeholder, noted with its reason. */
export function noted(work: Work, name: string, reason: string): string {
  const placeholder = `\${${name}}`;
  if (!work.unknowns.has(placeholder)) work.unknowns.set(placeholder, reason);
  return placeholder;
}

/** Why the text is not known: the reason of its first placeholder that has one. */
export function whyUnknown(text: string, work: Work): string {
  for (const placeholder of placeholdersIn(text)) {
    const why = work.unknowns.get(placeholder) ?? reasonByForm(placeholder);
    const reason = why ?? work.elsewhere?.(placeholder);
    if (reason !== undefined) return reason;
  }
  return `${placeholdersIn(text)[0] ?? 'it'} is known after deployment`;
}

/** The reasons that a placeholder shows by itself. */
export function reasonByForm(placeholder: string): string | undefined {
  if (placeholder.startsWith('{{resolve:'))
    return `${placeholder} is read when the stack is deployed`;
  return undefined;
}

/** Texts that a template may put together in all: far above any real one, far below the memory. */
const mostCharacters = 50_000_000;

/** The text, counted: functions that double their argument, nested in each other, would fill the memory. */
export function counted(text: string, { spent }: Work): string {
  spent.characters += text.length;
  if (spent.characters > mostCharacters)
    throw new Malformed(
      `the texts that it puts together have more than ${mostCharacters} characters`,
    );
  return text;
}
