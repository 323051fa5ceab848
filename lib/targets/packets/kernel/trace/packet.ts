/** The first bytes of a packet, as the kernel's trace shows them. Pure. */
import type { Endpoint } from '../sockets/address.ts';
import { addressOf } from '../netlink/address.ts';

export interface Packet {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | number;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** One less at each hop. */
  readonly hopLimit: number;
  /** What no translation of addresses changes, and an answer repeats. */
  readonly mark: string;
  /** As far as the packet alone tells. */
  readonly isAnswer: boolean;
}

const protocols = new Map<number, Packet['protocol']>([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'icmp'],
]);

/** Where a header of the family has what: in bytes from its start. */
const layouts = {
  4: { length: 20, hopLimit: 8, protocol: 9, source: 12, destination: 16, end: 20 },
  6: { length: 40, hopLimit: 7, protocol: 6, source: 8, destination: 24, end: 40 },
} as const;

/** @param network its header, @param transport at most 20 bytes of what follows */
export function packetOf(network: Buffer, transport: Buffer): Packet | undefined {
  if (network.length === 0) return undefined;
  const at = layouts[network.readUInt8(0) >> 4 === 4 ? 4 : 6];
  if (network.length < at.length) return undefined;
  const number = network.readUInt8(at.protocol);
  const protocol = protocols.get(number) ?? number;
  const [source, destination] = portsOf(protocol, transport);
  return {
    protocol,
    from: { address: addressOf(network.subarray(at.source, at.destination)), port: source },
    to: { address: addressOf(network.subarray(at.destination, at.end)), port: destination },
    hopLimit: network.readUInt8(at.hopLimit),
    ...markOf(protocol, transport),
  };
}

/** An echo request has an identifier where others have ports. */
function portsOf(protocol: Packet['protocol'], transport: Buffer): [number, number] {
  if (protocol === 'icmp') return [transport.length < 6 ? 0 : transport.readUInt16BE(4), 0];
  if (typeof protocol === 'number' || transport.length < 4) return [0, 0];
  return [transport.readUInt16BE(0), transport.readUInt16BE(2)];
}

const echoAnswers = new Set([0, 129]);

/** Of TCP the number that its opening has and the answer acknowledges; else what is carried. */
function markOf(
  protocol: Packet['protocol'],
  transport: Buffer,
): Pick<Packet, 'mark' | 'isAnswer'> {
  if (protocol === 'tcp' && transport.length >= 14) {
    const isAnswer = ((transport[13] ?? 0) & 0x10) !== 0;
    const opening = isAnswer ? transport.readUInt32BE(8) - 1 : transport.readUInt32BE(4);
    return { mark: `tcp ${opening >>> 0}`, isAnswer };
  }
  const isAnswer = protocol === 'icmp' && echoAnswers.has(transport[0] ?? 0);
  const carried = transport.subarray(protocol === 'icmp' ? 6 : 8);
  return { mark: `${protocol} ${carried.toString('hex')}`, isAnswer };
}
