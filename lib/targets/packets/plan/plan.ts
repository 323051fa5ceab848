/**
 * What the kernel is told, as plain data: network namespaces, the links between them, addresses, routes, rule sets. Made by
 * `compile/` of a network, applied by `kernel/`: a change is the difference of two plans.
 */

/** Unique in a plan, and the same from plan to plan: `vpc Stack/Vpc`, `nat Stack/NatA`, `host Stack/Web`. */
export type NodeName = string;

export interface Plan {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

/** One network namespace. */
export interface Node {
  readonly name: NodeName;
  /** Below /proc/sys/net, such as `ipv4/ip_forward`; written before any link is there, so that links inherit `default`. */
  readonly settings: Readonly<Record<string, string>>;
  /** On `lo`, which is always up: `198.51.100.1/32`. */
  readonly addresses: readonly string[];
  readonly routes: readonly Route[];
  readonly rules: readonly PolicyRule[];
  /** A whole script for `nft -f`, without `flush ruleset`; empty where it filters nothing. */
  readonly ruleset: string;
}

/** A veth pair. Both ends have the same MAC address and no ARP: no neighbour is ever asked for. */
export interface Link {
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** `02:...`, unique in the plan. */
  readonly mac: string;
}

export interface LinkEnd {
  readonly node: NodeName;
  /** At most 15 characters, unique in its node. */
  readonly device: string;
  /** The device group, by which rule sets know where it leads. @default 0 */
  readonly group?: number;
  /** With prefix length. No route comes with them. */
  readonly addresses?: readonly string[];
}

export interface Route {
  /** `10.0.0.0/16`, `::/0` */
  readonly to: string;
  readonly kind: 'unicast' | 'local' | 'throw' | 'blackhole' | 'unreachable';
  /** Of `unicast`. */
  readonly device?: string;
  /** Taken as reachable on the device, whatever its addresses are. */
  readonly gateway?: string;
  /** The address that what starts here has as its own. */
  readonly source?: string;
  /** @default 254, the main table */
  readonly table?: number;
}

/** `ip rule`: packets with this mark, or from this address, look into that table first. */
export interface PolicyRule {
  readonly mark?: number;
  /** `10.0.0.10` */
  readonly from?: string;
  readonly table: number;
  readonly priority: number;
}
