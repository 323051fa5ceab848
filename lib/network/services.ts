/** Which packets a rule speaks of: protocol and ports, as AWS writes them. */

/** IANA numbers. */
export const protocols = { icmp: 1, tcp: 6, udp: 17, icmp6: 58 } as const;

/**
 * A rule's protocol and ports. `all` ignores ports. For ICMP, `ports` are the types and `codes` the codes; a rule about
 * another protocol than TCP, UDP, ICMP has all ports.
 */
export interface Service {
  readonly protocol: number | 'all';
  readonly ports: Range;
  readonly codes: Range;
  /** Why ports or protocol are not known: the rule speaks of some of what the rest says. */
  readonly unknown?: string;
}
/** Both ends included. */
export type Range = readonly [number, number];

export const allPorts: Range = [0, 65_535];
export const allCodes: Range = [0, 255];
export const everything: Service = { protocol: 'all', ports: allPorts, codes: allCodes };

/** Type of an echo request and of its answer. */
export const echo = {
  [protocols.icmp]: { request: 8, reply: 0 },
  [protocols.icmp6]: { request: 128, reply: 129 },
} as const;

/** Does the rule speak of a packet of this protocol to this port? For ICMP the port is the type; the code is 0. */
export function speaksOf(service: Service, protocol: number, port: number): boolean {
  if (service.protocol === 'all') return true;
  if (service.protocol !== protocol) return false;
  const isIcmp = protocol === protocols.icmp || protocol === protocols.icmp6;
  return within(service.ports, port) && (!isIcmp || within(service.codes, 0));
}

export function within([first, last]: Range, value: number): boolean {
  return first <= value && value <= last;
}
