/** One HTTP request as a client sends it, with a `Host` header of its own where an address asks for one. */
import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import type { HttpResponse } from '../../capabilities.ts';
import { messageOf, NoAnswer } from '../../errors.ts';

export interface Address {
  /** Without a slash at the end. */
  readonly url: string;
  /** What the `Host` header says, where it is not the host of the URL. */
  readonly host?: string;
}

export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

const boundMilliseconds = 30_000;

/**
 * Redirects are answers, not followed.
 * @throws NoAnswer where the connection is refused, reset or cut, or nothing comes for 30 s
 */
export async function send({ url, host }: Address, sent: Sent): Promise<HttpResponse> {
  const answer = await exchanged(url, {
    ...sent,
    headers: { ...(host === undefined ? {} : { host }), ...sent.headers },
  });
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    name,
    [value ?? []].flat().join(', '),
  ]);
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: parsed(await bodyOf(answer, url)),
  };
}

function exchanged(url: string, { method, headers, body }: Sent): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(boundMilliseconds);
    const asked = request(url, { method, headers, signal }, resolve);
    asked.on('error', (error) => {
      reject(silence(url, error));
    });
    asked.end(body);
  });
}

async function bodyOf(answer: IncomingMessage, url: string): Promise<string> {
  try {
    return await text(answer);
  } catch (error) {
    throw silence(url, error);
  }
}

/** What follows `?` may hold a signature. */
function silence(url: string, error: unknown): NoAnswer {
  const { code, name } = error as NodeJS.ErrnoException;
  const isLate = code === 'ABORT_ERR' || name === 'TimeoutError';
  const why = isLate ? `within ${boundMilliseconds / 1000} s` : (code ?? messageOf(error));
  return new NoAnswer(`no answer from ${url.replace(/\?.*/s, '')}: ${why}`, { cause: error });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
