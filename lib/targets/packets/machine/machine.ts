/** One instance as it runs: what the hypervisor tells of it, and what may be asked of it. */
import { sourceFile } from '../../../root.ts';

export interface MachineSpec {
  /** The instance id; unique among the machines of a hypervisor. */
  readonly id: string;
  /** As its subnet gives it: `ip-10-0-2-10.ec2.internal`. */
  readonly hostname: string;
  /** Its own address, for /etc/hosts. */
  readonly address?: string;
  readonly userData: string | undefined;
  /** The VPC resolver's address. */
  readonly resolver: string;
  readonly outside: Outside;
  /** Below /proc/sys/net of its namespace, such as `ipv4/conf/default/rp_filter`; written before any link is there. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What its files may take of the host's memory. @default 512 */
  readonly megabytes?: number;
}

/** Where the shims turn to, always by packets of the machine. Names are resolved through its resolver. */
export interface Outside {
  readonly region: string;
  /** The package mirror: `http://198.18.0.1/packages`, asked for `.../NAME`. */
  readonly mirror: string;
  /** S3, asked for `.../BUCKET/KEY`: `http://s3.us-east-1.amazonaws.com`. */
  readonly s3: string;
  /** Until dnf or aws gives up. */
  readonly timeoutSeconds: number;
}

export type Boot =
  | { readonly state: 'waiting' | 'booting' }
  | { readonly state: 'booted'; readonly seconds: number }
  | BootFailure;

/** The user data ended with a code other than 0, or could not be played. */
export interface BootFailure {
  readonly state: 'failed';
  /** Of the user data, from 1; undefined where nobody knows. */
  readonly line: number | undefined;
  readonly text: string;
  /** Undefined where nothing was run. */
  readonly code: number | undefined;
  /** What the interpreter said of it. */
  readonly why: string | undefined;
}

export interface Service {
  readonly name: string;
  readonly state: 'active' | 'inactive' | 'failed' | 'activating';
  /** Such as `exit-code`, `signal` or `start-limit-hit`; empty where nothing went wrong. */
  readonly result: string;
}

/** A line of what a machine says. Its root can say anything, so nothing of it is taken unread. */
export type Said = Readonly<Record<string, unknown>>;

const bootLog = '/var/log/cloud-init-output.log';

export class Machine {
  readonly id: string;
  /** Of its PID 1, as the engine sees it: /proc/PID/ns/net is its network namespace. */
  pid = 0;
  /** Facts worth telling that are no failure, each once. */
  readonly notes: string[] = [];
  readonly services = new Map<string, Service>();
  /** Its processes are gone. */
  readonly ended: Promise<void>;
  /** The boot has come to its end, one way or the other; also when the machine ends before. */
  readonly settled: Promise<Boot>;
  private current: Boot = { state: 'waiting' };
  private readonly order: (order: object) => void;
  private readonly readers = new Map<string, ((text: string) => void)[]>();
  private isOver = false;
  private over: () => void = () => undefined;
  private settle: (boot: Boot) => void = () => undefined;

  constructor(id: string, order: (order: object) => void) {
    this.id = id;
    this.order = order;
    this.ended = new Promise((resolve) => (this.over = resolve));
    this.settled = new Promise((resolve) => (this.settle = resolve));
  }

  get boot(): Boot {
    return this.current;
  }

  /** Its links are there: the boot begins. */
  go(): void {
    this.order({ do: 'go', id: this.id });
  }

  /** Ends at once, as a terminated instance that lost its power. */
  async end(): Promise<void> {
    this.order({ do: 'stop', id: this.id });
    await this.ended;
  }

  /** What the user data wrote, and what cloud-init said. */
  bootLog(): Promise<string> {
    return this.read(bootLog);
  }

  /** The end of a file inside; empty where there is none. */
  read(path: string): Promise<string> {
    if (this.isOver) return Promise.resolve('');
    return new Promise((resolve) => {
      this.readers.set(path, [...(this.readers.get(path) ?? []), resolve]);
      this.order({ do: 'read', id: this.id, path });
    });
  }

  /**
   * What to spawn so that this command runs inside, as root of the machine.
   * @param pid as the caller sees it: outside the engine's PID namespace it is another one
   */
  entering(command: readonly string[], pid = this.pid): readonly string[] {
    const guest = sourceFile(new URL('./guest/enter.py', import.meta.url));
    const variables = Object.entries(environment).map((each) => each.join('='));
    const clean = ['/usr/bin/env', '-i', ...variables];
    return ['/usr/bin/python3', '-ISB', guest, String(pid), ...clean, ...command];
  }

  hear(said: Said): void {
    const told = new Map<unknown, () => void>([
      ['booting', () => (this.current = { state: 'booting' })],
      [
        'booted',
        () => {
          this.decide({ state: 'booted', seconds: Number(said['seconds']) });
        },
      ],
      [
        'failed',
        () => {
          this.decide(failureOf(said));
        },
      ],
      ['note', () => this.notes.push(textOf(said['text']))],
      [
        'service',
        () => {
          this.changed(said);
        },
      ],
      [
        'file',
        () => {
          this.readOut(said);
        },
      ],
      [
        'broken',
        () => {
          this.decide({
            ...failureOf(said),
            text: `the machine itself broke: ${textOf(said['text'])}`,
          });
        },
      ],
      [
        'ended',
        () => {
          this.finish();
        },
      ],
    ]);
    told.get(said['event'])?.();
  }

  /** Also when the hypervisor is gone. */
  finish(): void {
    this.isOver = true;
    for (const readers of this.readers.values()) for (const each of readers) each('');
    this.settle(this.current);
    this.over();
  }

  private decide(boot: Boot): void {
    this.current = boot;
    this.settle(boot);
  }

  private changed(said: Said): void {
    const name = textOf(said['name']);
    const state = states.find((each) => each === said['state']);
    if (state !== undefined)
      this.services.set(name, { name, state, result: textOf(said['result']) });
  }

  private readOut(said: Said): void {
    const path = textOf(said['path']);
    const text = Buffer.from(textOf(said['base64']), 'base64').toString();
    for (const each of this.readers.get(path) ?? []) each(text);
    this.readers.delete(path);
  }
}

const states = ['active', 'inactive', 'failed', 'activating'] as const;

const environment = {
  PATH: '/lab/shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  USER: 'root',
  LANG: 'C.UTF-8',
  TERM: 'xterm',
};

function failureOf(said: Said): BootFailure {
  const number = (key: string) => (typeof said[key] === 'number' ? said[key] : undefined);
  const why = textOf(said['why']);
  return {
    state: 'failed',
    line: number('line'),
    text: textOf(said['text']),
    code: number('code'),
    why: why === '' ? undefined : why,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
