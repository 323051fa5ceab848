/** The one documented object that every command prints with `--json`. */

export interface Envelope {
  readonly schemaVersion: 1;
  readonly command: string;
  readonly status: 'ok' | 'error';
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly error: EnvelopeError | null;
}

export interface EnvelopeError {
  /** PascalCase, without variables. */
  readonly code: string;
  readonly message: string;
  readonly next: string | null;
  readonly exitCode: number;
}

export function success(command: string, data: unknown, warnings: readonly string[]): Envelope {
  return { schemaVersion: 1, command, status: 'ok', data, warnings, error: null };
}

export function failure(
  command: string,
  error: EnvelopeError,
  warnings: readonly string[],
): Envelope {
  return { schemaVersion: 1, command, status: 'error', data: null, warnings, error };
}
