/** A request as a curl line that can be pasted into a shell. Pure. */

export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export function curlLine({ url, method, headers, body }: CurlRequest): string {
  const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
  return [
    'curl',
    '-i',
    ...(method === 'GET' && body === undefined ? [] : ['-X', method]),
    ...Object.entries(all).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ['--data-raw', quoted(body)]),
    quoted(url),
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
