/** What a load balancer changes in the headers that it passes on. Pure. */
import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Balancer } from '../../../fleet/fleet.ts';
import type { Framing } from './framing.ts';
import { header, words, type Header, type RequestHead, type ResponseHead } from './head.ts';

export interface Arrival {
  readonly client: string;
  readonly clientPort: number;
  readonly protocol: 'http' | 'https';
  /** Of the listener. */
  readonly port: number;
  /** Of the load balancer's node. */
  readonly address: string;
}

type Attributes = Pick<
  Balancer,
  'kind' | 'dropsInvalidHeaders' | 'keepsHostHeader' | 'forwardedFor' | 'forwardsClientPort'
>;

/** Of one connection alone, or made anew here. */
const own = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'te',
  'expect',
  'host',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-amzn-trace-id',
]);

/** The head as the target gets it. */
export function requestText(head: RequestHead, arrival: Arrival, attributes: Attributes): string {
  const { path, authority } = targetOf(head.target);
  const host = hostText(head, authority, { arrival, attributes });
  let text = `${head.method} ${path} HTTP/1.1\r\n${host}`;
  const isDropped = droppedOf(head, attributes);
  for (const each of head.headers) if (!isDropped(each)) text += `${each.name}: ${each.value}\r\n`;
  text += forwardedFor(head, arrival, attributes);
  text += `X-Forwarded-Proto: ${arrival.protocol}\r\nX-Forwarded-Port: ${arrival.port}\r\n`;
  if (attributes.kind === 'application') text += `X-Amzn-Trace-Id: ${traceOf(head)}\r\n`;
  if (isUpgrade(head)) text += 'Connection: upgrade\r\nUpgrade: websocket\r\n';
  return `${text}\r\n`;
}

function droppedOf(head: RequestHead, attributes: Attributes): (header: Header) => boolean {
  const named = words(head, 'connection');
  const isCoded = header(head, 'transfer-encoding') !== undefined;
  return ({ name, lower }) =>
    own.has(lower) ||
    named.includes(lower) ||
    (isCoded && lower === 'content-length') ||
    (attributes.dropsInvalidHeaders && !isValidName.test(name));
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes */
const isValidName = /^[-A-Za-z0-9]+$/;

/** `http://host/path` of a request line, taken apart. */
export function targetOf(target: string): { readonly path: string; readonly authority?: string } {
  if (target.startsWith('/')) return { path: target };
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target);
  if (absolute === null) return { path: target };
  const [, authority = '', rest = ''] = absolute;
  return { authority, path: rest.startsWith('/') ? rest : `/${rest}` };
}

/** WebSocket, the only protocol that it upgrades to. */
export function isUpgrade(head: RequestHead): boolean {
  const protocol = header(head, 'upgrade');
  return protocol?.toLowerCase() === 'websocket' && words(head, 'connection').includes('upgrade');
}

/**
 * The listener's port is appended unless it is 80 or 443, whose number is taken off.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#host-header-preservation
 */
function hostText(
  head: RequestHead,
  authority: string | undefined,
  { arrival, attributes }: { readonly arrival: Arrival; readonly attributes: Attributes },
): string {
  if (attributes.keepsHostHeader || attributes.kind === 'classic') {
    const all = head.headers.filter(({ lower }) => lower === 'host');
    if (all.length > 0) return all.map(({ value }) => `Host: ${value}\r\n`).join('');
  }
  return `Host: ${ported(authority ?? header(head, 'host') ?? arrival.address, arrival.port)}\r\n`;
}

function ported(host: string, port: number): string {
  if (port === 80 || port === 443) return withoutPort(host);
  return /:\d+$/.test(host) ? host : `${host}:${port}`;
}

export function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '');
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html */
function forwardedFor(head: RequestHead, arrival: Arrival, attributes: Attributes): string {
  if (attributes.forwardedFor === 'remove') return '';
  const sent = head.headers.filter(({ lower }) => lower === 'x-forwarded-for');
  if (attributes.forwardedFor === 'preserve')
    return sent.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
  const hops = [...sent.map(({ value }) => value), clientText(arrival, attributes)];
  return `X-Forwarded-For: ${hops.join(', ')}\r\n`;
}

function clientText({ client, clientPort }: Arrival, attributes: Attributes): string {
  if (!attributes.forwardsClientPort) return client;
  return isIPv6(client) ? `[${client}]:${clientPort}` : `${client}:${clientPort}`;
}

/** How many addresses X-Forwarded-For has. */
export function forwardedAddresses(head: RequestHead): number {
  return words(head, 'x-forwarded-for').filter((each) => each !== '').length;
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */
function traceOf(head: RequestHead): string {
  const sent = header(head, 'x-amzn-trace-id');
  if (sent === undefined || sizeOf(head.headers) > 7 * 1024) return `Root=${traceId()}`;
  const fields = sent.split(';').filter((each) => !/^\s*Self=/.test(each));
  if (!fields.some((each) => /^\s*Root=/.test(each)))
    return [`Root=${traceId()}`, ...fields].join(';');
  return [`Self=${traceId()}`, ...fields].join(';');
}

function sizeOf(headers: readonly Header[]): number {
  return headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
}

function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  // The groups of a UUID that hold neither version nor variant.
  const random = randomUUID();
  return `1-${seconds}-${random.slice(0, 8)}${random.slice(9, 13)}${random.slice(24)}`;
}

const ofTheConnection = new Set(['connection', 'keep-alive', 'proxy-connection']);

/** What the response is to have besides its own. */
export interface Added {
  readonly isClosing: boolean;
  /** The target ends its body by closing, and the client shall have it in chunks. */
  readonly isChunked: boolean;
  /** For clients of HTTP/1.0, who know no chunks. */
  readonly isUnchunked: boolean;
  /** Whole headers. */
  readonly cookies: readonly string[];
}

/** The head as the client gets it. */
export function responseText(head: ResponseHead, added: Added): string {
  let text = `HTTP/1.1 ${head.status} ${head.reason}\r\n`;
  const isDropped = droppedFrom(head, added);
  for (const each of head.headers) if (!isDropped(each)) text += `${each.name}: ${each.value}\r\n`;
  for (const cookie of added.cookies) text += `Set-Cookie: ${cookie}\r\n`;
  if (added.isChunked) text += 'Transfer-Encoding: chunked\r\n';
  return `${text}Connection: ${connectionOf(head, added)}\r\n\r\n`;
}

function connectionOf({ status }: ResponseHead, { isClosing }: Added): string {
  if (status === 101) return 'upgrade';
  return isClosing ? 'close' : 'keep-alive';
}

function droppedFrom(head: ResponseHead, { isUnchunked }: Added): (header: Header) => boolean {
  const named = words(head, 'connection').filter((each) => each !== 'upgrade');
  const isCoded = header(head, 'transfer-encoding') !== undefined;
  return ({ lower }) =>
    ofTheConnection.has(lower) ||
    named.includes(lower) ||
    (isCoded && lower === 'content-length') ||
    (isUnchunked && lower === 'transfer-encoding');
}

/** Clients of HTTP/1.0 know no chunks, and those of HTTP/1.1 need not lose their connection where the target has none. */
export function changesOf(
  { kind }: Pick<Framing, 'kind'>,
  version: '1.0' | '1.1',
): { readonly isChunked: boolean; readonly isUnchunked: boolean; readonly isUnended: boolean } {
  const isOld = version === '1.0';
  const isUnchunked = isOld && kind === 'chunked';
  const isEndless = kind === 'until close';
  return {
    isUnchunked,
    isChunked: isEndless && !isOld,
    isUnended: isOld && (isEndless || isUnchunked),
  };
}

/** Whether the connection takes a further request. */
export function keepsOpen(head: RequestHead | ResponseHead): boolean {
  const wishes = words(head, 'connection');
  return head.version === '1.0' ? wishes.includes('keep-alive') : !wishes.includes('close');
}
