/** The VPC resolver: answers A and AAAA by UDP and TCP, for names that the lab knows; every other name does not exist. */
import { createServer, type Server } from 'node:net';
import type { RemoteInfo, Socket as UdpSocket } from 'node:dgram';
import {
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  streamDecode,
  streamEncode,
  type Answer,
  type Packet,
  type Question,
} from 'dns-packet';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';

/** Addresses of both families, none where the name exists and has none; undefined where it does not exist. */
export type Lookup = (name: string) => readonly string[] | undefined;

/** Seconds, in the clock of the template. */
const ttl = 60;
const nameError = 3;

export interface Resolver {
  close(): void;
}

/** Serves at each of these addresses of the node. */
export async function serveNames(
  wire: Wire,
  {
    node,
    addresses,
    lookup,
  }: { readonly node: NodeName; readonly addresses: readonly string[]; readonly lookup: Lookup },
): Promise<Resolver> {
  const sockets: UdpSocket[] = [];
  const servers: Server[] = [];
  for (const address of addresses) {
    const socket = await wire.udp({ node, address, port: 53 });
    socket.on('message', (message: Buffer, from: RemoteInfo) => {
      const answer = answered(message, lookup);
      if (answer !== undefined) socket.send(encode(answer), from.port, from.address);
    });
    sockets.push(socket);
    const server = overTcp(lookup);
    await wire.listen(server, { node, address, port: 53 });
    servers.push(server);
  }
  return {
    close: () => {
      for (const each of sockets) each.close();
      for (const each of servers) each.close();
    },
  };
}

function overTcp(lookup: Lookup): Server {
  return createServer((socket) => {
    let waiting = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 2 && waiting.length >= waiting.readUInt16BE(0) + 2) {
        const length = waiting.readUInt16BE(0) + 2;
        const answer = answerTo(() => streamDecode(waiting.subarray(0, length)), lookup);
        if (answer !== undefined) socket.write(streamEncode(answer));
        waiting = waiting.subarray(length);
      }
    });
  });
}

function answered(message: Buffer, lookup: Lookup): Packet | undefined {
  return answerTo(() => decode(message), lookup);
}

/** Nothing for what is no question. */
function answerTo(read: () => Packet, lookup: Lookup): Packet | undefined {
  const asked = readable(read);
  const [question] = asked?.questions ?? [];
  if (asked?.type !== 'query' || question === undefined) return undefined;
  return responseTo(asked, question, lookup(question.name.toLowerCase().replace(/\.$/, '')));
}

function readable(read: () => Packet): Packet | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function responseTo(
  { id = 0, flags = 0 }: Packet,
  question: Question,
  found: readonly string[] | undefined,
): Packet {
  const code = found === undefined ? nameError : 0;
  return {
    type: 'response',
    id,
    flags: RECURSION_AVAILABLE | (flags & RECURSION_DESIRED) | code,
    questions: [question],
    answers: (found ?? []).flatMap((address) => answerOf(question, address)),
  };
}

function answerOf({ name, type }: Question, data: string): readonly Answer[] {
  const own = data.includes(':') ? 'AAAA' : 'A';
  return type === own ? [{ type: own, name, ttl, data }] : [];
}
