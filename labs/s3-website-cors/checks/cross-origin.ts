/** A request from another origin, the terms on which its answer has to be shared, and whether it was. */
import type { HttpRequest } from '../../../lib/capabilities.ts';
import { exchange } from '../../../lib/checks/http.ts';
import { judgeCors, type Bucket } from '../../../lib/checks/s3.ts';
import type { CorsAnswer, CorsRequest } from '../../../lib/s3/cors.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';
import type { Visitor } from './asking.ts';

export interface Question {
  readonly request: CorsRequest & { readonly origin: string };
  readonly told: {
    /** Where CORS alone decides it, or anybody may read. */
    readonly status?: number;
    /** With nobody where it is absent: no word of CORS then. */
    readonly sharedWith?: string;
    /** Headers behind `access-control-`. */
    readonly terms?: Readonly<Record<string, string>>;
  };
}

/** What stands for the site's origin in a proof. */
export const provenSite = 'http://site.example.com';

export interface Asking extends Pick<Visitor, 'http' | 'to'> {
  readonly path?: string;
  /** A text to upload by a pre-signed URL. */
  readonly body?: string;
}

/** Asks where something runs. */
export async function judgeAsked(asking: Asking, question: Question): Promise<Verdict> {
  const request = requestOf(asking, question.request);
  const answer = await asking.http(request);
  return { ...compared(answer, question), evidence: exchange(request, answer) };
}

function requestOf(
  { to, path = '/extra.html', body }: Asking,
  { origin, method, asks }: Question['request'],
): HttpRequest {
  const sent = body === undefined ? {} : ({ body, presigned: true } as const);
  if (asks === undefined) return { to, path, method, headers: { origin }, ...sent };
  const headers = {
    origin,
    'access-control-request-method': method,
    ...(asks.length === 0 ? {} : { 'access-control-request-headers': asks.join(',') }),
  };
  return { to, path, method: 'OPTIONS', headers };
}

/** Asks the rules of the template. */
export function judgeProven(assets: Bucket, question: Question): Verdict {
  return judgeCors(assets, question.request, {
    origins: { SiteBucket: provenSite },
    told: (answer) => compared(answer, question),
  });
}

function compared({ status, headers }: CorsAnswer | Seen, { request, told }: Question): Verdict {
  const asked = `${request.asks === undefined ? '' : 'preflight of '}${request.method} from ${request.origin}`;
  const isAnswered = [undefined, status].includes(told.status) || status === undefined;
  const isOnTerms = Object.entries(wantedOf(told)).every(
    ([name, value]) => headers[name] === value,
  );
  const isShared = headers['access-control-allow-origin'] !== undefined;
  const says = `${asked}: ${status ?? 'answered'}, ${sharingInWords(headers)}`;
  return isAnswered && isOnTerms && isShared === (told.sharedWith !== undefined)
    ? held(says)
    : failed(`${says}, not ${told.status ?? 'answered'}, ${sharingInWords(wantedOf(told))}`);
}

interface Seen {
  readonly status: number;
  readonly headers: Headers;
}
type Headers = Readonly<Record<string, string>>;

function wantedOf({ sharedWith, terms = {} }: Question['told']): Headers {
  if (sharedWith === undefined) return {};
  const said = Object.entries(terms).map(([name, value]) => [`access-control-${name}`, value]);
  return {
    'access-control-allow-origin': sharedWith,
    ...(Object.fromEntries(said) as Headers),
  };
}

function sharingInWords(headers: Headers): string {
  const said = ['expose-headers', 'max-age'].flatMap((name) => {
    const value = headers[`access-control-${name}`];
    return value === undefined ? [] : [`${name} ${value}`];
  });
  const origin = headers['access-control-allow-origin'];
  if (origin === undefined) return 'shared with nobody';
  return [`shared with ${origin}`, ...said].join(', ');
}
