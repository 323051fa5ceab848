/** Netlink messages as bytes: a header, a body of the family, attributes. Every number is the machine's (little end first). */

export const flag = {
  request: 0x1,
  ack: 0x4,
  dump: 0x300,
  replace: 0x100,
  excl: 0x200,
  create: 0x400,
} as const;

/** What one message asks for, and what a person calls it when it fails. */
export interface Request {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
  /** `link eth0`, `route 10.0.0.0/16 in table 3` */
  readonly about: string;
  /** Refusals that are as good as done, such as `ESRCH` for what is to go. */
  readonly fine?: readonly string[];
}

const headerLength = 16;

/** With its sequence number, by which the answer is known; the flags are those of the request unless told. */
export function encoded(
  { type, flags: own, body }: Request,
  sequence: number,
  flags: number = own,
): Buffer {
  const bytes = Buffer.alloc(aligned(headerLength + body.length));
  bytes.writeUInt32LE(headerLength + body.length, 0);
  bytes.writeUInt16LE(type, 4);
  bytes.writeUInt16LE(flags, 6);
  bytes.writeUInt32LE(sequence, 8);
  body.copy(bytes, headerLength);
  return bytes;
}

export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly body: Buffer;
}

export function* messagesIn(bytes: Buffer): Generator<Message> {
  for (let at = 0; at + headerLength <= bytes.length;) {
    const length = bytes.readUInt32LE(at);
    if (length < headerLength || at + length > bytes.length) return;
    yield {
      type: bytes.readUInt16LE(at + 4),
      flags: bytes.readUInt16LE(at + 6),
      sequence: bytes.readUInt32LE(at + 8),
      body: bytes.subarray(at + headerLength, at + length),
    };
    at += aligned(length);
  }
}

/** In the order given, each padded to four bytes. */
export function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(aligned(4 + value.length));
  bytes.writeUInt16LE(4 + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  value.copy(bytes, 4);
  return bytes;
}

export function nested(type: number, ...inner: Buffer[]): Buffer {
  return attribute(type | 0x8000, Buffer.concat(inner));
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

/** By type, without the bits that say how they are to be read. */
export function attributesIn(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16LE(at);
    if (length < 4 || at + length > bytes.length) break;
    found.set(bytes.readUInt16LE(at + 2) & 0x3fff, bytes.subarray(at + 4, at + length));
    at += aligned(length);
  }
  return found;
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}
