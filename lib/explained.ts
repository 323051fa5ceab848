/** Whatever was thrown -> what a person is told, and the exit code. */
import { exitCodes, KitError, LabBug, messageOf, NoAnswer } from './errors.ts';
import type { EnvelopeError } from './output/envelope.ts';

const denied = (path: string): KitError =>
  new KitError('NotWritable', `${path} cannot be written`, {
    next: 'give yourself the right to, or run ./lab as who owns the folder',
  });

/** What the file system says, as bad environment: no bug of anybody. */
const troubles: Readonly<Record<string, (path: string) => KitError>> = {
  ENOSPC: () =>
    new KitError('DiskFull', 'the disk is full', { next: 'make room and run the command again' }),
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
};

/** Bad input and environment are one sentence and exit code 3; what nobody foresaw is a bug, with its stack. */
export function explained(thrown: unknown): EnvelopeError {
  const error = foreseen(thrown);
  if (error instanceof KitError) {
    const { code, message, next = null } = error;
    return { code, message, next, exitCode: exitCodes.badInput };
  }
  if (error instanceof LabBug)
    return { code: 'LabBug', message: error.message, next: 'mend it', exitCode: exitCodes.bug };
  const stack = error instanceof Error ? error.stack : messageOf(error);
  return {
    code: 'Bug',
    message: `a bug of the kit, not of yours: ${stack ?? ''}`,
    next: 'please report it with the line that you typed and the lines above',
    exitCode: exitCodes.bug,
  };
}

function foreseen(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown instanceof NoAnswer)
    return new KitError('NoAnswer', thrown.message, { next: './lab status shows what is up' });
  const { code = '', path = 'a file' } = thrown as NodeJS.ErrnoException;
  return Object.hasOwn(troubles, code) ? troubles[code]?.(path) : thrown;
}
