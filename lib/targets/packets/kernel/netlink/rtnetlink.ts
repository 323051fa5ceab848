/** What rtnetlink is asked for: links, addresses, routes, policy rules. Pure. @see https://www.man7.org/linux/man-pages/man7/rtnetlink.7.html */
import type { PolicyRule, Route } from '../../plan/plan.ts';
import type { Message, Request } from './message.ts';
import { bytesOf, family, familyOf, macOf, prefixOf } from './address.ts';
import { attribute, attributesIn, flag, nested, text, u32 } from './message.ts';

const rtm = {
  newLink: 16,
  delLink: 17,
  getLink: 18,
  newAddress: 20,
  delAddress: 21,
  newRoute: 24,
  delRoute: 25,
  getRoute: 26,
  newRule: 32,
  delRule: 33,
} as const;

const asked = flag.request | flag.ack;
const made = asked | flag.create | flag.excl;
const put = asked | flag.create | flag.replace;

/** The kernel itself takes away what stood on a device that is gone. */
const fine = ['ENODEV', 'ESRCH', 'ENOENT', 'EADDRNOTAVAIL'];

const up = 0x1;
const noArp = 0x80;
/** Of `lo` in every namespace. */
export const loopback = 1;

/** One end of a veth pair. The index is chosen here, so that routes can name it before it exists. */
export interface VethEnd {
  readonly device: string;
  readonly index: number;
  /** A file descriptor of the namespace that it is to stand in. */
  readonly namespace: number;
  readonly group: number;
}

/** The first end is up at once; the second, which has nothing to lead to while it is made, by `linkUp`. */
export function newVeth([own, peer]: readonly [VethEnd, VethEnd], mac: string): Request {
  const data = nested(2, nested(1, linkHeader(peer.index, noArp), ...attributesOf(peer, mac)));
  const info = nested(18, attribute(1, Buffer.from('veth')), data);
  return {
    type: rtm.newLink,
    flags: made,
    body: Buffer.concat([linkHeader(own.index), ...attributesOf(own, mac), info]),
    about: `link ${own.device} - ${peer.device}`,
  };
}

/** No ARP: a neighbour's address is taken to be the device's own. */
function linkHeader(index: number, flags: number = up | noArp): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeInt32LE(index, 4);
  bytes.writeUInt32LE(flags, 8);
  bytes.writeUInt32LE(flags, 12);
  return bytes;
}

function attributesOf({ device, namespace, group }: VethEnd, mac: string): Buffer[] {
  return [
    attribute(3, text(device)),
    attribute(1, macOf(mac)),
    attribute(27, u32(group)),
    attribute(28, u32(namespace)),
  ];
}

export function linkUp(index: number, about: string): Request {
  const body = linkHeader(index, up);
  return { type: rtm.newLink, flags: asked, body, about: `link ${about}` };
}

/** Without statistics, which are most of the answer. */
export function getLink(index: number, about: string): Request {
  const body = Buffer.concat([linkHeader(index, 0), attribute(29, u32(8))]);
  return { type: rtm.getLink, flags: flag.request, body, about: `link ${about}` };
}

/** Does what an end sends arrive? Until the kernel has seen that both are up, it is dropped. */
export function isUp({ type, body }: Message): boolean {
  const operationalUp = 6;
  return type === rtm.newLink && attributesIn(body.subarray(16)).get(16)?.[0] === operationalUp;
}

export function delLink(index: number, about: string): Request {
  return {
    type: rtm.delLink,
    flags: asked,
    body: linkHeader(index, 0),
    about: `link ${about}`,
    fine,
  };
}

/** Without duplicate detection, and without the route to its prefix. */
export function newAddress(cidr: string, index: number): Request {
  return addressRequest([rtm.newAddress, put], cidr, index);
}

export function delAddress(cidr: string, index: number): Request {
  return { ...addressRequest([rtm.delAddress, asked], cidr, index), fine };
}

function addressRequest(
  [type, flags]: readonly [number, number],
  cidr: string,
  index: number,
): Request {
  const { family: own, bytes, length } = prefixOf(cidr);
  const header = Buffer.from([own, length, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(index, 4);
  const noDad = 0x02;
  const noPrefixRoute = 0x200;
  const attributes = [attribute(2, bytes), attribute(1, bytes)];
  const body = Buffer.concat([header, ...attributes, attribute(8, u32(noDad | noPrefixRoute))]);
  return { type, flags, body, about: `address ${cidr}` };
}

const routeKinds = { unicast: 1, local: 2, blackhole: 6, unreachable: 7, throw: 9 } as const;
const mainTable = 254;
const onLink = 4;
const byAdministrator = 4;
const scope = { universe: 0, link: 253, host: 254 } as const;

/** @param device the index of the route's device */
export function newRoute(route: Route, device?: number): Request {
  return routeRequest([rtm.newRoute, put], route, device);
}

export function delRoute(route: Route, device?: number): Request {
  return { ...routeRequest([rtm.delRoute, asked], route, device), fine };
}

function routeRequest(
  [type, flags]: readonly [number, number],
  route: Route,
  device: number | undefined,
): Request {
  const { to, kind, gateway, source, table = mainTable } = route;
  const { family: own, bytes, length } = prefixOf(to);
  const small = table < 256 ? table : 0;
  const header = [own, length, 0, 0, small, byAdministrator, scopeOf(route, own), routeKinds[kind]];
  const body = Buffer.concat([
    Buffer.from(header),
    u32(gateway === undefined ? 0 : onLink),
    attribute(15, u32(table)),
    ...(length === 0 ? [] : [attribute(1, bytes)]),
    ...(device === undefined ? [] : [attribute(4, u32(device))]),
    ...(gateway === undefined ? [] : [gatewayOf(gateway, own)]),
    ...(source === undefined ? [] : [attribute(7, bytesOf(source))]),
  ]);
  return { type, flags, body, about: `route ${routeText(route)}` };
}

/** A gateway of the other family has an attribute of its own. */
function gatewayOf(gateway: string, own: number): Buffer {
  const bytes = bytesOf(gateway);
  const other = familyOf(gateway);
  return other === own
    ? attribute(5, bytes)
    : attribute(18, Buffer.concat([Buffer.from([other, 0]), bytes]));
}

/** Where a packet to the address goes. */
export function getRoute(address: string): Request {
  const bytes = bytesOf(address);
  const header = Buffer.from([familyOf(address), bytes.length * 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const body = Buffer.concat([header, attribute(1, bytes)]);
  return { type: rtm.getRoute, flags: flag.request, body, about: `route to ${address}` };
}

/** Is what comes for the address taken in? */
export function isLocal({ type, body }: Message): boolean {
  return type === rtm.newRoute && body[7] === routeKinds.local;
}

/** IPv6 knows no scopes. */
function scopeOf({ kind, gateway }: Route, own: number): number {
  if (own === family.v6) return scope.universe;
  if (kind === 'local') return scope.host;
  return kind === 'unicast' && gateway === undefined ? scope.link : scope.universe;
}

/** As `ip route` writes it. */
export function routeText({ to, kind, device, gateway, source, table }: Route): string {
  return [
    kind === 'unicast' ? to : `${kind} ${to}`,
    ...(gateway === undefined ? [] : [`via ${gateway}`]),
    ...(device === undefined ? [] : [`dev ${device}`]),
    ...(source === undefined ? [] : [`src ${source}`]),
    ...(table === undefined ? [] : [`table ${table}`]),
  ].join(' ');
}

/** In both families where only a mark is asked for: that knows none. */
export function newRules(rule: PolicyRule): Request[] {
  return familiesOf(rule).map((own) => ruleRequest([rtm.newRule, made], rule, own));
}

export function delRules(rule: PolicyRule): Request[] {
  return familiesOf(rule).map((own) => ({
    ...ruleRequest([rtm.delRule, asked], rule, own),
    fine,
  }));
}

function familiesOf({ from }: PolicyRule): (2 | 10)[] {
  return from === undefined ? [family.v4, family.v6] : [familyOf(from)];
}

function ruleRequest(
  [type, flags]: readonly [number, number],
  rule: PolicyRule,
  own: number,
): Request {
  const { mark, from, table, priority } = rule;
  const toTable = 1;
  const source = from === undefined ? Buffer.alloc(0) : bytesOf(from);
  const small = table < 256 ? table : 0;
  const body = Buffer.concat([
    Buffer.from([own, 0, source.length * 8, 0, small, 0, 0, toTable, 0, 0, 0, 0]),
    ...(from === undefined ? [] : [attribute(2, source)]),
    attribute(6, u32(priority)),
    ...(mark === undefined ? [] : [attribute(10, u32(mark))]),
    attribute(15, u32(table)),
  ]);
  return { type, flags, body, about: `rule ${ruleText(rule)}` };
}

/** As `ip rule` writes it. */
function ruleText({ mark, from, table, priority }: PolicyRule): string {
  const asked = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(mark === undefined ? [] : [`fwmark ${mark}`]),
  ];
  return [`priority ${priority}`, ...asked, `table ${table}`].join(' ');
}
