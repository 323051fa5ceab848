/** What goes wrong by bad input or environment: one sentence with the value, what was expected, what to type next. */

export interface ErrorDetails {
  /** What to type or do next. */
  readonly next?: string | undefined;
  readonly cause?: unknown;
}

/** Exit code 3. The code is PascalCase and holds no variable; the message is a lower-case sentence without full stop. */
export class KitError extends Error {
  override readonly name = 'KitError';
  readonly code: string;
  readonly next: string | undefined;
  constructor(code: string, message: string, { next, cause }: ErrorDetails = {}) {
    super(message, { cause });
    this.code = code;
    this.next = next;
  }
}

/** A capability that this target, or this target at this stage, cannot serve. Becomes *unverified* with the reason. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** What is asked for is no part of the lab at this stage. */
export class NotBuilt extends Unavailable {
  constructor(place: string) {
    super(`not built at this stage: ${place}`);
  }
}

/** A request that nobody answered: refused, reset, or silence for too long. Becomes *failed* with the reason. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Something that a lab's author wrote threw. A bug, exit code 70, and not the kit's. */
export class LabBug extends Error {
  override readonly name = 'LabBug';
}

export const exitCodes = {
  asTold: 0,
  otherwise: 1,
  nothingJudged: 2,
  badInput: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Bad input has its next step in the message too: a test runner shows nothing else of an error. */
export function saying<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    const { code, message, next } = error;
    throw new Error(`${code}: ${message}${next === undefined ? '' : `; ${next}`}`, {
      cause: error,
    });
  }
}
