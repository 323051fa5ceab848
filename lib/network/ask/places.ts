/** What a person calls a place -> where flows start or end there. */
import { nameOf } from '../names.ts';
import {
  blockOf,
  contains,
  parseAddress,
  type Address,
  type Block,
  type Family,
} from '../blocks.ts';
import { isUnknown, type Id, type Network } from '../network.ts';
import type { Internet, Point } from '../question.ts';
import { guestIn } from './guests.ts';
import { servedAt, type Served } from './served.ts';

export interface Place {
  readonly name: string;
  /** A group means every member; each with its points, of which any will do: a host has one per family. */
  readonly members: readonly (readonly (Point | Internet)[])[];
  /** What AWS serves by an address in every subnet. */
  readonly served?: Served;
  /** The load balancer whose nodes these are: it listens on some ports only. */
  readonly balancer?: Id;
}

export type Found =
  | { readonly place: Place }
  | { readonly problem: 'unknown' | 'ambiguous'; readonly candidates: readonly string[] }
  /** It stands in the template, and in no subnet. */
  | { readonly problem: 'no interface'; readonly candidates: readonly string[] }
  /** It stands in a subnet, and the model does not know what it does there. */
  | {
      readonly problem: 'not modelled';
      readonly type: string;
      readonly candidates: readonly string[];
    };

/** The outside world by name: `site` -> its addresses, `checkers` -> their block. */
export type Hosts = Readonly<Record<string, readonly Block[]>>;

/** `internet`, `internet:ADDRESS`, a named host, an address inside a VPC, or a resource by id or the tail of its path. */
export function findPlace(network: Network, text: string, hosts: Hosts = {}): Found {
  const outside = outsidePlace(text, hosts);
  if (outside !== undefined) return { place: outside };
  const address = parseAddress(text);
  if (address !== undefined) return { place: addressPlace(network, text, address) };
  return foundAmong(network, idsCalled(network, text));
}

function foundAmong(network: Network, ids: readonly Id[]): Found {
  const places = ids.flatMap((id) => placeOf(network, id) ?? []);
  const [only, ...more] = places;
  if (only !== undefined && more.length === 0) return { place: only };
  if (more.length > 0)
    return { problem: 'ambiguous', candidates: ids.map((id) => fullName(network, id)) };
  const candidates = placeNames(network);
  const type = ids.map((id) => network.unmodelled.get(id)).find((each) => each !== undefined);
  if (type !== undefined) return { problem: 'not modelled', type, candidates };
  return { problem: ids.length > 0 ? 'no interface' : 'unknown', candidates };
}

/** Every name that {@link findPlace} takes, outside hosts apart. */
export function placeNames(network: Network): readonly string[] {
  return placeIds(network).map((id) => nameOf(network, id));
}

function outsidePlace(text: string, hosts: Hosts): Place | undefined {
  if (text === 'internet')
    return {
      name: text,
      members: [([4, 6] as const).map((family) => ({ kind: 'internet', family }))],
    };
  const written = /^internet:(.+)$/.exec(text)?.[1];
  const address = written === undefined ? undefined : parseAddress(written);
  const blocks = address === undefined ? hostsCalled(hosts, text) : [blockOf(address)];
  return blocks && { name: text, members: [blocks.map(hostsOf)] };
}

function hostsCalled(hosts: Hosts, name: string): readonly Block[] | undefined {
  return Object.hasOwn(hosts, name) ? hosts[name] : undefined;
}

function addressPlace(network: Network, text: string, address: Address): Place {
  const served = servedAt(network, address);
  if (served === undefined) return { name: text, members: [[pointAt(network, address)]] };
  return { name: text, members: [[{ kind: 'host', address }]], served };
}

function hostsOf(block: Block): Point | Internet {
  const { family, first, last } = block;
  if (first < last) return { kind: 'internet', family, within: block };
  return { kind: 'host', address: { family, value: first } };
}

/** The interface that has it, else whoever has it in its subnet; outside every subnet it is a host of the internet. */
function pointAt(network: Network, address: Address): Point {
  const { family, value } = address;
  const block = { family, first: value, last: value };
  const holder = [...network.interfaces.values()].find(
    (each) => (family === 4 ? each.address4 : each.address6) === value,
  );
  if (holder !== undefined) return { kind: 'interface', id: holder.id };
  const subnet = [...network.subnets.values()].find(({ block4, block6 }) => {
    const own = family === 4 ? block4 : block6;
    return own !== undefined && !isUnknown(own) && contains(own, block);
  });
  if (subnet === undefined) return { kind: 'host', address };
  return { kind: 'interface', id: guestIn(subnet.id, address) };
}

function placeIds(network: Network): readonly Id[] {
  return [
    ...network.ends.keys(),
    ...network.addresses.keys(),
    ...network.nats.keys(),
    ...network.endpoints.keys(),
    ...[...network.subnets.keys()].filter((each) => network.names.has(each)),
  ];
}

/** By logical id or the tail of the path; else the one resource below the construct of that name. */
export function idsCalled(network: Network, text: string): readonly Id[] {
  const ids = placeIds(network);
  const exact = ids.filter((id) => isCalled(network, id, text));
  if (exact.length > 0) return exact;
  const below = ids.filter((id) => `/${fullName(network, id)}/`.includes(`/${text}/`));
  const ends = below.filter((id) => network.ends.has(id));
  if (below.length > 0) return ends.length > 0 ? ends : below;
  // Known to the template, though no flow starts or ends there.
  return [...network.names.keys()].filter((id) => isCalled(network, id, text));
}

function isCalled(network: Network, id: Id, text: string): boolean {
  return id.endsWith(`/${text}`) || `/${fullName(network, id)}`.endsWith(`/${text}`);
}

/** `Stack/Vpc/PrivateA` */
function fullName(network: Network, id: Id): string {
  return `${id.split('/')[0] ?? ''}/${nameOf(network, id)}`;
}

/** Undefined for what no flow starts or ends at. */
export function placeOf(network: Network, id: Id): Place | undefined {
  const points = pointsOf(network, id);
  if (points === undefined || points.length === 0) return undefined;
  // One host is reached at any of its interfaces; a fleet at every one of its hosts.
  const isOneHost = network.ends.get(id)?.type === 'AWS::EC2::Instance';
  const members = isOneHost ? [points] : points.map((each) => [each]);
  const place = { name: nameOf(network, id), members };
  return network.balancers.has(id) ? { ...place, balancer: id } : place;
}

function pointsOf(network: Network, id: Id): readonly Point[] | undefined {
  const end = network.ends.get(id);
  if (end !== undefined && end.interfaces.length > 0)
    return end.interfaces.map((each) => ({ kind: 'interface', id: each }));
  const mapped = holderOf(network, id);
  if (mapped !== undefined) return [{ kind: 'public', of: mapped }];
  const endpoint = network.endpoints.get(id);
  if (endpoint !== undefined) return [serviceOf(endpoint.service)];
  return network.subnets.has(id) ? [{ kind: 'interface', id: guestIn(id) }] : undefined;
}

/** Of an Elastic IP what it is mapped to, where the template describes that; a NAT gateway itself. */
function holderOf({ addresses, interfaces, nats }: Network, id: Id): Id | undefined {
  const holder = addresses.get(id)?.mappedTo ?? id;
  const isHolder = nats.has(holder) || (holder !== id && interfaces.has(holder));
  return isHolder ? holder : undefined;
}

function serviceOf(service: string): Point {
  const blocks = { unknown: `the addresses of ${service}` };
  return { kind: 'service', list: { id: service, blocks, service } };
}

/** Families in which both have an address. */
export function familiesOf(from: Point | Internet, to: Point | Internet): readonly Family[] {
  const own = (point: Point | Internet): readonly Family[] => {
    if (point.kind === 'internet') return [point.family];
    if (point.kind === 'host') return [point.address.family];
    return point.kind === 'interface' ? [4, 6] : [4];
  };
  return own(from).filter((each) => own(to).includes(each));
}
