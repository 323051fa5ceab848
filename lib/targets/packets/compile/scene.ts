/** What is compiled, and the questions that every part of the compiler asks of it. */
import { addressText, blockText, type Block, type Family } from '../../../network/blocks.ts';
import {
  isUnknown,
  type Id,
  type Interface,
  type NatGateway,
  type Network,
  type Subnet,
  type Vpc,
} from '../../../network/network.ts';
import type { Settled } from '../settle/settle.ts';
import { deviceOf, numberOf } from './names.ts';
import type { Gates } from './gates.ts';

/** A host of the internet, or a block of them that one namespace plays. */
export interface OutsideHost {
  readonly name: string;
  /** `203.0.113.10`, `192.0.2.0/24`, `2001:db8:80::80` */
  readonly addresses: readonly string[];
}

export interface Scene {
  readonly settled: Settled;
  readonly outside: readonly OutsideHost[];
  readonly gates: Gates;
  /** Interfaces without a machine that forward: the compiler plays a NAT instance in them. */
  readonly playsForwarders: boolean;
}

/** A VPC with what stands in it. */
export interface InVpc {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly interfaces: readonly Interface[];
  readonly nats: readonly NatGateway[];
}

export function vpcsOf({ settled: { network } }: Scene): readonly InVpc[] {
  return [...network.vpcs.values()].map((vpc) => {
    const subnets = [...network.subnets.values()].filter((each) => each.vpc === vpc.id);
    const ids = new Set(subnets.map(({ id }) => id));
    return {
      vpc,
      subnets,
      interfaces: [...network.interfaces.values()].filter((each) => ids.has(each.subnet)),
      // One whose subnet has no addresses that are known is left out: a route to it leads nowhere.
      nats: [...network.nats.values()].filter(
        ({ subnet, vpc: own, address4 }) =>
          address4 !== undefined && (subnet === undefined ? own === vpc.id : ids.has(subnet)),
      ),
    };
  });
}

/** Device groups: by them rules know where a link leads. */
export const groupOf = {
  subnet: (id: Id): number => numberOf(`subnet ${id}`),
  /** What a Classic Load Balancer sends meets the ACL even inside its subnet. */
  classic: (subnet: Id): number => numberOf(`classic ${subnet}`),
  regional: (nat: Id): number => numberOf(`regional ${nat}`),
  internetGateway: (vpc: Id): number => numberOf(`internet gateway ${vpc}`),
};

/** Names of the router's ends of links. */
export const deviceTo = {
  interface: (id: Id): string => deviceOf('e', id),
  nat: (id: Id): string => deviceOf('n', id),
  internetGateway: 'igw',
  egressOnly: (id: Id): string => deviceOf('x', id),
  endpoint: (id: Id): string => deviceOf('g', id),
  peering: (id: Id): string => deviceOf('p', id),
  /** Both ends are the router's: what is sent there is dropped, by a rule that says why. */
  nowhere: 'nowhere',
  nowhereBack: 'nowhere_back',
};

export const nodeOf = {
  vpc: (id: Id): string => `vpc ${id}`,
  internetGateway: (vpc: Id): string => `internet gateway ${vpc}`,
  egressOnly: (id: Id): string => `egress-only internet gateway ${id}`,
  nat: (id: Id): string => `nat ${id}`,
  endpoint: (id: Id): string => `endpoint ${id}`,
  gate: (id: Id): string => `gate ${id}`,
  internet: 'internet',
  outside: (name: string): string => `outside ${name}`,
};

/** The namespace of an interface: of its instance, which may have several, else its own. */
export function hostNode({ ends }: Network, { id, owner }: Interface): string {
  const end = ends.get(owner);
  const isOne = end?.type === 'AWS::EC2::Instance' && end.interfaces.includes(id);
  return `host ${isOne ? owner : id}`;
}

export function knownBlocks(blocks: Vpc['blocks']): readonly Block[] {
  return blocks.flatMap((each) => (isUnknown(each) ? [] : each));
}

/** The addresses of an interface, both families. */
export function addressesOf({
  address4,
  address6,
}: Interface): readonly { family: Family; value: bigint }[] {
  return [
    ...(address4 === undefined ? [] : [{ family: 4 as const, value: address4 }]),
    ...(typeof address6 === 'bigint' ? [{ family: 6 as const, value: address6 }] : []),
  ];
}

export function ip4(value: bigint): string {
  return addressText({ family: 4, value });
}

/** With its length, also where it is one address. */
export function cidrText(block: Block): string {
  const text = blockText(block);
  if (text.includes('/')) return text;
  return `${text}/${block.family === 4 ? 32 : 128}`;
}

/** Nobody has it: with ARP off the kernel asks nobody, and keeps one neighbour for each link. */
export const gateway: Readonly<Record<Family, string>> = { 4: '169.254.0.1', 6: 'fe80::1' };
export const anywhere: Readonly<Record<Family, string>> = { 4: '0.0.0.0/0', 6: '::/0' };
export const families: readonly Family[] = [4, 6];

/** What every namespace that forwards is told. */
export const forwarding: Readonly<Record<string, string>> = {
  'ipv4/ip_forward': '1',
  'ipv6/conf/all/forwarding': '1',
  'ipv4/conf/all/send_redirects': '0',
  'ipv4/conf/default/send_redirects': '0',
  'ipv4/conf/all/rp_filter': '0',
  'ipv4/conf/default/rp_filter': '0',
};
