/** What nf_tables tells of a packet that is traced: one message per rule that applied, or end of a chain. Pure. */
import type { Message } from '../netlink/message.ts';
import type { Packet } from './packet.ts';
import { attributesIn } from '../netlink/message.ts';
import { packetOf } from './packet.ts';

export interface TraceEvent {
  /** The same for a packet as long as it is in one namespace. */
  readonly id: number;
  readonly table: string;
  readonly chain: string;
  /** Of the rule; none where the chain ended. */
  readonly handle?: number;
  /** `continue` where the rule decided nothing. */
  readonly verdict: Verdict;
  /** With the first message of each hook. */
  readonly packet?: Packet;
  /** It came from no device: it started in this namespace. */
  readonly startsHere: boolean;
}

export type Verdict = 'accept' | 'drop' | 'continue' | 'other';

const traceMessage = (10 << 8) | 17;
const attribute = {
  ...{ table: 1, chain: 2, handle: 3, type: 4, verdict: 5, id: 6 },
  ...{ network: 8, transport: 9, input: 10, policy: 16 },
} as const;
const verdicts = new Map<number, Verdict>([
  [0, 'drop'],
  [1, 'accept'],
  [-1, 'continue'],
]);

/** Of the family the header is the first four bytes. */
export function traceEventOf({ type, body }: Message): TraceEvent | undefined {
  if (type !== traceMessage) return undefined;
  const found = attributesIn(body.subarray(4));
  const [network, transport] = [found.get(attribute.network), found.get(attribute.transport)];
  const handle = found.get(attribute.handle);
  const packet = network && packetOf(network, transport ?? Buffer.alloc(0));
  return {
    id: found.get(attribute.id)?.readUInt32BE() ?? 0,
    table: nameOf(found.get(attribute.table)),
    chain: nameOf(found.get(attribute.chain)),
    ...(handle !== undefined && { handle: Number(handle.readBigUInt64BE()) }),
    verdict: verdictOf(found),
    ...(packet !== undefined && { packet }),
    startsHere: !found.has(attribute.input),
  };
}

function nameOf(bytes: Buffer | undefined): string {
  return bytes?.subarray(0, -1).toString() ?? '';
}

/** At the end of a base chain its policy decides. */
function verdictOf(found: ReadonlyMap<number, Buffer>): Verdict {
  const verdict = found.get(attribute.verdict);
  const code = verdict === undefined ? found.get(attribute.policy) : attributesIn(verdict).get(1);
  return verdicts.get(code?.readInt32BE() ?? -1) ?? 'other';
}
