/** What is tried from a node, how it is begun, and what an answer means. */
import type { NodeName } from '../../plan/plan.ts';
import type { Namespace } from '../namespaces.ts';
import type { Endpoint, SocketKind } from './address.ts';
import { ask, errnoName, optionOf, setOption } from '../libc.ts';
import { familyOf } from '../netlink/address.ts';
import { bind, encodedEndpoint, socketIn, socketType } from './address.ts';

export interface Probe {
  readonly from: NodeName;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly to: string;
  /** Of `icmp` there is none. @default 0 */
  readonly port?: number;
  readonly localAddress?: string;
  /** With `icmp` the identifier. */
  readonly localPort?: number;
}

export type Outcome = 'open' | 'refused' | 'timeout' | 'unreachable';

export interface Answer {
  readonly outcome: Outcome;
  /** What the kernel said, such as `EHOSTUNREACH`; absent where it was open or silent. */
  readonly reason?: string;
  /** Absent where no route led out. */
  readonly local?: Endpoint;
  /** Where a listener or responder of these sockets took it, and the address that it saw. */
  readonly seen?: Seen;
}

export interface Seen {
  readonly node: NodeName;
  readonly peer: Endpoint;
}

/** Of what the kernel says. */
const outcomes = new Map<string, Outcome>([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'refused'],
  ['ETIMEDOUT', 'timeout'],
  // Dropped by a rule on the way out: silence, were it not the same machine.
  ['EPERM', 'timeout'],
]);

/** Whatever else keeps it from leaving is shown by its reason. */
export function outcomeOf(errno: number): Pick<Answer, 'outcome' | 'reason'> {
  const reason = errnoName(errno);
  return { outcome: outcomes.get(reason) ?? 'unreachable', reason };
}

const protocols = { icmp: 1, icmp6: 58 } as const;
const receiveErrors = { 2: [0, 11], 10: [41, 25] } as const;

function kindOf({ protocol, to }: Probe): SocketKind {
  const family = familyOf(to);
  if (protocol === 'tcp') return { family, type: socketType.stream };
  if (protocol === 'udp') return { family, type: socketType.datagram };
  const own = family === 2 ? protocols.icmp : protocols.icmp6;
  return { family, type: socketType.datagram, protocol: own };
}

/** Opened and bound; not yet sent anywhere. */
export function openedFor(probe: Probe, namespace: Namespace): number {
  const kind = kindOf(probe);
  const fd = socketIn(namespace, kind);
  try {
    // Without it a datagram socket is told of refusals alone, and a connection of nothing while it is being begun.
    setOption(fd, receiveErrors[kind.family], 1);
    const { localAddress, localPort } = probe;
    if (localAddress !== undefined || localPort !== undefined)
      bind(fd, {
        address: localAddress ?? (kind.family === 2 ? '0.0.0.0' : '::'),
        port: localPort ?? 0,
      });
    return fd;
  } catch (error) {
    ask('close', fd);
    throw error;
  }
}

/** EINPROGRESS, which Node has no name for. */
const inProgress = 115;

/** Sent out; gives errno, 0 where an answer may come. */
export function begun(fd: number, probe: Probe, number: number): number {
  const address = encodedEndpoint({ address: probe.to, port: probe.port ?? 0 });
  const connected = ask('connect', fd, address, address.length);
  if (connected < 0) return connected === -inProgress ? 0 : -connected;
  if (probe.protocol === 'tcp') return 0;
  const bytes = payload(probe, number);
  return Math.max(0, -ask('send', fd, bytes, bytes.length, 0));
}

export const markLength = 4;

/** The number of the probe, by which it is known wherever it arrives, whatever its addresses have become. */
export function mark(number: number): Buffer {
  const bytes = Buffer.alloc(markLength);
  bytes.writeUInt32BE(number >>> 0);
  return bytes;
}

/** Of an echo request the kernel fills in the identifier and the checksum. */
function payload({ protocol, to }: Probe, number: number): Buffer {
  const padded = Buffer.concat([mark(number), Buffer.alloc(8)]);
  if (protocol === 'udp') return padded;
  const request = familyOf(to) === 2 ? 8 : 128;
  const header = Buffer.from([request, 0, 0, 0, 0, 0, 0, 1]);
  return Buffer.concat([header, padded]);
}

const pendingError = [1, 4] as const;

const ofErrors = 0x2000;
const hostUnreachable = 113;

/** Of a connection under way: errno, 0 when it is open. What an ICMP error said while it was being begun stands in a queue. */
export function connectionError(fd: number): number {
  const errno = optionOf(fd, pendingError);
  if (errno !== 0) return errno;
  const told = Buffer.alloc(1);
  return ask('recv', fd, told, told.length, ofErrors) < 0 ? 0 : hostUnreachable;
}
