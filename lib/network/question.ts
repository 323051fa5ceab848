/** What both engines are asked and what they answer: `walk/` for one packet, `sets/` for all packets of a question. */
import type { Address, Block, Family } from './blocks.ts';
import type { Id, PrefixList } from './network.ts';
import type { Range } from './services.ts';

/** Where a flow starts or ends, settled. */
export type Point =
  /** An interface by its private IPv4 address, or its IPv6 address. */
  | { readonly kind: 'interface'; readonly id: Id }
  /** An interface or NAT gateway by the public IPv4 address that is mapped to it. Only as an end. */
  | { readonly kind: 'public'; readonly of: Id }
  /** A host outside every VPC of the network. */
  | { readonly kind: 'host'; readonly address: Address }
  /** A service of AWS by the addresses of its prefix list (Amazon S3, DynamoDB). Only as an end; IPv4. */
  | { readonly kind: 'service'; readonly list: PrefixList };

/** Any host of the internet: the sets engine splits it where rules and routes do. */
export interface Internet {
  readonly kind: 'internet';
  readonly family: Family;
  /** Only its hosts of this block. */
  readonly within?: Block;
}

/** One packet that opens a connection. */
export interface Packet {
  readonly from: Point;
  readonly to: Point;
  readonly family: Family;
  /** IANA number; 1 and 58 mean an echo request and its reply. */
  readonly protocol: number;
  /** Destination port; for echo the request's type. */
  readonly port: number;
  readonly sourcePort: number;
  /** The second leg of a Network Load Balancer that keeps the client's address: the interface of its node. */
  readonly through?: Id;
}

/** All packets of a question at once. */
export interface Question {
  readonly from: Point | Internet;
  readonly to: Point | Internet;
  readonly family: Family;
  readonly protocol: number;
  readonly ports: Range;
  readonly sourcePorts: Range;
  readonly through?: Id;
}

/** What stands in a packet's way, in AWS's words. */
export type GateKind =
  | 'source/destination check'
  | 'security group out'
  | 'security group in'
  | 'route'
  | 'network ACL out'
  | 'network ACL in'
  | 'internet gateway'
  | 'egress-only internet gateway'
  | 'NAT gateway'
  | 'peering connection'
  | 'gateway endpoint'
  | 'block public access'
  | 'forwarding interface'
  | 'listener'
  | 'address';

export interface Gate {
  readonly way: 'request' | 'reply';
  readonly kind: GateKind;
  /** Whose gate it is: an ACL, group, table, gateway, subnet. */
  readonly at: Id;
  readonly outcome: 'passed' | 'blocked' | 'depends';
  /** The rule, route or entry that decided, where one did: its id and how a person reads it (`100 allow tcp/80 from 0.0.0.0/0`). */
  readonly rule?: { readonly id: Id; readonly says: string };
  /** Of a gate that blocked, or on which it depends. */
  readonly code?: Code;
  /** One sentence: what was asked of the gate and what it said, or what it depends on. */
  readonly says: string;
}

/**
 * Explanation codes of VPC Reachability Analyzer where one exists; the kit's own begin with KIT_.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export type Code =
  | 'NO_ROUTE_TO_DESTINATION'
  | 'BAD_STATE_ROUTE'
  | 'SUBNET_ACL_RESTRICTION'
  | 'ENI_SG_RULES_MISMATCH'
  | 'SG_REFERENCES_NOT_PRESERVED'
  | 'ENI_SOURCE_DEST_CHECK_RESTRICTION'
  | 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'
  | 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'
  | 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS'
  | 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'
  | 'NGW_REQUIRES_SOURCE_IN_VPC'
  | 'REGIONAL_NGW_ROUTE_AZ_RESTRICTION'
  | 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'
  | 'VPCE_GATEWAY_PROTOCOL_RESTRICTION'
  | 'ELBV2_LISTENERS_MISMATCH'
  | 'ELBV2_LISTENER_HAS_NO_TG'
  | 'ELB_LISTENERS_MISMATCH'
  | 'ELB_ACL_RESTRICTION'
  | 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED'
  /** A NAT gateway carries TCP, UDP and ICMP only. */
  | 'KIT_NGW_PROTOCOL'
  /** The NAT gateway's own subnet routes back into a NAT gateway. */
  | 'KIT_NAT_SUBNET_LOOP'
  /** What meets a NAT that holds no session for it. */
  | 'KIT_NO_NAT_SESSION'
  /** A new flow from outside at an egress-only internet gateway. */
  | 'KIT_EGRESS_ONLY'
  /** Packets go round in a circle of forwarding interfaces. */
  | 'KIT_ROUTE_LOOP'
  /** The end has no address of that family. */
  | 'KIT_NO_ADDRESS'
  /** A Network Load Balancer that keeps client addresses cannot carry a host's packet back to it. */
  | 'KIT_SAME_HOST'
  /** (depends) Transit gateway, VPN gateway ...: named, not modelled. */
  | 'KIT_NEXT_HOP_NOT_MODELLED'
  /** (depends) The template does not say. */
  | 'KIT_UNKNOWN';

/** What became of one packet. */
export interface Walk {
  readonly arrives: 'yes' | 'no' | 'depends';
  /** In the order passed, the deciding one last where it did not arrive. */
  readonly gates: readonly Gate[];
  /** The resource whose address the far end sees; undefined where that is a host's own. */
  readonly seenAs?: Id;
}

/** What becomes of all packets of a question. */
export interface Answer {
  readonly verdict: Verdict;
  /** Of `partial`: what gets through, where that is less than was asked. */
  readonly only?: {
    readonly ports?: readonly Range[];
    readonly sourcePorts?: readonly Range[];
    /** Of `internet`: from or to these addresses. */
    readonly hosts?: readonly Block[];
  };
  /** The gate that decided a `no`; the first that took something of a `partial`. */
  readonly because?: Gate;
  /** What a `depends` hangs on, each once. */
  readonly dependsOn?: readonly string[];
  readonly seenAs?: Id;
}
export type Verdict = 'yes' | 'no' | 'partial' | 'depends';
