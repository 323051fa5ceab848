/** Boots real machines for a test, through `unshare`, without any network between them. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';
import type {
  Boot,
  MachineSpec,
  Service,
} from '../../../../lib/targets/packets/machine/machine.ts';

export interface Asked {
  readonly machines: readonly MachineSpec[];
  /** For bash, in each of them, after its boot. */
  readonly commands?: readonly string[];
  /** Says the pids and stays. */
  readonly waitsForEver?: boolean;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Answer {
  readonly boot: Boot;
  readonly notes: readonly string[];
  readonly services: readonly Service[];
  readonly log: string;
  readonly commands: readonly Ran[];
}

export interface Answered {
  readonly answers: readonly Answer[];
  readonly startedMs: number;
  readonly bootedMs: number;
}

const unshare = ['unshare', '-Urnmp', '--fork', '--mount-proc', '--kill-child'];
export const isRoot = process.getuid?.() === 0;
export const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Tests that need namespaces run where the kernel gives them, and else say that they did not. */
const isPossible = spawnSync('unshare', [...unshare.slice(1), 'true']).status === 0;
export const describeInNamespaces = isPossible ? describe : describe.skip;
if (!isPossible) process.stderr.write('skipped: no namespaces\n');

export const defaults = {
  resolver: '127.0.0.1',
  outside: {
    region: 'eu-west-1',
    mirror: 'http://127.0.0.1:8000/packages',
    s3: 'http://127.0.0.1:8000',
    timeoutSeconds: 1,
  },
};

export function specOf(userData: string | undefined, id = 'i-1'): MachineSpec {
  return { ...defaults, id, hostname: `${id}.ec2.internal`, userData };
}

export function boot(asked: Asked, before: readonly string[] = []): Answered {
  const [program = '', ...rest] = commandLine(before);
  const out = execFileSync(program, rest, {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', TSX_DISABLE_CACHE: '1' },
  });
  return JSON.parse(out) as Answered;
}

/** The one machine of it. */
export function bootOne(userData: string | undefined, commands: readonly string[] = []): Answer {
  const [answer] = boot({ machines: [specOf(userData)], commands }).answers;
  if (answer === undefined) throw new Error('no machine answered');
  return answer;
}

/** The process that would be the engine's outermost, once its machine has booted. */
export async function bootAndStay(userData: string): Promise<number> {
  const [program = '', ...rest] = commandLine([]);
  const child = spawn(program, rest, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ machines: [specOf(userData)], waitsForEver: true }));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

function commandLine(before: readonly string[]): readonly string[] {
  const driver = join(import.meta.dirname, 'driver.ts');
  return [...before, ...unshare, process.execPath, '--import', 'tsx', driver];
}
