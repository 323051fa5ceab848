/**
 * The cookies that bind a client to a target, or to one of several target groups. Their content is encrypted with a key
 * that lives as long as the process; as at AWS, nobody else can read or forge one.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const key = randomBytes(32);
const dayMs = 24 * 3600 * 1000;

/** What a cookie holds: of AWSALB and AWSALBAPP the target of a group, of AWSALBTG the group. */
export interface Bound {
  readonly group: string;
  readonly target?: string;
}

export function sealed(bound: Bound): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const text = JSON.stringify({ ...bound, at: Date.now() });
  const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), closed]).toString('base64');
}

/** Undefined where it is not one of ours, or older than the stickiness lasts. */
export function opened(value: string, seconds: number): Bound | undefined {
  try {
    const bytes = Buffer.from(value, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const text = `${decipher.update(bytes.subarray(28), undefined, 'utf8')}${decipher.final('utf8')}`;
    const { at, ...bound } = JSON.parse(text) as Bound & { readonly at: number };
    return Date.now() - at < seconds * 1000 ? bound : undefined;
  } catch {
    return undefined;
  }
}

/** The first of that name in the Cookie headers. */
export function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The cookie, and the one for requests across origins, which browsers want marked; both last seven days. */
export function setCookies(name: string, bound: Bound, isSecure: boolean): readonly string[] {
  const expires = new Date(Date.now() + 7 * dayMs).toUTCString();
  const rest = `${sealed(bound)}; Expires=${expires}; Path=/`;
  const secure = isSecure ? '; Secure' : '';
  if (name.startsWith('AWSALBAPP')) return [`${name}=${rest}`];
  return [`${name}=${rest}`, `${name}CORS=${rest}; SameSite=None${secure}`];
}

/** Whether a Set-Cookie header sets the cookie of that name. */
export function sets(setCookie: string, name: string): boolean {
  return setCookie.startsWith(`${name}=`);
}
