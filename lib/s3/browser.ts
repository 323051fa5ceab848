/**
 * C5: it is the browser that keeps a page from an answer of another origin, not S3. A request without cookies. Pure.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */

/** What a script asks for. */
export interface Asked {
  readonly method: string;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Names in lower case. */
type Headers = Readonly<Record<string, string>>;

/** The header names that the server has to be asked about before the request; nothing where it goes out at once. */
export function preflightFor({ method, headers }: Asked): readonly string[] | undefined {
  const asks = Object.entries(headers)
    .filter(([name, value]) => !isSafe(name.toLowerCase(), value))
    .map(([name]) => name.toLowerCase())
    .toSorted();
  return asks.length === 0 && isSimple(method) ? undefined : asks;
}

/** Does the answer to the preflight let the request out? */
export function letsOut(origin: string, asked: Asked, answer: Answer): boolean {
  const allowed = (name: string): readonly string[] => listOf(answer.headers[name]);
  const methods = allowed('access-control-allow-methods');
  const headers = allowed('access-control-allow-headers').map((each) => each.toLowerCase());
  return (
    answer.status >= 200 &&
    answer.status < 300 &&
    isShared(origin, answer.headers) &&
    (isSimple(asked.method) || methods.includes('*') || methods.includes(asked.method)) &&
    (preflightFor(asked) ?? []).every(
      // A star never stands for credentials that a script sends.
      (name) => headers.includes(name) || (headers.includes('*') && name !== 'authorization'),
    )
  );
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
}

/** May a page of this origin read the answer? */
export function isShared(origin: string, headers: Headers): boolean {
  return ['*', origin].includes(headers['access-control-allow-origin'] ?? '');
}

function isSimple(method: string): boolean {
  return ['GET', 'HEAD', 'POST'].includes(method);
}

/** Goes out unasked. A range does so only where it has a beginning. */
function isSafe(name: string, value: string): boolean {
  if (['accept', 'accept-language', 'content-language'].includes(name)) return true;
  if (name === 'range') return /^bytes=\d+-\d*$/.test(value);
  if (name !== 'content-type') return false;
  const [type = ''] = value.split(';');
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
  return forms.includes(type.trim().toLowerCase());
}

function listOf(header = ''): readonly string[] {
  return header
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
