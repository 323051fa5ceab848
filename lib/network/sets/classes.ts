/** Interfaces that nothing on the way tells apart: judged once, however many there are. */
import type { Block, Family } from '../blocks.ts';
import type { Id, Interface, Network, Peer, PrefixList, Unknown } from '../network.ts';
import { isUnknown } from '../network.ts';

export interface InterfaceClass {
  /** At least one. */
  readonly members: readonly Id[];
  /** The one that is judged for all. */
  readonly example: Id;
  readonly subnet: Id;
  readonly groups: readonly Id[] | 'unfiltered';
  readonly isPublic: 'yes' | 'no' | 'unknown';
  /** The type of the resource that they belong to, where it is an end: `AWS::EC2::Instance`. */
  readonly type: string | undefined;
  /** Equal for all classes that routes, network ACLs and blocks in rules judge alike. */
  readonly place: string;
}

/** In an order that keeps one place together. */
export function classesOf(network: Network, family: Family): readonly InterfaceClass[] {
  const targets = hopTargets(network);
  const cuts = hasFixed(network, family) ? cutsOf(network, family) : [];
  const classes = new Map<string, Id[]>();
  const places = new Map<string, string>();
  for (const each of network.interfaces.values()) {
    const place = placeOf(each, { network, family, targets, cuts });
    const key = `${place} | ${groupsKey(each)} ${publicOf(each)} ${typeOf(network, each) ?? ''}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [each.id]);
    else known.push(each.id);
    places.set(each.id, place);
  }
  return [...classes.values()]
    .map((members) => classOf(network, members, places))
    .sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0));
}

function classOf(
  network: Network,
  members: readonly Id[],
  places: ReadonlyMap<Id, string>,
): InterfaceClass {
  const [example = ''] = members;
  const found = network.interfaces.get(example);
  if (found === undefined) throw new Error(`the network has no interface ${example}`);
  return {
    members,
    example,
    subnet: found.subnet,
    groups: found.groups,
    isPublic: publicOf(found),
    type: typeOf(network, found),
    place: places.get(example) ?? '',
  };
}

interface Surroundings {
  readonly network: Network;
  readonly family: Family;
  readonly targets: ReadonlySet<Id>;
  readonly cuts: readonly bigint[];
}

function placeOf(each: Interface, { network, family, targets, cuts }: Surroundings): string {
  const address = family === 4 ? each.address4 : each.address6;
  const where = typeof address === 'bigint' ? `at ${below(cuts, address)}` : (address ?? 'any');
  const isClassic = network.balancers.get(each.owner)?.kind === 'classic';
  const own = targets.has(each.id) ? each.id : '';
  return [each.subnet, where, each.clientPorts.join('-'), isClassic ? 'classic' : '', own].join(
    ' ',
  );
}

function groupsKey({ groups }: Interface): string {
  return groups === 'unfiltered' ? groups : [...groups].sort().join(' ');
}

function publicOf({ public4 }: Interface): InterfaceClass['isPublic'] {
  if (public4 === undefined) return 'no';
  return isUnknown(public4) ? 'unknown' : 'yes';
}

function typeOf(network: Network, { owner }: Interface): string | undefined {
  return network.ends.get(owner)?.type;
}

/** Interfaces to which some route leads: each is a place of its own. */
function hopTargets({ tables }: Network): ReadonlySet<Id> {
  const routes = [...tables.values()].flatMap((table) => table.routes);
  return new Set(routes.flatMap(({ hop }) => (hop.kind === 'interface' ? [hop.id] : [])));
}

function hasFixed({ interfaces }: Network, family: Family): boolean {
  return [...interfaces.values()].some(
    (each) => typeof (family === 4 ? each.address4 : each.address6) === 'bigint',
  );
}

/** Where some block of a rule, entry or route begins or has ended: between two of them all addresses are alike. */
function cutsOf(network: Network, family: Family): readonly bigint[] {
  const cuts = new Set<bigint>();
  for (const block of blocksOf(network)) {
    if (block.family !== family) continue;
    cuts.add(block.first);
    cuts.add(block.last + 1n);
  }
  return [...cuts].sort((one, other) => (one < other ? -1 : 1));
}

function blocksOf({ acls, tables, groups }: Network): readonly Block[] {
  const entries = [...acls.values()].flatMap(({ inbound, outbound }) => [...inbound, ...outbound]);
  const routes = [...tables.values()].flatMap((table) => table.routes);
  const rules = [...groups.values()]
    .flatMap(({ inbound, outbound }) => [inbound, outbound])
    .flatMap((some) => (isUnknown(some) ? [] : some));
  const named: readonly (Block | PrefixList | Unknown)[] = [
    ...entries.map(({ block }) => block),
    ...routes.map(({ destination }) => destination),
    ...rules.flatMap(({ peer }) => namedBy(peer)),
  ];
  return named.flatMap((each) => {
    if (isUnknown(each)) return [];
    if ('family' in each) return [each];
    return isUnknown(each.blocks) ? [] : each.blocks;
  });
}

function namedBy(peer: Peer): readonly (Block | PrefixList)[] {
  if (peer.kind === 'block') return [peer.block];
  return peer.kind === 'list' ? [peer.list] : [];
}

/** How many cuts are not above the address. */
function below(cuts: readonly bigint[], address: bigint): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
