/** The command line as a person uses it, in a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../lib/root.ts';

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the command with this signal after so many milliseconds. */
  readonly kill?: { readonly after: number; readonly signal: NodeJS.Signals };
}

export function cli(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { cwd = root, env = process.env, kill } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'lab'), [...words], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const timer =
      kill === undefined ? undefined : setTimeout(() => child.kill(kill.signal), kill.after);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out, err });
    });
  });
}
