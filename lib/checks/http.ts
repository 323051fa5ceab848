/** What a client sees, in the words of a verdict. */
import type { HttpRequest, HttpResponse } from '../capabilities.ts';
import type { Evidence } from '../verdict.ts';

/** `POST /todos as A` */
export function requestInWords({ method = 'GET', path, as }: HttpRequest): string {
  return `${method} ${path}${as === undefined ? '' : ` as ${as}`}`;
}

/** `401 {"message":"Unauthorized"}` */
export function responseInWords({ status, body }: HttpResponse): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return `${status} ${text.slice(0, 200)}`.trim();
}

export function exchange(request: HttpRequest, response: HttpResponse): Evidence {
  return {
    kind: 'exchange',
    request: requestInWords(request),
    response: responseInWords(response),
  };
}
