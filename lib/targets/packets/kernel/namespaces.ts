/** Network namespaces of this process's main thread: made, adopted, entered and left again, closed. */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { call } from './libc.ts';

const newNet = 0x40000000;

/** It lives as long as something holds it: this, a process in it, a socket of it. */
export interface Namespace {
  /** Of the open `/proc/.../ns/net`. */
  readonly fd: number;
}

let home: Namespace | undefined;
let current: Namespace | undefined;

/** The one that the process was started in. */
export function homeNamespace(): Namespace {
  home ??= { fd: openSync('/proc/thread-self/ns/net', 'r') };
  return home;
}

export function createNamespace(): Namespace {
  const before = current ?? homeNamespace();
  call('unshare', newNet);
  try {
    return { fd: openSync('/proc/thread-self/ns/net', 'r') };
  } finally {
    call('setns', before.fd, newNet);
  }
}

/** Of a process that made its own. */
export function adoptNamespace(pid: number): Namespace {
  return { fd: openSync(`/proc/${pid}/ns/net`, 'r') };
}

/**
 * Runs with the main thread in the namespace, and goes back whatever happens. Synchronous: nothing else of this process ever
 * sees it there. Sockets and children made meanwhile stay in it.
 */
export function inside<T>(namespace: Namespace, run: () => T): T {
  const before = current ?? homeNamespace();
  call('setns', namespace.fd, newNet);
  current = namespace;
  try {
    return run();
  } finally {
    current = before;
    call('setns', before.fd, newNet);
  }
}

export function closeNamespace({ fd }: Namespace): void {
  closeSync(fd);
}

/** The kernel's tables of TCP connections and listeners there, IPv4 and IPv6, as text. */
export function connectionTables(namespace: Namespace): readonly string[] {
  return inside(namespace, () =>
    ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/thread-self/net/${name}`, 'utf8')),
  );
}

/** Below /proc/sys/net, of the namespace the main thread is in. */
export function writeSettings(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings))
    writeFileSync(`/proc/sys/net/${name}`, value);
}
