/** Reason codes as a person who never saw them reads them: one sentence each, and the page that states the rule. */
import type { Code } from '../question.ts';

export interface Meaning {
  readonly says: string;
  /** Of AWS's documentation. */
  readonly page: string;
}

const guide = 'https://docs.aws.amazon.com/vpc/latest';
const codesPage = `${guide}/reachability/explanation-codes.html`;
const natPage = `${guide}/userguide/nat-gateway-basics.html`;
const routesPage = `${guide}/userguide/VPC_Route_Tables.html`;

/** What the code means, whatever the network. AWS's own codes stand on one page; the kit's name the page of their rule. */
export function meaningOf(code: Code): Meaning {
  const { says, page = codesPage } = meanings[code];
  return { says, page };
}

const meanings: Readonly<Record<Code, { readonly says: string; readonly page?: string }>> = {
  NO_ROUTE_TO_DESTINATION: {
    says: 'no route of the table holds the address, so the packet goes nowhere',
  },
  BAD_STATE_ROUTE: {
    says: 'the route that holds the address leads to something that is not attached or not in this VPC',
  },
  SUBNET_ACL_RESTRICTION: {
    says: 'a network ACL keeps no state: the entry with the lowest number that matches decides, for requests and again for replies',
  },
  ENI_SG_RULES_MISMATCH: {
    says: 'no rule of any of its security groups allows it; security groups have no denying rules',
  },
  SG_REFERENCES_NOT_PRESERVED: {
    says: 'a rule that names a security group matches private addresses inside the VPC only; on this way the sender is seen by another address',
  },
  ENI_SOURCE_DEST_CHECK_RESTRICTION: {
    says: 'an interface drops packets that are neither from nor for its own address while its source/destination check is on',
  },
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS: {
    says: 'an internet gateway lets out only what has a public IPv4 address mapped to it',
  },
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: {
    says: 'from the internet nothing can be addressed that has no public IPv4 address',
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: {
    says: 'an internet gateway refuses what is sent to private addresses (RFC 1918)',
  },
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: {
    says: 'an internet gateway refuses what is sent to shared address space (RFC 6598)',
  },
  NGW_REQUIRES_SOURCE_IN_VPC: {
    says: 'a NAT gateway serves senders of its own VPC only: not over peering, not over a VPN',
  },
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: {
    says: 'a regional NAT gateway with addresses given by zone serves those zones only',
  },
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: {
    says: 'a peering connection carries packets between the addresses of its two VPCs only, and no further',
  },
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: {
    says: 'a gateway endpoint carries TCP and the echo of ICMP only',
  },
  ELBV2_LISTENERS_MISMATCH: { says: 'the load balancer has no listener on that port' },
  ELBV2_LISTENER_HAS_NO_TG: { says: 'no target stands behind the listener' },
  ELB_LISTENERS_MISMATCH: { says: 'the Classic Load Balancer has no listener on that port' },
  ELB_ACL_RESTRICTION: {
    says: 'a Classic Load Balancer meets the network ACL of its subnet also on the way to a target in it',
  },
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: {
    says: 'VPC Block Public Access stops it, whatever routes and groups say',
  },
  KIT_NGW_PROTOCOL: { says: 'a NAT gateway carries TCP, UDP and ICMP only', page: natPage },
  KIT_NAT_SUBNET_LOOP: {
    says: "the NAT gateway's own subnet routes back to a NAT gateway; it needs a route to the internet gateway",
    page: natPage,
  },
  KIT_NO_NAT_SESSION: {
    says: 'a NAT gateway takes in replies to what it sent, and nothing else',
    page: natPage,
  },
  KIT_EGRESS_ONLY: {
    says: 'an egress-only internet gateway lets no connection in that was opened outside',
    page: `${guide}/userguide/egress-only-internet-gateway.html`,
  },
  KIT_ROUTE_LOOP: {
    says: 'the routes lead it in a circle',
    page: routesPage,
  },
  KIT_NO_ADDRESS: {
    says: 'one of the ends has no address by which the other could reach it',
    page: `${guide}/userguide/vpc-ip-addressing.html`,
  },
  KIT_SAME_HOST: {
    says: 'where a Network Load Balancer keeps the address of the client, a target cannot reach itself through it',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html',
  },
  KIT_NEXT_HOP_NOT_MODELLED: {
    says: 'behind this next hop (a transit gateway, a VPN, a Gateway Load Balancer) the kit does not look',
    page: routesPage,
  },
  KIT_UNKNOWN: {
    says: 'the template does not say it; --assume FILE can state it (docs/assume.md)',
    page: routesPage,
  },
};
