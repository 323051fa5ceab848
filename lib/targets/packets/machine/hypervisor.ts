/**
 * Starts the machines of a lab. One Python process forks them all: the engine alone knows the network, this alone the
 * insides. It and every machine end with the process that made it.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { KitError } from '../../../errors.ts';
import { sourceFile } from '../../../root.ts';
import { Machine, type MachineSpec, type Said } from './machine.ts';
import { played } from './userdata.ts';

const python = '/usr/bin/python3';

export class Hypervisor {
  /** False where the kernel has no overlay for it: then commands of the host are there before a package brings them. */
  hidesCommands = true;
  private readonly input: ChildProcessWithoutNullStreams['stdin'];
  private readonly machines = new Map<string, Machine>();
  private readonly starting = new Map<string, Starting>();
  private readonly gone: Promise<void>;
  private complaints = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    const { stdin, stdout, stderr } = child;
    this.input = stdin;
    stdin.on('error', () => undefined);
    stderr.on('data', (data: Buffer) => {
      this.complaints = (this.complaints + data.toString()).slice(-4000);
    });
    createInterface({ input: stdout }).on('line', (line) => {
      this.hear(JSON.parse(line) as Said);
    });
    this.gone = new Promise((resolve) => {
      child.once('close', () => {
        this.lose();
        resolve();
      });
    });
  }

  /** Called in the lab's namespaces: it needs to be root there, and a PID namespace whose /proc is mounted. */
  static async open(): Promise<Hypervisor> {
    if (!existsSync(python))
      throw new KitError('NoPython', `instances are started by ${python}, and there is none`, {
        next: 'sudo apt-get install python3',
      });
    const folder = dirname(sourceFile(new URL('./guest/hypervisor.py', import.meta.url)));
    // Isolated, without site packages, without .pyc files in the kit's folder; the folder is in no command line.
    const child = spawn(python, ['-ISB', 'hypervisor.py'], {
      cwd: folder,
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const made = new Hypervisor(child);
    await made.expect('');
    return made;
  }

  /** Resolves when its namespaces are there: links may be attached, and then it may `go()`. */
  async start(spec: MachineSpec): Promise<Machine> {
    const { id, hostname, address, resolver, outside, settings = {}, megabytes = 512 } = spec;
    const machine = new Machine(id, (order) => {
      this.order(order);
    });
    this.machines.set(id, machine);
    const wanted = { id, hostname, address, resolver, settings, megabytes };
    const facts = { ...outside, hostname, instanceId: id };
    const programs = { node: process.execPath, npm: npmFolder() };
    this.order({
      do: 'start',
      spec: { ...wanted, ...programs, facts, userData: played(spec.userData) },
    });
    await this.expect(id);
    return machine;
  }

  /** Every machine ends. */
  async close(): Promise<void> {
    this.input.end();
    await this.gone;
  }

  private order(order: object): void {
    this.input.write(`${JSON.stringify(order)}\n`);
  }

  private expect(id: string): Promise<void> {
    return new Promise((resolve, reject) => this.starting.set(id, { resolve, reject }));
  }

  private hear(said: Said): void {
    const id = String(said['id']);
    const machine = this.machines.get(id);
    const starting = this.starting.get(id);
    if (starting !== undefined) this.first(said, starting);
    if (machine === undefined) return;
    if (typeof said['pid'] === 'number') machine.pid = said['pid'];
    machine.hear(said);
    if (said['event'] === 'ended') this.machines.delete(id);
    if (said['event'] === 'ready') starting?.resolve();
  }

  private first(said: Said, { resolve, reject }: Starting): void {
    this.starting.delete(String(said['id']));
    if (said['id'] === '') {
      this.hidesCommands = said['hides'] === true;
      resolve();
    } else if (said['event'] !== 'ready')
      reject(notStarted(typeof said['text'] === 'string' ? said['text'] : 'it ended at once'));
  }

  private lose(): void {
    for (const machine of this.machines.values()) machine.finish();
    const said = this.complaints.trim().split('\n').at(-1) ?? '';
    for (const { reject } of this.starting.values()) reject(notStarted(said));
    this.machines.clear();
    this.starting.clear();
  }
}

interface Starting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function notStarted(why: string): KitError {
  return new KitError('NoMachine', `an instance cannot be started here: ${why}`, {
    next: './lab doctor --on packets',
  });
}

/** Beside Node where Node's own distribution put it; Debian has it elsewhere. */
function npmFolder(): string | undefined {
  const beside = join(dirname(dirname(process.execPath)), 'lib', 'node_modules', 'npm');
  return [beside, '/usr/share/nodejs/npm'].find((each) => existsSync(each));
}
