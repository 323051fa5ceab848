/** What a rule is asked about beside addresses: a protocol, and for ICMP a request or its reply. */
import type { Family } from '../blocks.ts';
import { type Service, allCodes, allPorts, echo, protocols, within } from '../services.ts';
import { type Intervals, everyPort, noPorts, portsText } from './intervals.ts';

export interface Traffic {
  readonly protocol: number;
  /** Of ICMP: an echo request or the reply to it. */
  readonly type: number | undefined;
}

/** ICMP 1 or 58 is an echo: its ports mean nothing, so a rule lets all of them through or none. */
export function trafficOf(protocol: number, way: 'request' | 'reply'): Traffic {
  const isIcmp = protocol === protocols.icmp || protocol === protocols.icmp6;
  return { protocol, type: isIcmp ? echo[protocol][way] : undefined };
}

/** The destination ports of which the rule speaks. */
export function portsOf(service: Service, { protocol, type }: Traffic): Intervals {
  if (service.protocol === 'all') return everyPort;
  if (service.protocol !== protocol) return noPorts;
  if (type === undefined) return [service.ports];
  return within(service.ports, type) && within(service.codes, 0) ? everyPort : noPorts;
}

/** The rule that would speak of exactly this; ports together, so that one rule is enough. */
export function serviceOf({ protocol, type }: Traffic, ports: Intervals): Service {
  const [first, last] = [ports[0]?.[0] ?? 0, ports.at(-1)?.[1] ?? 0];
  if (type !== undefined) return { protocol, ports: [type, type], codes: allCodes };
  if (protocol !== protocols.tcp && protocol !== protocols.udp)
    return { protocol, ports: allPorts, codes: allCodes };
  return { protocol, ports: [first, last], codes: allCodes };
}

const names: Readonly<Record<number, string>> = {
  [protocols.icmp]: 'icmp',
  [protocols.tcp]: 'tcp',
  [protocols.udp]: 'udp',
  [protocols.icmp6]: 'icmp6',
};

/** `tcp/22`, `icmp/echo`, `icmp/echo-reply`, `protocol 50` */
export function trafficText({ protocol, type }: Traffic, ports: Intervals): string {
  const name = names[protocol] ?? `protocol ${protocol}`;
  if (type !== undefined)
    return `${name}/${type === echo[1].request || type === echo[58].request ? 'echo' : 'echo-reply'}`;
  return protocol === protocols.tcp || protocol === protocols.udp
    ? `${name}/${portsText(ports)}`
    : name;
}

/** `tcp/22`, `udp/1024-65535`, `all`, `icmp/8` */
export function serviceText({ protocol, ports }: Service): string {
  if (protocol === 'all') return 'all';
  const name = names[protocol] ?? `protocol ${protocol}`;
  const [first, last] = ports;
  if (first <= allPorts[0] && last >= allPorts[1]) return name;
  return `${name}/${portsText([ports])}`;
}

export function echoRequestOf(family: Family): number {
  return echo[family === 4 ? protocols.icmp : protocols.icmp6].request;
}
