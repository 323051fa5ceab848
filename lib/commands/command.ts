/** What a command is: a row of the table, and a lazily loaded function from options to an outcome. */
import type { Host, Outcome } from '../output/host.ts';

export interface OptionOf {
  readonly says: string;
  /** The word for its value in help; none for a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: true;
  readonly short?: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** `LAB`, `[LAB]`, `LAB EXPERIMENT` */
  readonly words: string;
  readonly example: string;
  readonly options: Readonly<Record<string, OptionOf>>;
  readonly load: () => Promise<Implementation>;
}

export interface Implementation {
  readonly run: (typed: Typed, host: Host) => Promise<Outcome<unknown>>;
  /** The data as a person reads it. */
  readonly text: (data: never, typed: Typed) => readonly string[];
}

/** What a person typed after the command's name. */
export interface Typed {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

export function textOption(typed: Typed, name: string): string | undefined {
  const value = typed.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function isOn(typed: Typed, name: string): boolean {
  return typed.options[name] === true;
}

export function listOption(typed: Typed, name: string): readonly string[] {
  const value = typed.options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
