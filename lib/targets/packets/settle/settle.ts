/**
 * A network with nothing left open that a kernel has to know: one interface for each host, every address handed out. What the
 * template does not say cannot be played: it is left out by name.
 */
import { contains, parseBlock, type Block } from '../../../network/blocks.ts';
import {
  isUnknown,
  type End,
  type Id,
  type Interface,
  type NatGateway,
  type Network,
  type PrefixList,
  type RouteTable,
  type Subnet,
  type Vpc,
} from '../../../network/network.ts';
import { AddressBook } from './address-book.ts';
import { leftOutOf, type LeftOut } from './left-out.ts';

export interface Settled {
  readonly network: Network;
  /** Interface or NAT gateway -> the public IPv4 address that is mapped to it. */
  readonly public4: ReadonlyMap<Id, bigint>;
  /** A service of AWS -> its addresses. */
  readonly services: ReadonlyMap<string, Block>;
  readonly leftOut: readonly LeftOut[];
}

interface Claiming {
  readonly id: Id;
  readonly subnet: Id | undefined;
  readonly address4: bigint | undefined;
  readonly address6?: bigint | 'some' | undefined;
}

/** The hosts that stand for one interface of a group: its id -> theirs. An interface that is not here is one host. */
export type Members = ReadonlyMap<Id, readonly Id[]>;

/**
 * Public addresses: TEST-NET-2, as RFC 5737 sets it aside.
 * The addresses of services and Amazon's own IPv6 blocks are of ranges that no template means: RFC 2544, RFC 3849.
 */
const publicBlock = block('198.51.100.0/24');
const services = new Map([
  ['s3', block('198.19.1.0/24')],
  ['dynamodb', block('198.19.2.0/24')],
]);
const otherServices = block('198.19.3.0/24');
const amazonBlocks6 = block('2001:db8:a000::/40').first;

/** Addresses of regional NAT gateways inside their VPC: they stand in no subnet. */
const regionalBlock = block('198.19.8.0/24');

/** Settles one network after another, as a lab changes: who stays keeps its addresses. */
export class Settler {
  private readonly subnets = new Map<Id, AddressBook>();
  private readonly publics = new AddressBook(publicBlock);
  private readonly regionals = new AddressBook(regionalBlock);
  private readonly blocks6 = new Map<Id, number>();

  settle(given: Network, members: Members = new Map()): Settled {
    const network = this.withBlocks(given);
    const interfaces = this.settledInterfaces(network, members);
    const nats = this.settledNats(network);
    const settled: Network = {
      ...network,
      ...withServices(network),
      interfaces,
      nats,
      ends: withMembers(network, interfaces, members),
    };
    return {
      network: settled,
      public4: this.publicAddresses(settled),
      services,
      leftOut: leftOutOf(given, settled),
    };
  }

  /**
   * Amazon's own IPv6 blocks are some, a /56 for each VPC and a /64 for each subnet. Of blocks that nobody knows a VPC has those
   * of its subnets.
   */
  private withBlocks(network: Network): Network {
    const subnets = new Map<Id, Subnet>();
    for (const [id, subnet] of network.subnets) {
      const { block6, vpc } = subnet;
      const isOpen = block6 !== undefined && isUnknown(block6) && !isUnknown(vpc);
      subnets.set(id, isOpen ? { ...subnet, block6: this.amazonBlock(vpc, 64, id) } : subnet);
    }
    const vpcs = new Map<Id, Vpc>();
    for (const [id, vpc] of network.vpcs) {
      const own = [...network.subnets.values()].filter((each) => each.vpc === id);
      vpcs.set(id, { ...vpc, blocks: this.blocksOf(vpc, own) });
    }
    const tables = new Map<Id, RouteTable>();
    for (const [id, table] of network.tables) tables.set(id, withLocals(table, vpcs));
    return { ...network, vpcs, subnets, tables };
  }

  private blocksOf({ id, blocks }: Vpc, subnets: readonly Subnet[]): Vpc['blocks'] {
    const known = blocks.filter((each): each is Block => !isUnknown(each));
    if (known.length === blocks.length) return blocks;
    const isAmazons = subnets.some(({ block6 }) => block6 !== undefined && isUnknown(block6));
    const named = subnets.flatMap(({ block4, block6 }) =>
      [block4, block6].flatMap((each) => (each === undefined || isUnknown(each) ? [] : each)),
    );
    const amazons = isAmazons ? [this.amazonBlock(id, 56)] : [];
    const others = named.filter((each) => !known.some((block) => contains(block, each)));
    return [...known, ...others, ...amazons];
  }

  private amazonBlock(vpc: Id, length: 56 | 64, subnet = ''): Block {
    const start = amazonBlocks6 + (BigInt(this.indexOf(`vpc ${vpc}`)) << 72n);
    const first = length === 56 ? start : start + (BigInt(this.indexOf(`${vpc} ${subnet}`)) << 64n);
    return { family: 6, first, last: first + (1n << BigInt(128 - length)) - 1n };
  }

  private indexOf(key: string): number {
    const [scope = ''] = key.split(' ');
    const index =
      this.blocks6.get(key) ??
      [...this.blocks6.keys()].filter((each) => each.split(' ')[0] === scope).length;
    this.blocks6.set(key, index);
    return index;
  }

  private settledInterfaces(network: Network, members: Members): ReadonlyMap<Id, Interface> {
    const all = [...network.interfaces.values()].flatMap((face) =>
      (members.get(face.id) ?? [face.id]).map((id) => ({ ...face, id })),
    );
    this.releaseOthers(network, all);
    for (const face of all) this.claim(network, face);
    for (const nat of network.nats.values()) this.claim(network, nat);
    const settled = all.flatMap((face) => this.addressed(network, face) ?? []);
    return new Map(settled.map((each) => [each.id, each]));
  }

  private releaseOthers(network: Network, all: readonly Interface[]): void {
    const ids = new Set([...all.map(({ id }) => id), ...network.nats.keys()]);
    for (const book of this.subnets.values()) book.keepOnly(ids);
    this.regionals.keepOnly(ids);
  }

  /** Undefined where nobody knows its VPC, or its subnet has no addresses to give. */
  private addressed(network: Network, face: Interface): Interface | undefined {
    const { id, subnet, address6 } = face;
    if (!isPlaced(network, subnet)) return undefined;
    const address4 = this.bookOf(network, subnet, 4)?.of(id);
    const book6 = address6 === undefined ? undefined : this.bookOf(network, subnet, 6);
    const own = { address4, address6: book6?.of(id) };
    return isNowhere(own) ? undefined : { ...face, ...own };
  }

  private settledNats(network: Network): ReadonlyMap<Id, NatGateway> {
    return new Map(
      [...network.nats].map(([id, nat]) => {
        const vpc = nat.subnet === undefined ? nat.vpc : network.subnets.get(nat.subnet)?.vpc;
        if (typeof vpc !== 'string') return [id, { ...nat, address4: undefined }];
        const book =
          nat.subnet === undefined ? this.regionals : this.bookOf(network, nat.subnet, 4);
        return [id, { ...nat, address4: book?.of(id) }];
      }),
    );
  }

  /** The addresses that the template gives it. */
  private claim(network: Network, { id, subnet, address4, address6 }: Claiming): void {
    if (subnet === undefined) return;
    if (address4 !== undefined) this.bookOf(network, subnet, 4)?.claim(address4, id);
    if (typeof address6 === 'bigint') this.bookOf(network, subnet, 6)?.claim(address6, id);
  }

  private bookOf({ subnets }: Network, id: Id, family: 4 | 6): AddressBook | undefined {
    const subnet = subnets.get(id);
    const own = family === 4 ? subnet?.block4 : subnet?.block6;
    if (own === undefined || isUnknown(own)) return undefined;
    const key = `${id} ${family} ${own.first}`;
    const book = this.subnets.get(key) ?? new AddressBook(own);
    this.subnets.set(key, book);
    return book;
  }

  /** An Elastic IP keeps its address whatever it is mapped to; one given at launch is its host's. */
  private publicAddresses({ interfaces, nats }: Network): ReadonlyMap<Id, bigint> {
    const holders = new Map<Id, Id>();
    for (const { id, owner, public4 } of interfaces.values())
      if (typeof public4 === 'string') holders.set(id, public4 === owner ? id : public4);
    for (const { id, isPublic, seenAs } of nats.values()) if (isPublic) holders.set(id, seenAs);
    this.publics.keepOnly(new Set(holders.values()));
    const addresses = new Map<Id, bigint>();
    for (const [id, holder] of holders) {
      const address = this.publics.of(holder);
      if (address !== undefined) addresses.set(id, address);
    }
    return addresses;
  }
}

function isPlaced({ subnets, vpcs }: Network, subnet: Id): boolean {
  const vpc = subnets.get(subnet)?.vpc;
  return typeof vpc === 'string' && vpcs.has(vpc);
}

/** A local route for each block of the VPC, where the template could not say its destination. */
function withLocals(table: RouteTable, vpcs: ReadonlyMap<Id, Vpc>): RouteTable {
  const { vpc, routes } = table;
  const open = routes.find(
    ({ origin, destination }) => origin === 'local' && isUnknown(destination),
  );
  const blocks = isUnknown(vpc) ? undefined : vpcs.get(vpc)?.blocks;
  if (open === undefined || blocks === undefined) return table;
  const others = routes.filter(({ origin }) => origin !== 'local');
  return {
    ...table,
    routes: [...blocks.map((destination) => ({ ...open, destination })), ...others],
  };
}

function isNowhere({ address4, address6 }: Pick<Interface, 'address4' | 'address6'>): boolean {
  return address4 === undefined && address6 === undefined;
}

function withMembers(
  { ends }: Network,
  interfaces: ReadonlyMap<Id, Interface>,
  members: Members,
): ReadonlyMap<Id, End> {
  return new Map(
    [...ends].map(([id, end]) => {
      const all = end.interfaces.flatMap((each) => members.get(each) ?? [each]);
      return [id, { ...end, interfaces: all.filter((each) => interfaces.has(each)) }];
    }),
  );
}

/** Every list of a service has the addresses that stand for the service here. */
function withServices({ tables, groups }: Network): Pick<Network, 'tables' | 'groups'> {
  return {
    tables: new Map(
      [...tables].map(([id, table]) => {
        const routes = table.routes.map((route) => {
          const { destination } = route;
          return 'id' in destination ? { ...route, destination: known(destination) } : route;
        });
        return [id, { ...table, routes }];
      }),
    ),
    groups: new Map(
      [...groups].map(([id, group]) => {
        const rules = (all: typeof group.inbound): typeof group.inbound =>
          isUnknown(all)
            ? all
            : all.map((rule) =>
                rule.peer.kind === 'list'
                  ? { ...rule, peer: { kind: 'list', list: known(rule.peer.list) } }
                  : rule,
              );
        return [id, { ...group, inbound: rules(group.inbound), outbound: rules(group.outbound) }];
      }),
    ),
  };
}

function known(list: PrefixList): PrefixList {
  if (!isUnknown(list.blocks) || list.service === undefined) return list;
  return { ...list, blocks: [services.get(list.service) ?? otherServices] };
}

function block(text: string): Block {
  const parsed = parseBlock(text);
  if (parsed === undefined) throw new Error(`'${text}' is no block`);
  return parsed;
}
