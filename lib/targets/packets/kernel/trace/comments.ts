/** The comments of the rules that stand in a namespace, asked of nf_tables itself: a fork of `nft` takes ten times as long. */
import type { Namespace } from '../namespaces.ts';
import { ask, call } from '../libc.ts';
import { inside } from '../namespaces.ts';
import { attributesIn, encoded, flag, messagesIn, type Message } from '../netlink/message.ts';

const netlinkFamily = 16;
const rawAndCloseOnExec = 3 | 0o2000000;
const netfilter = 12;
const tables = 10 << 8;
const [newRule, getRule] = [tables | 6, tables | 7];
const done = 3;
const attribute = { table: 1, chain: 2, handle: 3, userData: 7 } as const;
const dontWait = 0x40;

/** A rule as events tell it: handles are counted by table. */
export function ruleKey(table: string, handle: number): string {
  return `${table} ${handle}`;
}

/** Comment by rule. */
export function commentsOf(namespace: Namespace): ReadonlyMap<string, string> {
  const fd = inside(namespace, () => call('socket', netlinkFamily, rawAndCloseOnExec, netfilter));
  try {
    const request = { type: getRule, flags: flag.request | flag.dump, body: Buffer.alloc(4) };
    const bytes = encoded({ ...request, about: 'the rules' }, 1);
    call('send', fd, bytes, bytes.length, 0);
    return new Map(dumped(fd).flatMap(commentIn));
  } finally {
    call('close', fd);
  }
}

function dumped(fd: number): readonly Message[] {
  const found: Message[] = [];
  const bytes = Buffer.alloc(64 * 1024);
  while (!found.some(({ type }) => type === done)) {
    const length = ask('recv', fd, bytes, bytes.length, dontWait);
    if (length < 0) break;
    found.push(...messagesIn(Buffer.from(bytes.subarray(0, length))));
  }
  return found;
}

/** Of the family the header is the first four bytes. */
function commentIn({ type, body }: Message): readonly (readonly [string, string])[] {
  if (type !== newRule) return [];
  const found = attributesIn(body.subarray(4));
  const handle = found.get(attribute.handle);
  const comment = commentOf(found.get(attribute.userData));
  if (handle === undefined || comment === undefined) return [];
  const table = found.get(attribute.table)?.subarray(0, -1).toString() ?? '';
  return [[ruleKey(table, Number(handle.readBigUInt64BE())), comment]];
}

/** What nft keeps with a rule: one byte of type, one of length, the value. The comment is of type 0. */
function commentOf(bytes: Buffer = Buffer.alloc(0)): string | undefined {
  for (let at = 0; at + 2 <= bytes.length;) {
    const [type, length] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)];
    if (type === 0) return bytes.subarray(at + 2, at + 2 + length - 1).toString();
    at += 2 + length;
  }
  return undefined;
}
