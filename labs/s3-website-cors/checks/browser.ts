/** Enough of a browser to run the script of a page: it fetches across origins, and keeps what is not shared (C5). */
import { runInNewContext } from 'node:vm';
import type { HttpResponse, Place } from '../../../lib/capabilities.ts';
import { isShared, letsOut, preflightFor, type Asked } from '../../../lib/s3/browser.ts';
import type { Http } from './asking.ts';

export interface Window {
  readonly http: Http;
  /** Of the page. */
  readonly origin: string;
  /** Where the script's requests go. */
  readonly to: Place;
}

/** Text by element id, as the script of this page left it. */
export async function shownBy(html: string, window: Window): Promise<Record<string, string>> {
  const [, script = ''] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
  const shown: Record<string, string> = {};
  await runInNewContext(
    script,
    {
      document: { getElementById: (id: string) => elementOf(shown, id) },
      fetch: (url: string, asked: Partial<Asked> = {}) =>
        fetched(window, new URL(url).pathname, { method: 'GET', headers: {}, ...asked }),
    },
    { timeout: 1000 },
  );
  return shown;
}

function elementOf(shown: Record<string, string>, id: string): { textContent: string } {
  return {
    set textContent(text: string) {
      shown[id] = text;
    },
    get textContent() {
      return shown[id] ?? '';
    },
  };
}

interface Fetched {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBufferLike>;
}

/** @throws TypeError where the browser keeps the answer from the script */
async function fetched({ http, to, origin }: Window, path: string, asked: Asked): Promise<Fetched> {
  const asks = preflightFor(asked);
  if (asks !== undefined) {
    const preflight = await http({
      to,
      path,
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': asked.method,
        ...(asks.length === 0 ? {} : { 'access-control-request-headers': asks.join(',') }),
      },
    });
    if (!letsOut(origin, asked, preflight)) throw blocked(`preflight ${inWords(preflight)}`);
  }
  const answer = await http({ to, path, ...asked, headers: { ...asked.headers, origin } });
  if (!isShared(origin, answer.headers)) throw blocked(`answer ${inWords(answer)}`);
  const text = String(answer.body);
  return {
    text: () => Promise.resolve(text),
    arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
  };
}

function blocked(what: string): TypeError {
  return new TypeError(`Failed to fetch (${what})`);
}

function inWords({ status, headers }: HttpResponse): string {
  const origin = headers['access-control-allow-origin'];
  return `${status}, shared with ${origin ?? 'nobody'}`;
}
