/** What a load balancer changes in the headers that it passes on. Pure. */
import { randomUUID } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Balancer } from '../../../fleet/fleet.ts';
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
  const named = words(head, 'connection');
  let text = `${head.method} ${path} HTTP/1.1\r\n${hostText(head, authority, { arrival, attributes })}`;
  for (const { name, lower, value } of head.headers) {
    if (own.has(lower) || named.includes(lower)) continue;
    if (attributes.dropsInvalidHeaders && !isValidName.test(name)) continue;
    text += `${name}: ${value}\r\n`;
  }
  text += forwardedFor(head, arrival, attributes);
  text += `X-Forwarded-Proto: ${arrival.protocol}\r\nX-Forwarded-Port: ${arrival.port}\r\n`;
  if (attributes.kind === 'application') text += `X-Amzn-Trace-Id: ${traceOf(head)}\r\n`;
  if (isUpgrade(head))
    text += `Connection: upgrade\r\nUpgrade: ${header(head, 'upgrade') ?? ''}\r\n`;
  return `${text}\r\n`;
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
  const host = authority ?? header(head, 'host') ?? arrival.address;
  const isDefault = arrival.port === 80 || arrival.port === 443;
  const bare = isDefault ? withoutPort(host) : host;
  return `Host: ${isDefault || /:\d+$/.test(host) ? bare : `${host}:${arrival.port}`}\r\n`;
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
  const named = words(head, 'connection');
  const isCoded = header(head, 'transfer-encoding') !== undefined;
  let text = `HTTP/1.1 ${head.status} ${head.reason}\r\n`;
  for (const { name, lower, value } of head.headers) {
    if (ofTheConnection.has(lower) || (named.includes(lower) && lower !== 'upgrade')) continue;
    if (isCoded && lower === 'content-length') continue;
    if (added.isUnchunked && lower === 'transfer-encoding') continue;
    text += `${name}: ${value}\r\n`;
  }
  for (const cookie of added.cookies) text += `Set-Cookie: ${cookie}\r\n`;
  if (added.isChunked) text += 'Transfer-Encoding: chunked\r\n';
  if (head.status === 101) return `${text}Connection: upgrade\r\n\r\n`;
  return `${text}Connection: ${added.isClosing ? 'close' : 'keep-alive'}\r\n\r\n`;
}
