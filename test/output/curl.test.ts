import { spawnSync } from 'node:child_process';
import fc from '../support/fast-check.ts';
import { curlLine, type CurlRequest } from '../../lib/output/curl.ts';

/** The words that a shell makes of the line, `curl` itself left out. */
function wordsOf(request: CurlRequest): readonly string[] {
  const line = curlLine(request).replace(/^curl/, String.raw`printf '%s\0'`);
  const { stdout, status } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.split('\0').slice(0, -1);
}

const url = 'http://127.0.0.1:4566/todos';

test('a GET is a short line', () => {
  expect(curlLine({ url, method: 'GET', headers: {}, body: undefined })).toBe(`curl -i '${url}'`);
});

test('a body goes along as JSON, after the headers', () => {
  const request = { url, method: 'POST', headers: { 'x-a': "it's" }, body: '{"title":"x"}' };
  expect(wordsOf(request)).toEqual([
    ...['-i', '-X', 'POST', '-H', 'content-type: application/json', '-H', "x-a: it's"],
    ...[expect.stringMatching(/^(-d|--data-raw)$/) as string, '{"title":"x"}', url],
  ]);
});

test('a header of the person stands in place of the usual one', () => {
  const headers = { 'content-type': 'text/plain' };
  expect(wordsOf({ url, method: 'PUT', headers, body: 'x' })).toContain('content-type: text/plain');
  expect(wordsOf({ url, method: 'PUT', headers, body: 'x' })).not.toContain(
    'content-type: application/json',
  );
});

test('a body that begins with @ is sent as it is, not read from a file', () => {
  const words = wordsOf({ url, method: 'POST', headers: {}, body: '@/etc/passwd' });
  expect(words[words.indexOf('@/etc/passwd') - 1]).toBe('--data-raw');
});

test('a GET with a body stays a GET', () => {
  expect(wordsOf({ url, method: 'GET', headers: {}, body: '{}' })).toEqual(
    expect.arrayContaining(['-X', 'GET']),
  );
});

const text = fc.string({ unit: 'grapheme' }).map((each) => each.replaceAll('\0', ''));

test('whatever the request holds, a shell makes the same words of it', () => {
  const requests = fc.record({
    url: text,
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    headers: fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), text, { maxKeys: 2 }),
    body: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(requests, (request) => {
      const words = wordsOf(request);
      const { headers, body } = request;
      const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      expect(words).toEqual(
        expect.arrayContaining([...sent, ...(body === undefined ? [] : [body])]),
      );
      expect(words.at(-1)).toBe(request.url);
      expect(words.filter((each) => each === '-H')).toHaveLength(
        sent.length + (body === undefined || 'content-type' in headers ? 0 : 1),
      );
    }),
    {
      numRuns: 60,
      examples: [[{ url: "'; echo $HOME '", method: 'GET', headers: {}, body: '`id`' }]],
    },
  );
});
