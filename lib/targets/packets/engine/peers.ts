/** The kernel's table of connections of a namespace: /proc/net/tcp and tcp6. Pure. */
import { addressText } from '../../../network/blocks.ts';

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** Established or being so. */
const live = new Set(['01', '03']);

interface Line {
  readonly local: Peer;
  readonly remote: Peer;
  readonly state: string;
}

function linesOf(table: string): readonly Line[] {
  const [, ...lines] = table.trim().split('\n');
  return lines.flatMap((line) => {
    const [, local, remote, state] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined || state === undefined) return [];
    return { local: peerOf(local), remote: peerOf(remote), state };
  });
}

function peerOf(text: string): Peer {
  const [address = '', port = ''] = text.split(':');
  return { address: addressOf(address), port: Number.parseInt(port, 16) };
}

/** Far ends of connections to this local port, in the order of the table. */
export function peersIn(table: string, localPort: number): readonly Peer[] {
  return linesOf(table)
    .filter(({ local, state }) => local.port === localPort && live.has(state))
    .map(({ remote }) => remote);
}

const listening = '0A';

/** Local ports that somebody listens on. */
export function listenersIn(table: string): readonly number[] {
  return linesOf(table)
    .filter(({ state }) => state === listening)
    .map(({ local }) => local.port);
}

/** Words of 32 bits in the machine's byte order. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse()).join('');
  const value = BigInt(`0x${bytes}`);
  if (words.length === 1) return addressText({ family: 4, value });
  const mapped = 0xffffn << 32n;
  const isMapped = value >> 32n === 0xffffn;
  return addressText(isMapped ? { family: 4, value: value - mapped } : { family: 6, value });
}
