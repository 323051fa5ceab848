/** Socket addresses as the kernel takes and gives them, and sockets of a namespace. */
import type { Namespace } from '../namespaces.ts';
import { LibcError, ask, call, setOption } from '../libc.ts';
import { inside } from '../namespaces.ts';
import { addressOf, bytesOf, family, familyOf } from '../netlink/address.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export const socketType = { stream: 1, datagram: 2 } as const;
const closeOnExec = 0o2000000;
const nonBlocking = 0o4000;
const reuseAddress = [1, 2] as const;
const lingering = [1, 13] as const;
const v6Only = [41, 26] as const;

export interface SocketKind {
  readonly family: 2 | 10;
  readonly type: 1 | 2;
  /** @default 0, the usual one of the type */
  readonly protocol?: number;
}

/** It stays in the namespace, wherever it is used from. */
export function socketIn(namespace: Namespace, kind: SocketKind): number {
  const { family: own, type, protocol = 0 } = kind;
  const fd = inside(namespace, () =>
    call('socket', own, type | closeOnExec | nonBlocking, protocol),
  );
  setOption(fd, reuseAddress, 1);
  return fd;
}

/** Bound; every address of both families where none is told. The descriptor is closed if that fails. */
export function boundSocket(
  namespace: Namespace,
  type: 1 | 2,
  { address = '::', port }: Partial<Endpoint> & Pick<Endpoint, 'port'>,
): number {
  const fd = socketIn(namespace, { family: familyOf(address), type });
  try {
    if (address === '::') setOption(fd, v6Only, 0);
    bind(fd, { address, port });
    return fd;
  } catch (error) {
    call('close', fd);
    throw error;
  }
}

export function bind(fd: number, to: Endpoint): void {
  const address = encodedEndpoint(to);
  const answer = ask('bind', fd, address, address.length);
  if (answer < 0) throw new LibcError('bind', -answer, `to ${to.address} port ${to.port}`);
}

/** Closed at once: what was not read is reset, and the port is free. */
export function closeNow(fd: number): void {
  const [on, seconds] = [Buffer.from([1, 0, 0, 0]), Buffer.alloc(4)];
  const linger = Buffer.concat([on, seconds]);
  ask('setsockopt', fd, ...lingering, linger, linger.length);
  call('close', fd);
}

export function encodedEndpoint({ address, port }: Endpoint): Buffer {
  const own = familyOf(address);
  const bytes = Buffer.alloc(own === family.v4 ? 16 : 28);
  bytes.writeUInt16LE(own, 0);
  bytes.writeUInt16BE(port, 2);
  bytesOf(address).copy(bytes, own === family.v4 ? 4 : 8);
  return bytes;
}

export function endpointOf(bytes: Buffer): Endpoint {
  const own = bytes.readUInt16LE(0);
  const address = own === family.v4 ? bytes.subarray(4, 8) : bytes.subarray(8, 24);
  return { address: addressOf(address), port: bytes.readUInt16BE(2) };
}

/** Room for an address that a call fills in, with its length. */
export function room(): { readonly bytes: Buffer; readonly length: Buffer } {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(28);
  return { bytes: Buffer.alloc(28), length };
}

export function ownEndpoint(fd: number): Endpoint {
  const { bytes, length } = room();
  call('getsockname', fd, bytes, length);
  return endpointOf(bytes);
}
