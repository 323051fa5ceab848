/** argv -> command -> exit code. */
import { canonical, findCommand, parseTyped } from '../lib/commands/parse.ts';
import { isOn, type Command, type Typed } from '../lib/commands/command.ts';
import { exitCodes } from '../lib/errors.ts';
import { explained } from '../lib/explained.ts';
import { failure, success } from '../lib/output/envelope.ts';
import { TerminalHost } from '../lib/output/terminal-host.ts';
import { visible } from '../lib/output/visible.ts';

export async function main(argv: readonly string[]): Promise<void> {
  quietWhenNobodyReads();
  const [name, rest] = split(argv);
  const own = beforeDashes(argv);
  const json = own.some((word) => /^--json(=|$)/.test(word));
  const yes = own.includes('--yes') || process.env['CI'] === 'true';
  const host = new TerminalHost({ json, yes });
  listenForInterrupt(host);
  const strays = collectStrays();
  try {
    const exitCode = await dispatch(name, rest, host);
    if (strays.length > 0) throw strays[0];
    process.exitCode = exitCode;
  } catch (error) {
    process.exitCode = host.signal.aborted
      ? exitCodes.interrupted
      : report(canonical(name), error, { host, json });
  }
}

/** What stands behind `--` is said to another command. */
function beforeDashes(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('--');
  return at < 0 ? argv : argv.slice(0, at);
}

/** The command is the first word that is no option; options may stand before it. */
function split(argv: readonly string[]): readonly [name: string, rest: readonly string[]] {
  const at = argv.findIndex((word) => !word.startsWith('-') || word === '-h' || word === '-v');
  const asked = ['--help', '--version'].find((word) => argv[0] === word);
  if (asked !== undefined || at < 0)
    return [asked ?? 'help', argv.filter((word) => word !== asked)];
  return [argv[at] ?? 'help', [...argv.slice(0, at), ...argv.slice(at + 1)]];
}

async function dispatch(
  name: string,
  rest: readonly string[],
  host: TerminalHost,
): Promise<number> {
  if (['help', '--help', '-h'].includes(name))
    return help(
      rest.find((word) => !word.startsWith('-')),
      rest.includes('--json'),
    );
  if (['--version', '-v', 'version'].includes(name)) return version(rest.includes('--json'));
  const command = findCommand(name);
  const typed = parseTyped(command, rest);
  if (isOn(typed, 'help')) return help(command.name, isOn(typed, 'json'));
  return run(command, typed, host);
}

async function run(command: Command, typed: Typed, host: TerminalHost): Promise<number> {
  const { run: perform, text } = await command.load();
  const { data, exitCode } = await perform(typed, host);
  host.settle();
  const json = isOn(typed, 'json');
  const lines = json ? [] : text(data as never, typed);
  print(command.name, { data, lines, json }, host.warnings);
  return exitCode;
}

async function help(name: string | undefined, json: boolean): Promise<number> {
  const { allCommands, helpOn, overview } = await import('../lib/commands/help.ts');
  const bare = process.argv.length === 2;
  const lines =
    name === undefined
      ? [...overview(), ...(bare ? [] : ['', ...allCommands()])]
      : helpOn(findCommand(name));
  print('help', { data: { lines }, lines, json });
  return exitCodes.asTold;
}

async function version(json: boolean): Promise<number> {
  const { kitVersion } = await import('../lib/version.ts');
  print('version', { data: { version: kitVersion() }, lines: [kitVersion()], json });
  return exitCodes.asTold;
}

interface Printed {
  readonly data: unknown;
  readonly lines: readonly string[];
  readonly json: boolean;
}

function print(
  command: string,
  { data, lines, json }: Printed,
  warnings: readonly string[] = [],
): void {
  const all = json ? [JSON.stringify(success(command, data, warnings), null, 2)] : lines;
  for (const line of all) process.stdout.write(`${visible(line)}\n`);
}

/** Bad input is one sentence and what to type; anything else is a bug of ours, with what to report. */
function report(
  command: string,
  thrown: unknown,
  { host, json }: { host: TerminalHost; json: boolean },
): number {
  host.settle();
  const error = explained(thrown);
  if (json) {
    const envelope = failure(command, error, host.warnings);
    process.stdout.write(`${visible(JSON.stringify(envelope, null, 2))}\n`);
    return error.exitCode;
  }
  const lines = error.next === null ? error.message : `${error.message}\n${error.next}`;
  process.stderr.write(`${visible(lines)}\n`);
  return error.exitCode;
}

/** The first Ctrl-C undoes what was begun; a second one leaves at once, and the next command tidies up. */
function listenForInterrupt(host: TerminalHost): void {
  let interrupted = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (host.isHanded(signal)) return;
    if (interrupted) process.exit(exitCodes.interrupted);
    interrupted = true;
    process.stderr.write('\nstopping, one moment ...\n');
    void host.interrupt().finally(() => process.exit(exitCodes.interrupted));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/**
 * What failed and nobody waited for: a bug, unless the command failed too. A check that is given up because its target
 * ended leaves such calls behind.
 */
function collectStrays(): readonly unknown[] {
  const strays: unknown[] = [];
  process.on('unhandledRejection', (reason) => strays.push(reason));
  return strays;
}

/** `./lab list | head`: the reader left, which is no error. Work goes on to its end. */
function quietWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A full disk behind a redirect: nothing more can be said there.
      if (error.code !== 'EPIPE') process.exitCode = exitCodes.badInput;
    });
}
