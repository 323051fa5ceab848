/**
 * Security groups as chains: one for each set of groups and direction, which returns where a rule admits and drops otherwise
 * (`accept` would end the judging of the other gates). A rule that names a group admits by the link that a packet came from and
 * its address together: what an appliance sends on has lost its reference, as on AWS.
 */
import { addressText, type Family } from '../../../network/blocks.ts';
import {
  isUnknown,
  type GroupRule,
  type Id,
  type Interface,
  type Network,
} from '../../../network/network.ts';
import { blockMatch, chain, declared, serviceMatch, type Match, type Side } from './match.ts';
import { chainOf } from './names.ts';
import {
  addressesOf,
  cidrText,
  deviceTo,
  families,
  knownBlocks,
  type InVpc,
  type Scene,
} from './scene.ts';

type Direction = 'in' | 'out';

/** The parts of a table that judge by groups, and which chain judges what. */
export interface GroupGates {
  readonly parts: readonly (readonly string[])[];
  /** `"e12" : jump sg_in_34`, of each interface that is filtered. */
  readonly verdicts: Readonly<Record<Direction, readonly string[]>>;
}

/** @param faces whose groups are judged @param here what a packet may have come from */
export function groupGates(scene: Scene, faces: readonly Interface[], here: Senders): GroupGates {
  const chains = new Map<string, readonly string[]>();
  const named = new Set<Id>();
  const verdicts = { in: new Array<string>(), out: new Array<string>() };
  for (const face of faces) {
    if (face.groups === 'unfiltered') continue;
    for (const direction of ['in', 'out'] as const) {
      const key = face.groups.length === 0 ? face.id : face.groups.join(' ');
      const name = chainOf(`sg_${direction}`, key);
      if (!chains.has(name)) chains.set(name, chainFor(scene, face, { direction, name, named }));
      verdicts[direction].push(`"${deviceTo.interface(face.id)}" : jump ${name}`);
    }
  }
  const sets = [...named].flatMap((group) => memberSets(scene, group, here));
  return { parts: [...sets, ...chains.values()], verdicts };
}

interface Chain {
  readonly direction: Direction;
  readonly name: string;
  /** Groups that rules name. */
  readonly named: Set<Id>;
}

function chainFor(
  scene: Scene,
  face: Interface,
  { direction, name, named }: Chain,
): readonly string[] {
  const { network } = scene.settled;
  const groups = face.groups === 'unfiltered' ? [] : face.groups;
  const rules = groups.flatMap((id) => rulesOf(network, id, direction));
  const admits = rules.flatMap((rule) => {
    const service = serviceMatch(rule.service);
    if (service === undefined) return [];
    return peerMatches(network, rule, { direction, named }).map(
      (peer) => `${peer} ${service} return`,
    );
  });
  const drop = scene.gates.drop({
    kind: direction === 'in' ? 'security group in' : 'security group out',
    at: groups[0] ?? face.id,
    code: 'ENI_SG_RULES_MISMATCH',
  });
  return chain(name, [...new Set(admits), drop]);
}

function rulesOf({ groups }: Network, id: Id, direction: Direction): readonly GroupRule[] {
  const group = groups.get(id);
  const rules = direction === 'in' ? group?.inbound : group?.outbound;
  return rules === undefined || isUnknown(rules) ? [] : rules;
}

function peerMatches(
  network: Network,
  { peer }: GroupRule,
  { direction, named }: Pick<Chain, 'direction' | 'named'>,
): readonly string[] {
  const side: Side = direction === 'in' ? 'saddr' : 'daddr';
  switch (peer.kind) {
    case 'block':
      return known([blockMatch(peer.block, side)]);
    case 'list':
      return isUnknown(peer.list.blocks)
        ? []
        : known(peer.list.blocks.map((each) => blockMatch(each, side)));
    case 'group':
      named.add(peer.id);
      return network.groups.has(peer.id) ? memberMatches(peer.id, direction) : [];
    case 'unknown':
      return [];
  }
}

function known(matches: readonly Match[]): readonly string[] {
  return matches.flatMap((each) => each ?? []);
}

const words = { 4: 'ip', 6: 'ip6' } as const;

function memberMatches(group: Id, direction: Direction): readonly string[] {
  return [
    ...families.map((family) =>
      direction === 'in'
        ? `iifname . ${words[family]} saddr @${setName('from', group, family)}`
        : `${words[family]} daddr @${setName('to', group, family)}`,
    ),
    ...(direction === 'in' ? [`iifname @${chainOf('node', group)}`] : []),
  ];
}

function setName(prefix: string, group: Id, family: Family): string {
  return `${chainOf(prefix, group)}_${family}`;
}

/** Links by which members of groups are met: those of this VPC, and of each VPC that is peered. */
export interface Senders {
  readonly here: InVpc;
  /** Device of the peering connection -> what stands behind it. */
  readonly peered: readonly { readonly device: string; readonly behind: InVpc }[];
  /** The one device by which everything comes: that of an appliance's own gate. */
  readonly by?: string;
}

function memberSets(scene: Scene, group: Id, senders: Senders): readonly (readonly string[])[] {
  const isMember = ({ groups }: Interface): boolean =>
    groups !== 'unfiltered' && groups.includes(group);
  const links = [
    ...senders.here.interfaces
      .filter(isMember)
      .map((face) => ({ face, device: senders.by ?? deviceTo.interface(face.id) })),
    ...senders.peered.flatMap(({ device, behind }) =>
      behind.interfaces.filter(isMember).map((face) => ({ face, device: senders.by ?? device })),
    ),
  ];
  const nodes = links.filter(({ face }) => sendsForOthers(scene, face));
  return [
    ...families.flatMap((family) => {
      const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
      const all = links.flatMap(({ face, device }) =>
        addressesOf(face)
          .filter((each) => each.family === family)
          .map((each) => ({ device, address: addressText(each) })),
      );
      const from = all.map(({ device, address }) => `"${device}" . ${address}`);
      const to = [...new Set(all.map(({ address }) => address))];
      return [
        declared('set', setName('from', group, family), {
          type: `ifname . ${type}`,
          elements: [...new Set(from)],
        }),
        declared('set', setName('to', group, family), { type, elements: to }),
      ];
    }),
    declared('set', chainOf('node', group), {
      type: 'ifname',
      elements: nodes.map(({ device }) => `"${device}"`),
    }),
  ];
}

/** A node of a Network Load Balancer carries the addresses of its clients. */
export function sendsForOthers({ settled }: Scene, { owner }: Interface): boolean {
  const balancer = settled.network.balancers.get(owner);
  if (balancer?.kind !== 'network') return false;
  return balancer.listeners.some(({ targets }) => targets.some((each) => each.keepsClientAddress));
}

/** The VPCs that are peered with this one, each by its device here. */
export function peersOf(scene: Scene, here: InVpc, all: readonly InVpc[]): Senders['peered'] {
  return [...scene.settled.network.peerings.values()].flatMap(({ id, requester, accepter }) => {
    const other =
      requester === here.vpc.id ? accepter : accepter === here.vpc.id ? requester : undefined;
    const behind = all.find(({ vpc }) => vpc.id === other);
    return behind === undefined ? [] : { device: deviceTo.peering(id), behind };
  });
}

/** Elements of the set of the blocks of VPCs, of one family. */
export function blockElements(vpcs: readonly InVpc[], family: Family): readonly string[] {
  const all = vpcs.flatMap(({ vpc }) => knownBlocks(vpc.blocks));
  return [...new Set(all.filter((each) => each.family === family).map(cidrText))];
}
