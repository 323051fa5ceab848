/** argv -> command -> exit code. */
import { canonical, findCommand, parseTyped } from '../lib/commands/parse.ts';
import { isOn, type Command, type Typed } from '../lib/commands/command.ts';
import { exitCodes, KitError, messageOf } from '../lib/errors.ts';
import { failure, success, type EnvelopeError } from '../lib/output/envelope.ts';
import { TerminalHost } from '../lib/output/terminal-host.ts';

export async function main(argv: readonly string[]): Promise<void> {
  quietWhenNobodyReads();
  const [name = 'help', ...rest] = argv;
  const json = rest.includes('--json');
  const yes = rest.includes('--yes') || process.env['CI'] === 'true';
  const host = new TerminalHost({ json, yes });
  listenForInterrupt(host);
  try {
    process.exitCode = await dispatch(name, rest, host);
  } catch (error) {
    process.exitCode = host.signal.aborted
      ? exitCodes.interrupted
      : report(canonical(name), error, { host, json });
  }
}

async function dispatch(
  name: string,
  rest: readonly string[],
  host: TerminalHost,
): Promise<number> {
  if (['help', '--help', '-h'].includes(name))
    return help(rest.find((word) => !word.startsWith('-')));
  if (['--version', '-v', 'version'].includes(name)) return version();
  const command = findCommand(name);
  const typed = parseTyped(command, rest);
  return isOn(typed, 'help') ? help(command.name) : run(command, typed, host);
}

async function run(command: Command, typed: Typed, host: TerminalHost): Promise<number> {
  const { run: perform, text } = await command.load();
  const { data, exitCode } = await perform(typed, host);
  host.settle();
  const lines = isOn(typed, 'json')
    ? [JSON.stringify(success(command.name, data, host.warnings), null, 2)]
    : text(data as never, typed);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return exitCode;
}

async function help(name: string | undefined): Promise<number> {
  const { allCommands, helpOn, overview } = await import('../lib/commands/help.ts');
  const lines =
    name === undefined ? [...overview(), '', ...allCommands()] : helpOn(findCommand(name));
  process.stdout.write(`${(process.argv.length === 2 ? overview() : lines).join('\n')}\n`);
  return exitCodes.asTold;
}

async function version(): Promise<number> {
  const { kitVersion } = await import('../lib/version.ts');
  process.stdout.write(`${kitVersion()}\n`);
  return exitCodes.asTold;
}

/** Bad input is one sentence and what to type; anything else is a bug of ours, with what to report. */
function report(
  command: string,
  thrown: unknown,
  { host, json }: { host: TerminalHost; json: boolean },
): number {
  host.settle();
  const error = described(thrown);
  if (json) {
    process.stdout.write(`${JSON.stringify(failure(command, error, host.warnings), null, 2)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error.message}${error.next === null ? '' : `\n${error.next}`}\n`);
  return error.exitCode;
}

function described(error: unknown): EnvelopeError {
  if (error instanceof KitError)
    return {
      code: error.code,
      message: error.message,
      next: error.next ?? null,
      exitCode: exitCodes.badInput,
    };
  const noSpace = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC';
  if (noSpace)
    return {
      code: 'DiskFull',
      message: 'the disk is full',
      next: 'make room and run the command again',
      exitCode: exitCodes.badInput,
    };
  const stack = error instanceof Error ? error.stack : messageOf(error);
  return {
    code: 'Bug',
    message: `a bug of the kit, not of yours: ${stack ?? ''}`,
    next: 'please report it with the line that you typed and the lines above',
    exitCode: exitCodes.bug,
  };
}

/** The first Ctrl-C undoes what was begun; a second one leaves at once, and the next command tidies up. */
function listenForInterrupt(host: TerminalHost): void {
  let interrupted = false;
  const stop = (): void => {
    if (interrupted) process.exit(exitCodes.interrupted);
    interrupted = true;
    process.stderr.write('\nstopping, one moment ...\n');
    void host.interrupt().finally(() => process.exit(exitCodes.interrupted));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/** `./lab list | head`: the reader left, which is no error. Work goes on to its end. */
function quietWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
