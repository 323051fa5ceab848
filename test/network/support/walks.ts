/** Flows as sentences, and the way that their packet took. */
import { parseAddress, type Family } from '../../../lib/network/blocks.ts';
import type { Network } from '../../../lib/network/network.ts';
import type { Gate, Packet, Point } from '../../../lib/network/question.ts';
import { protocols } from '../../../lib/network/services.ts';
import { walk } from '../../../lib/network/walk/walk.ts';
import { listNamed } from './written-rules.ts';

/**
 * `Web -> Db tcp/3306`, `203.0.113.9 -> public Web tcp/80 from port 1024`, `Web -> service s3 tcp/443`, `A -> B tcp/80 IPv6`,
 * `Web -> 203.0.113.9 icmp/echo`, `203.0.113.9 -> Web tcp/80 through Node`.
 */
export function packetOf(flow: string): Packet {
  const written = writtenIn(flow);
  const { from = '', to = '', port, sourcePort, node } = written;
  const family: Family = flow.includes('::') || flow.includes(' IPv6') ? 6 : 4;
  return {
    from: pointOf(from),
    to: pointOf(to),
    family,
    protocol: protocolOf(written['name'] ?? '', family),
    port: portOf(port, family),
    sourcePort: Number(sourcePort ?? 40_000),
    ...(node === undefined ? {} : { through: node }),
  };
}

function writtenIn(flow: string): Partial<Record<string, string>> {
  const written = flowPattern.exec(flow)?.groups;
  if (written === undefined) throw new Error(`'${flow}' is no flow`);
  return written;
}

const flowPattern =
  /^(?<from>\S+) -> (?<to>(?:public |service )?\S+) (?<name>\w+)(?:\/(?<port>\w+))?(?: from port (?<sourcePort>\d+))?(?: IPv6)?(?: through (?<node>\S+))?$/;

function portOf(port: string | undefined, family: Family): number {
  if (port === 'echo') return family === 4 ? 8 : 128;
  return Number(port ?? 0);
}

function protocolOf(name: string, family: Family): number {
  if (name === 'icmp') return family === 4 ? protocols.icmp : protocols.icmp6;
  if (name === 'tcp' || name === 'udp') return protocols[name];
  return Number(name.replace('protocol', ''));
}

function pointOf(text: string): Point {
  const address = parseAddress(text);
  if (address !== undefined) return { kind: 'host', address };
  const [kind, name = ''] = text.split(' ');
  if (kind === 'public') return { kind, of: name };
  if (kind === 'service') return { kind, list: listNamed(name) };
  return { kind: 'interface', id: text };
}

/** Each gate as `> network ACL in Acl`, the reply's with `<`; what stopped or depends with its code; then the verdict. */
export function way(network: Network, flow: string): readonly string[] {
  const { arrives, gates, seenAs } = walk(network, packetOf(flow));
  return [...gates.map(gateSays), seenAs === undefined ? arrives : `${arrives} as ${seenAs}`];
}

function gateSays({ way: direction, kind, at, outcome, code }: Gate): string {
  const place = `${direction === 'request' ? '>' : '<'} ${kind} ${at}`;
  return outcome === 'passed' ? place : `${place}: ${outcome} ${code ?? ''}`;
}

/** What became of it: `yes as Web`, `no SUBNET_ACL_RESTRICTION at Acl on the reply`, `depends`. */
export function fate(network: Network, flow: string): string {
  const { arrives, gates, seenAs } = walk(network, packetOf(flow));
  if (arrives === 'no') return `no ${deciding(gates)}`;
  return seenAs === undefined ? arrives : `${arrives} as ${seenAs}`;
}

/** The line `A -> B tcp/80: yes as A` as it should be told: its flow, and what became of it. */
export function retold(network: Network, line: string): string {
  const [flow = ''] = line.split(': ');
  return `${flow}: ${fate(network, flow)}`;
}

function deciding(gates: readonly Gate[]): string {
  const last = gates.at(-1);
  if (last?.outcome !== 'blocked') return 'without a gate that blocks';
  return `${last.code ?? ''} at ${last.at}${last.way === 'reply' ? ' on the reply' : ''}`;
}
