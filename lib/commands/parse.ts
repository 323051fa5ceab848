/** argv -> command and what was typed after it. Bad input becomes one sentence. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { KitError, messageOf } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Command, OptionOf, Typed } from './command.ts';
import { commands, everywhere } from './index.ts';

/** Words that people bring from other tools. */
const aliases: Readonly<Record<string, string>> = {
  deploy: 'up',
  create: 'up',
  start: 'up',
  verify: 'check',
  validate: 'check',
  destroy: 'down',
  delete: 'down',
  stop: 'down',
  ls: 'list',
};

/** The command that a word from another tool stands for, else the word itself. */
export function canonical(word: string): string {
  return aliases[word] ?? word;
}

/** @throws UnknownCommand */
export function findCommand(name: string): Command {
  const found = commands.find((each) => each.name === canonical(name));
  if (found !== undefined) return found;
  const names = commands.map((each) => each.name);
  throw new KitError('UnknownCommand', `no command is called '${name}'`, {
    next: nearest(name, names) ?? `there are: ${names.join(', ')}`,
  });
}

/** @throws UnknownOption, BadOption, MissingWord, TooManyWords */
export function parseTyped(command: Command, argv: readonly string[]): Typed {
  const known = { ...everywhere, ...command.options };
  const { values, positionals } = parsed(argv, known, command);
  refuseEmpty(values);
  if (values['help'] !== true) refuseWords(command, positionals);
  return { words: positionals, options: values };
}

function parsed(
  argv: readonly string[],
  known: Readonly<Record<string, OptionOf>>,
  command: Command,
): { values: Typed['options']; positionals: string[] } {
  const options = Object.entries(known).map(([name, { value, many, short }]) => [
    name,
    {
      type: value === undefined ? 'boolean' : 'string',
      ...(many === true ? { multiple: true } : {}),
      ...(short === undefined ? {} : { short }),
    },
  ]);
  try {
    const config: ParseArgsConfig = {
      args: [...argv],
      options: Object.fromEntries(options) as NonNullable<ParseArgsConfig['options']>,
      allowPositionals: true,
    };
    const { values, positionals } = parseArgs(config);
    return { values: values as Typed['options'], positionals };
  } catch (error) {
    throw badOption(error, Object.keys(known), command);
  }
}

/** An empty value is a variable of the shell that was not set. */
function refuseEmpty(values: Typed['options']): void {
  const empty = Object.entries(values).find(([, value]) => [value].flat().includes(''));
  if (empty !== undefined)
    throw new KitError('BadOption', `--${empty[0]} is empty`, {
      next: 'give it a value, or leave it out',
    });
}

function badOption(error: unknown, known: readonly string[], command: Command): KitError {
  const { name, words, example } = command;
  const [, dashes = '', typed] = /Unknown option '(--?)([^']+)'/.exec(messageOf(error)) ?? [];
  const help = `./lab ${name} --help shows them`;
  if (typed === undefined)
    return new KitError('BadOption', messageOf(error).split(/[.\n]/)[0] ?? '', { next: help });
  const behind = words.includes('-- ')
    ? `what is said to the command stands behind --: ${example}`
    : help;
  const near = nearest(typed, known)?.replace("'", "'--");
  return new KitError('UnknownOption', `${name} has no option '${dashes}${typed}'`, {
    next: near ?? behind,
  });
}

/** The words a command takes: capitals must be there, those in brackets may, `...` ends in any number. */
function refuseWords({ name, words, example }: Command, typed: readonly string[]): void {
  const wanted = words.split(' ').filter((word) => !['', '--'].includes(word));
  const needed = wanted.filter((word) => !word.startsWith('['));
  const next = `for example: ${example}`;
  const missing = needed[typed.length];
  if (missing !== undefined)
    throw new KitError('MissingWord', `${name} needs ${missing}: ./lab ${name} ${words}`, { next });
  if (typed.length > wanted.length && !words.includes('...'))
    throw new KitError(
      'TooManyWords',
      `${name} does not know what to do with '${typed[wanted.length] ?? ''}'`,
      { next },
    );
}
