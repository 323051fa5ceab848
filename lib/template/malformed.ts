/** What has not the form of a template, said before anybody knows in which file it stands. Pure. */
import { KitError, messageOf } from '../errors.ts';
import { own } from './values.ts';

/** One part of a sentence: what was found and what was expected. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** The sentence about a file, for whatever went wrong while it was read. */
export function badTemplate(file: string, error: unknown, next?: string): KitError {
  if (error instanceof KitError) return error;
  const why = whyOf(error);
  return new KitError('BadTemplate', `${file} cannot be read: ${why}`, {
    cause: error,
    next: next ?? nextOf(why),
  });
}

/** What to do about what is wrong, by the sentence that says it; otherwise it says the place. */
const nexts: readonly (readonly [why: RegExp, next: string])[] = [
  [/manifest\.json names|ends in the middle/, 'write it anew, for example with cdk synth'],
  [
    /^(there is no such file|it (is (empty|no file|not UTF-8)|is no map of names|has no Resources))/,
    'name a template in JSON or YAML, or the folder that cdk synth wrote',
  ],
  [/^you may not/, 'let yourself read it: chmod u+r'],
  [
    /circle|it nests itself|holds itself|wait for each other/,
    'take one of these references away: CloudFormation refuses a circle too',
  ],
  [/^resource .* macro .* CloudFormation alone runs it/, 'name what comes out of the macro'],
  [/nested (deeper|too deeply)/, 'take levels out of it: nothing so deep is read'],
];

function nextOf(why: string): string {
  return nexts.find(([each]) => each.test(why))?.[1] ?? 'mend it there, then ask again';
}

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  ENOENT: 'there is no such file',
  EPERM: 'you may not read it',
};

/** Why something could not be read, in our words. */
export function whyOf(error: unknown): string {
  // The engine's stack is the only bound that every recursion shares.
  if (error instanceof RangeError) return 'what it says is nested too deeply';
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const inOurWords = own(systemErrors, code);
  if (inOurWords !== undefined) return inOurWords;
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
