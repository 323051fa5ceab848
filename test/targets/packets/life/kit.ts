/** The kit as a person of this machine has it, with lives of its own: what its labs started is found by descent and mark. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../../lib/root.ts';
import { readlinkOf, processes, type Process } from './processes.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** What there is of labs, and must not be afterwards. */
export interface Traces {
  readonly processes: readonly string[];
  readonly namespaces: readonly string[];
  readonly ports: readonly number[];
  readonly files: readonly string[];
}

const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const parts = [
  'bin',
  'lab',
  'labs',
  'lib',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

export class Kit {
  readonly lives: string;
  private readonly folder: string;
  private readonly before: readonly string[];
  /** Of everything that was seen while something was up. */
  private readonly seen = new Map<string, Process>();
  private readonly spaces = new Set<string>();
  private readonly ports = new Set<number>();

  /** @param isOrdinary with a copy that belongs to nobody, whom this test must be root for */
  constructor(isOrdinary = false) {
    this.lives = mkdtempSync(join(tmpdir(), 'lab-packets-'));
    this.before = isOrdinary ? asNobody : [];
    this.folder = isOrdinary ? join(this.lives, 'kit') : root;
    if (!isOrdinary) return;
    for (const each of parts)
      cpSync(join(root, each), join(this.folder, each), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    execFileSync('chown', ['-Rh', '65534:65534', this.lives]);
  }

  start(...words: readonly string[]): Running {
    const [program = '', ...rest] = [...this.before, join(this.folder, 'lab'), ...words];
    const { PATH } = process.env;
    const child = spawn(program, rest, {
      cwd: this.folder,
      env: { PATH, HOME: this.lives, LAB_LIVES: this.lives, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = new Promise<Ran>((resolve) => {
      child.once('close', (code) => {
        resolve({ code, out, err });
      });
    });
    return { child, ended };
  }

  run(...words: readonly string[]): Promise<Ran> {
    return this.start(...words).ended;
  }

  /** The first process outside all namespaces of a lab that is up. */
  pidOf(lab: string): number {
    const file = join(this.lives, 'state', `${lab}.json`);
    const { live } = JSON.parse(readFileSync(file, 'utf8')) as {
      live: { pid: number; doors: { hostPort: number }[] };
    };
    for (const { hostPort } of live.doors) this.ports.add(hostPort);
    return live.pid;
  }

  /** Everything of it that runs now, noted for {@link left}. */
  look(): readonly Process[] {
    const all = processes();
    const own = withDescendants(all, ({ mark }) => mark.startsWith(this.lives));
    const mine = all.filter(({ pid }) => own.has(pid));
    const host = readlinkOf(process.pid, 'net');
    for (const each of mine) {
      this.seen.set(`${each.pid} ${each.started}`, each);
      const space = readlinkOf(each.pid, 'net');
      if (space !== undefined && space !== host) this.spaces.add(space);
    }
    return mine;
  }

  /** Of what was ever seen, and of what is there now. */
  left(): Traces {
    const now = this.look();
    const all = processes();
    const alive = all.filter(({ pid, started }) => this.seen.has(`${pid} ${started}`));
    // The kernel gives the number of a namespace again: others may have it by now.
    const others = withDescendants(all, ({ mark }) => mark !== '' && !mark.startsWith(this.lives));
    const unexplained = all.filter(({ pid }) => !others.has(pid));
    const spaces = new Set(unexplained.flatMap(({ pid }) => readlinkOf(pid, 'net') ?? []));
    return {
      processes: [...new Set([...now, ...alive])].map(({ pid, name }) => `${pid} ${name}`),
      namespaces: [...this.spaces].filter((each) => spaces.has(each)),
      ports: listening().filter((each) => this.ports.has(each)),
      files: ['run', 'state'].flatMap((name) => filesIn(join(this.lives, name))),
    };
  }

  remove(): void {
    rmSync(this.lives, { recursive: true, force: true });
  }
}

export const nothing: Traces = { processes: [], namespaces: [], ports: [], files: [] };

function withDescendants(
  all: readonly Process[],
  isRoot: (each: Process) => boolean,
): ReadonlySet<number> {
  const found = new Set(all.filter(isRoot).map(({ pid }) => pid));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return found;
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
}

function listening(): readonly number[] {
  return readFileSync('/proc/net/tcp', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === '0A')
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
}
