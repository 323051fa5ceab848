/** `tcp/443`, `udp/53`, `tcp/1-65535`, `icmp/echo` as a person writes them. */
import { allPorts, echo, protocols, type Range } from '../services.ts';

export interface Flow {
  readonly protocol: number;
  readonly ports: Range;
}

/** Undefined for anything else. */
export function parseFlow(text: string): Flow | undefined {
  if (text === 'icmp/echo' || text === 'icmp') {
    const { request } = echo[protocols.icmp];
    return { protocol: protocols.icmp, ports: [request, request] };
  }
  const [, name, ports] = /^(tcp|udp)\/([\d-]+)$/.exec(text) ?? [];
  const range = ports === undefined ? undefined : parsePorts(ports);
  return range && { protocol: protocols[name as 'tcp' | 'udp'], ports: range };
}

/** `443`, `1-65535` */
function parsePorts(text: string): Range | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range: Range = [Number(first ?? NaN), Number(last ?? NaN)];
  return range[0] <= range[1] && range[1] <= allPorts[1] ? range : undefined;
}
