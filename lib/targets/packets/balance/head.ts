/** Heads of HTTP/1 messages: read strictly, with the limits of Elastic Load Balancing. Pure. */

export interface Header {
  readonly name: string;
  readonly lower: string;
  readonly value: string;
}

export interface RequestHead {
  readonly method: string;
  /** As sent. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly Header[];
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly version: '1.0' | '1.1';
  readonly headers: readonly Header[];
}

/**
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-400-issues
 */
export const limits = {
  requestLine: 16 * 1024,
  header: 16 * 1024,
  requestHead: 64 * 1024,
  responseHead: 32 * 1024,
  forwardedFor: 30,
} as const;

const end = Buffer.from('\r\n\r\n');

/** Where the head ends in the bytes, its empty line included; -1 while it is not all there. */
export function headLength(bytes: Buffer): number {
  const at = bytes.indexOf(end);
  return at < 0 ? -1 : at + end.length;
}

const requestLine = /^([!#$%&'*+\-.^_`|~\w]+) ([\x21-\x7e\x80-\xff]+) HTTP\/(\d)\.(\d)$/;

/** A status where Elastic Load Balancing refuses the request. `text` is latin1, with its empty line. */
export function readRequest(text: string): RequestHead | number {
  const lineEnd = text.indexOf('\r\n');
  if (lineEnd > limits.requestLine) return 414;
  const line = text.length > limits.requestHead ? null : requestLine.exec(text.slice(0, lineEnd));
  if (line === null) return 400;
  const [, method, target, major, minor] = line as unknown as readonly string[] & Line;
  if (major !== '1') return 505;
  const headers = readHeaders(text, lineEnd + 2);
  return headers === undefined ? 400 : { method, target, version: versionOf(minor), headers };
}

type Line = readonly [string, string, string, string, string];

function versionOf(minor: string | undefined): '1.0' | '1.1' {
  return minor === '0' ? '1.0' : '1.1';
}

/** Undefined where it is no HTTP/1 response. */
export function readResponse(text: string): ResponseHead | undefined {
  const lineEnd = text.indexOf('\r\n');
  const line = /^HTTP\/1\.(\d) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(
    text.slice(0, lineEnd),
  );
  const headers = readHeaders(text, lineEnd + 2);
  if (line === null || headers === undefined) return undefined;
  const [, minor, status, reason = ''] = line;
  return { status: Number(status), reason, version: versionOf(minor), headers };
}

function readHeaders(text: string, from: number): readonly Header[] | undefined {
  const headers: Header[] = [];
  let at = from;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd === at) return headers;
    const header = lineEnd < 0 ? undefined : readHeader(text.slice(at, lineEnd));
    if (header === undefined) return undefined;
    headers.push(header);
    at = lineEnd + 2;
  }
}

/** A line that goes on in the next is refused; AWS passes it on in a form of its own, "with a colon appended". */
function readHeader(line: string): Header | undefined {
  const colon = line.indexOf(':');
  if (colon < 1 || line.length > limits.header) return undefined;
  const name = line.slice(0, colon);
  const value = line.slice(colon + 1).trim();
  if (!isToken.test(name) || isControl.test(value)) return undefined;
  return { name, lower: name.toLowerCase(), value };
}

const isToken = /^[!#$%&'*+\-.^_`|~\w]+$/;
const isControl = /[^\t\x20-\x7e\x80-\xff]/;

/** The first of that name. */
export function header(
  of: { readonly headers: readonly Header[] },
  lower: string,
): string | undefined {
  for (const each of of.headers) if (each.lower === lower) return each.value;
  return undefined;
}

/** The words of a list that may be spread over several headers, in lower case. */
export function words(
  of: { readonly headers: readonly Header[] },
  lower: string,
): readonly string[] {
  const found: string[] = [];
  for (const each of of.headers)
    if (each.lower === lower)
      for (const word of each.value.split(',')) found.push(word.trim().toLowerCase());
  return found;
}
