/**
 * The network that a template describes, as AWS would build it: what `build/` makes of resources, what `walk/` sends one
 * packet through, what `sets/` judges for all packets at once. Plain data, nothing implicit left.
 */
import type { Block } from './blocks.ts';
import type { Service } from './services.ts';

/** `Stack/LogicalId`: unique over all templates. What AWS makes by itself is `Stack/LogicalId.default-acl` and the like. */
export type Id = string;

/** What the template does not say, and why: `parameter SubnetId has no default`. */
export interface Unknown {
  readonly unknown: string;
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

export interface Network {
  readonly vpcs: ReadonlyMap<Id, Vpc>;
  readonly subnets: ReadonlyMap<Id, Subnet>;
  readonly tables: ReadonlyMap<Id, RouteTable>;
  readonly acls: ReadonlyMap<Id, NetworkAcl>;
  readonly groups: ReadonlyMap<Id, SecurityGroup>;
  readonly interfaces: ReadonlyMap<Id, Interface>;
  readonly nats: ReadonlyMap<Id, NatGateway>;
  readonly peerings: ReadonlyMap<Id, Peering>;
  readonly endpoints: ReadonlyMap<Id, GatewayEndpoint>;
  readonly balancers: ReadonlyMap<Id, LoadBalancer>;
  /** Perhaps behind a load balancer that no template here declares. */
  readonly fronted: readonly Fronted[];
  readonly addresses: ReadonlyMap<Id, ElasticIp>;
  /** What a flow can start from or end at, by the resource that a person names. */
  readonly ends: ReadonlyMap<Id, End>;
  /** Stand in subnets, and are of a type that the model does not know. By id their type. */
  readonly unmodelled: ReadonlyMap<Id, string>;
  /** How a person reads an id: the construct path below its stack, else the logical id. */
  readonly names: ReadonlyMap<Id, string>;
}

export interface Vpc {
  readonly id: Id;
  /** Primary and secondary CIDR blocks, both families. Unknown where the VPC is imported or a block comes from a pool. */
  readonly blocks: readonly (Block | Unknown)[];
  /** The internet gateway that is attached, if one is. */
  readonly internetGateway: Id | Unknown | undefined;
  /** VPC Block Public Access as it is declared: `ingress` leaves NAT and egress-only gateways alive. */
  readonly blockPublicAccess: 'off' | 'ingress' | 'bidirectional';
  /** What declares it. */
  readonly blockPublicAccessBy: Id | undefined;
  /** Edge association: the table that the internet gateway asks for what comes in. */
  readonly gatewayTable: Id | undefined;
}

export interface Subnet {
  readonly id: Id;
  readonly vpc: Id | Unknown;
  /** As written (`us-east-1a`, `${AWS::Region}a`), or unknown. */
  readonly zone: string | Unknown;
  readonly block4: Block | Unknown | undefined;
  /** Undefined: the subnet has no IPv6. Amazon's own /56 is unknown before deployment. */
  readonly block6: Block | Unknown | undefined;
  /** The associated table, else the VPC's main one. */
  readonly table: Id | Unknown;
  /** The associated network ACL, else the VPC's default one. */
  readonly acl: Id | Unknown;
  /** A VPCBlockPublicAccessExclusion names it or its VPC. */
  readonly publicAccessExclusion: 'none' | 'egress' | 'bidirectional';
}

export interface RouteTable {
  readonly id: Id;
  readonly vpc: Id | Unknown;
  /** The local routes and the routes of gateway endpoints included. */
  readonly routes: readonly Route[];
}

export interface Route {
  /** The AWS::EC2::Route, the gateway endpoint that put it there, or the table itself for a local route. */
  readonly id: Id;
  /** A prefix list stands for its blocks, or for the addresses of an AWS service. */
  readonly destination: Block | PrefixList | Unknown;
  /** Among routes of equal length a static one comes first, then one by prefix list, then a propagated one. */
  readonly origin: 'local' | 'static' | 'prefix-list' | 'propagated';
  readonly hop: NextHop;
}

export type NextHop =
  | { readonly kind: 'local' }
  | { readonly kind: 'internet-gateway' | 'egress-only-gateway'; readonly id: Id }
  | { readonly kind: 'nat-gateway' | 'peering' | 'gateway-endpoint'; readonly id: Id }
  /** An instance or interface that forwards: a NAT instance, a firewall. The id is an {@link Interface}'s. */
  | { readonly kind: 'interface'; readonly id: Id }
  /** A blackhole: the target is not attached, or belongs to another VPC. */
  | { readonly kind: 'gone'; readonly id: Id; readonly why: string }
  /** Transit gateway, VPN gateway, Gateway Load Balancer endpoint ...: not modelled, answers *depends* and is named. */
  | { readonly kind: 'other'; readonly id: Id; readonly type: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** A managed prefix list: a customer's with its blocks, or AWS's for a service (`com.amazonaws.<region>.s3` -> `s3`). */
export interface PrefixList {
  readonly id: Id;
  readonly blocks: readonly Block[] | Unknown;
  readonly service?: string;
}

export interface NetworkAcl {
  readonly id: Id;
  /** In the order of their numbers, lowest first. What matches none is denied (`*`). */
  readonly inbound: readonly AclEntry[];
  readonly outbound: readonly AclEntry[];
}

export interface AclEntry {
  readonly id: Id;
  readonly number: number;
  readonly allows: boolean;
  /** Ports are always destination ports. */
  readonly service: Service;
  readonly block: Block | Unknown;
}

export interface SecurityGroup {
  readonly id: Id;
  readonly vpc: Id | Unknown;
  /** Allow only; the union of all. Undefined where the template only names the group: its rules are unknown. */
  readonly inbound: readonly GroupRule[] | Unknown;
  readonly outbound: readonly GroupRule[] | Unknown;
}

export interface GroupRule {
  /** The group for an inline rule, else the AWS::EC2::SecurityGroupIngress or Egress. */
  readonly id: Id;
  readonly service: Service;
  readonly peer: Peer;
}

export type Peer =
  | { readonly kind: 'block'; readonly block: Block }
  /** The private addresses of interfaces in that group. */
  | { readonly kind: 'group'; readonly id: Id }
  | { readonly kind: 'list'; readonly list: PrefixList }
  | { readonly kind: 'unknown'; readonly why: string };

/** One network interface, or n interchangeable ones (an auto scaling group has one per subnet here). */
export interface Interface {
  readonly id: Id;
  /** The resource it belongs to: what a person names. */
  readonly owner: Id;
  readonly subnet: Id;
  /** None: an interface that AWS gives no group (Network Load Balancer without one): nothing is filtered there. */
  readonly groups: readonly Id[] | 'unfiltered';
  /** Where the template fixes it; otherwise it is some address of the subnet. */
  readonly address4: bigint | undefined;
  /** `some`: one of the subnet's IPv6 block. */
  readonly address6: bigint | 'some' | undefined;
  /** The resource whose public IPv4 address is mapped to it: an Elastic IP, or its owner for one given at launch. */
  readonly public4: Id | Unknown | undefined;
  /** AWS maps no public address to it, whatever one wishes: a Lambda function, a cache, an internal load balancer. */
  readonly neverPublic?: boolean;
  readonly checksSourceDest: boolean;
  /** Source ports that its connections use: Linux 32768-60999, Windows 49152-65535, load balancers 1024-65535. */
  readonly clientPorts: readonly [number, number];
}

export interface NatGateway {
  readonly id: Id;
  /** `regional`: in no subnet, in every zone, with AWS's own routes. */
  readonly kind: 'zonal' | 'regional';
  readonly vpc: Id | Unknown;
  /** Of a zonal one. */
  readonly subnet: Id | undefined;
  readonly isPublic: boolean;
  /** The Elastic IP that the internet sees; the gateway itself where it has none by name. */
  readonly seenAs: Id;
  readonly address4: bigint | undefined;
  /** The only zones that a regional one serves, where addresses are given zone by zone. */
  readonly zones: readonly string[] | undefined;
}

export interface Peering {
  readonly id: Id;
  readonly requester: Id | Unknown;
  readonly accepter: Id | Unknown;
}

/** A gateway endpoint for Amazon S3 or DynamoDB. Its routes stand in the tables already. */
export interface GatewayEndpoint {
  readonly id: Id;
  readonly vpc: Id | Unknown;
  readonly service: string;
}

export interface LoadBalancer {
  readonly id: Id;
  readonly kind: 'application' | 'network' | 'classic' | 'gateway';
  readonly listeners: readonly Listener[];
}

export interface Listener {
  readonly id: Id;
  readonly protocol: number | 'tcp-udp';
  readonly port: number;
  /** None: it answers by itself (redirect, fixed response). */
  readonly targets: readonly Target[];
}

/** Where a listener's connections end, on the second leg. */
export interface Target {
  readonly group: Id;
  readonly end: Id | Unknown;
  readonly port: number | Unknown;
  /** Does the target see the client's address (Network Load Balancer)? */
  readonly keepsClientAddress: boolean;
}

/** A target of which the templates do not say who forwards to it. */
export interface Fronted {
  /** Not always an end of a flow: nobody knows where a service on hosts stands. */
  readonly end: Id;
  readonly type: string;
  readonly group: Id;
  /** Undefined: it takes no connection, it is invoked. */
  readonly port: number | Unknown | undefined;
  readonly protocol: Listener['protocol'];
  readonly why: string;
}

export interface ElasticIp {
  readonly id: Id;
  /** The interface or NAT gateway that it is mapped to, if any. */
  readonly mappedTo: Id | undefined;
}

/** A resource that a flow starts from or ends at. */
export interface End {
  readonly id: Id;
  readonly type: string;
  readonly interfaces: readonly Id[];
}
