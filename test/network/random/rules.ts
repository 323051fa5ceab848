/** Random security groups and network ACLs. */
import type {
  AclEntry,
  GroupRule,
  Id,
  NetworkAcl,
  Peer,
  SecurityGroup,
} from '../../../lib/network/network.ts';
import {
  allCodes,
  allPorts,
  everything,
  protocols,
  type Range,
  type Service,
} from '../../../lib/network/services.ts';
import {
  anyBlock,
  anyFamily,
  customerLists,
  everywhere,
  orUnknown,
  serviceLists,
  type Making,
} from './plan.ts';

const portRanges: readonly Range[] = [
  ...([
    [22, 22],
    [80, 80],
    [80, 443],
    [443, 443],
    [0, 1023],
    [53, 53],
  ] as const),
  ...([
    [1024, 65_535],
    [1024, 4999],
    [32_768, 60_999],
    [49_152, 65_535],
    [8080, 8090],
  ] as const),
];

/** As often as it stands here. AWS ignores the ports of a rule about all protocols. */
const services: readonly ((making: Making) => Service)[] = [
  ...[allPorts, allPorts, allPorts, allPorts, [22, 22] as const, [22, 22] as const].map(
    (ports) => () => ({ ...everything, ports }),
  ),
  ...[1, 2, 3, 4].map(() => somePorts(protocols.tcp)),
  ...[1, 2].map(() => () => ofPorts(protocols.tcp, allPorts)),
  somePorts(protocols.udp),
  () => ofPorts(protocols.udp, allPorts),
  () => ofPorts(50, allPorts),
  ...[protocols.icmp, protocols.icmp, protocols.icmp, protocols.icmp6, protocols.icmp6].map(
    (protocol) => (making: Making) => icmp(protocol, making),
  ),
];

function anyService(making: Making): Service {
  const { chance, temper } = making;
  if (chance.is(temper.unknown)) return { ...everything, unknown: 'parameter Port has no default' };
  return chance.one(services)(making);
}

function somePorts(protocol: number) {
  return ({ chance }: Making): Service => ofPorts(protocol, chance.one(portRanges));
}

function ofPorts(protocol: number, ports: Range): Service {
  return { protocol, ports, codes: allCodes };
}

function icmp(protocol: number, { chance }: Making): Service {
  const types: readonly Range[] = [
    ...([
      [0, 255],
      [0, 255],
      [8, 8],
      [0, 0],
    ] as const),
    ...([
      [128, 128],
      [129, 129],
      [3, 3],
    ] as const),
  ];
  const codes = chance.is(0.1) ? ([1, 3] as const) : allCodes;
  return { protocol, ports: chance.one(types), codes };
}

export interface NamedGroup {
  readonly id: Id;
  readonly vpc: Id;
}

export function randomGroup(
  making: Making,
  { id, vpc }: NamedGroup,
  groups: readonly Id[],
): SecurityGroup {
  const { chance } = making;
  const rules = (most: number) => orUnknown(making, chance.many([0, most], rule), 'the rules');
  const rule = (index: number): GroupRule => ({
    id: `${id}.${index}`,
    service: anyService(making),
    peer: anyPeer(making, groups),
  });
  const open = ([4, 6] as const).map((family) => ({
    id,
    service: everything,
    peer: { kind: 'block', block: everywhere[family] } as const,
  }));
  const outbound = chance.is(0.6) ? open : rules(4);
  return { id, vpc: orUnknown(making, vpc, 'the VPC'), inbound: rules(5), outbound };
}

function anyPeer(making: Making, groups: readonly Id[]): Peer {
  const { chance, temper } = making;
  if (chance.is(temper.unknown)) return { kind: 'unknown', why: 'parameter Peer has no default' };
  if (chance.is(0.25)) return { kind: 'group', id: chance.one(groups) };
  if (chance.is(0.1)) return { kind: 'list', list: anyList(making) };
  return { kind: 'block', block: anyBlock(making, anyFamily(making)) };
}

/** One whose blocks are unknown only where unknown things are wanted. */
export function anyList({ chance, temper }: Making) {
  const lists = [...serviceLists, ...customerLists];
  return chance.one(temper.unknown > 0 ? lists : lists.filter(({ id }) => id !== 'pl-imported'));
}

export function randomAcl(making: Making, id: Id): NetworkAcl {
  const { chance, temper } = making;
  const direction = (name: string): readonly AclEntry[] => [
    ...chance.many([0, 4], (index) => entry(making, { id: `${id}.${name}`, number: index + 1 })),
    ...(chance.is(temper.open) ? lastOpen(`${id}.${name}`) : usual(`${id}.${name}`)),
  ];
  return { id, inbound: direction('in'), outbound: direction('out') };
}

/** What people write: the web, and the ports that replies come back to. */
function usual(id: Id): readonly AclEntry[] {
  const ranges: readonly Range[] = [
    [80, 80],
    [443, 443],
    [1024, 65_535],
  ];
  return ranges.map((ports, index) => ({
    id: `${id}.usual${index}`,
    number: 900 + index,
    allows: true,
    service: ofPorts(protocols.tcp, ports),
    block: everywhere[4],
  }));
}

function entry(making: Making, { id, number }: { readonly id: Id; readonly number: number }) {
  const { chance, temper } = making;
  const family = anyFamily(making);
  const allows = chance.is(temper.open * 0.8);
  // What denies everything leaves nothing to judge.
  const block = allows ? anyBlock(making, family) : denied(making, family);
  return {
    id: `${id}.${number}`,
    number: number * 10,
    allows,
    service: anyService(making),
    block: orUnknown(making, block, 'the block'),
  };
}

function denied(making: Making, family: 4 | 6) {
  const closed = { ...making, temper: { ...making.temper, open: 0.15 } };
  return anyBlock(closed, family);
}

function lastOpen(id: Id): readonly AclEntry[] {
  return ([4, 6] as const).map((family) => ({
    id: `${id}.open${family}`,
    number: 1000 + family,
    allows: true,
    service: everything,
    block: everywhere[family],
  }));
}
