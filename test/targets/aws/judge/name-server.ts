/** A name server on loopback with hand-written answers, in the DNS's own wire format (RFC 1035). */
import { createSocket } from 'node:dgram';

export interface Told {
  /** @default 0: NOERROR */
  readonly code?: number;
  readonly addresses?: readonly string[];
  readonly cname?: string;
  readonly ttl?: number;
}

export interface NameServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers by name; unknown names do not exist, `silence` is no answer at all. */
export async function playDns(
  answers: Readonly<Record<string, Told | 'silence'>>,
): Promise<NameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameIn(query);
    asked.push(name);
    const told = answers[name] ?? { code: 3 };
    if (told !== 'silence') socket.send(reply(query.subarray(0, end + 4), told), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}

const headerBytes = 12;

function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** The header and question of the query, and the answers. */
function reply(query: Buffer, { code = 0, addresses = [], cname, ttl = 60 }: Told): Buffer {
  const header = Buffer.from(query);
  // An authoritative response that repeats whether recursion was desired.
  header.writeUInt16BE(0x8400 | (header.readUInt16BE(2) & 0x0100) | code, 2);
  header.writeUInt16BE(addresses.length + (cname === undefined ? 0 : 1), 6);
  header.writeUInt32BE(0, 8);
  const records = addresses.map((each) => record(1, ttl, Buffer.from(each.split('.').map(Number))));
  const alias = cname === undefined ? [] : [record(5, ttl, wireName(cname))];
  return Buffer.concat([header, ...alias, ...records]);
}

/** Of the name that was asked for, which a pointer stands for. */
function record(type: number, ttl: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | headerBytes, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(ttl, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function wireName(name: string): Buffer {
  const labels = name.split('.').map((each) => Buffer.from([each.length, ...Buffer.from(each)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
