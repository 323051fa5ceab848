/** What has not the form of a template, said before anybody knows in which file it stands. Pure. */
import { KitError, messageOf } from '../errors.ts';

/** One part of a sentence: what was found and what was expected. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** The sentence about a file, for whatever went wrong while it was read. */
export function badTemplate(file: string, error: unknown, next?: string): KitError {
  if (error instanceof KitError) return error;
  return new KitError('BadTemplate', `${file} cannot be read: ${whyOf(error)}`, {
    cause: error,
    next,
  });
}

function whyOf(error: unknown): string {
  // The engine's stack is the only bound that every recursion shares.
  if (error instanceof RangeError) return 'what it says is nested too deeply';
  const why = typeof error === 'string' ? error : messageOf(error);
  return why.replace(/\s+/g, ' ');
}

/** The argument of a function as a list with so many entries. */
export function listFor(name: string, argument: unknown, [least, most]: readonly [number, number]) {
  const fits = Array.isArray(argument) && argument.length >= least && argument.length <= most;
  if (fits) return argument as readonly unknown[];
  const many = least === most ? String(least) : `${least} to ${most}`;
  throw new Malformed(`${name} takes a list of ${many}, not ${shown(argument)}`);
}

/** The argument of a function as a name. */
export function nameFor(name: string, argument: unknown): string {
  if (typeof argument === 'string' && argument !== '') return argument;
  throw new Malformed(`${name} takes a name, not ${shown(argument)}`);
}

/** A value as a sentence shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
