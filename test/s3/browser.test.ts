/** What a browser makes of CORS headers, as the Fetch standard tells it. */
import { isShared, letsOut, preflightFor } from '../../lib/s3/browser.ts';

const origin = 'http://site.test';

test.each<[string, string, Readonly<Record<string, string>>, readonly string[] | undefined]>([
  ['a plain GET', 'GET', {}, undefined],
  ['a POST of a form', 'POST', { 'Content-Type': 'text/plain;charset=utf-8' }, undefined],
  ['a POST of JSON', 'POST', { 'Content-Type': 'application/json' }, ['content-type']],
  ['a PUT', 'PUT', {}, []],
  ['a DELETE', 'DELETE', {}, []],
  ['credentials of a script', 'GET', { Authorization: 'x' }, ['authorization']],
  ['a range with a beginning', 'GET', { Range: 'bytes=0-99' }, undefined],
  ['a range without one', 'GET', { Range: 'bytes=-500' }, ['range']],
  ['several ranges', 'GET', { Range: 'bytes=0-1,5-6' }, ['range']],
  ['names in order', 'GET', { 'X-B': '1', 'X-A': '1', Accept: '*/*' }, ['x-a', 'x-b']],
])('before %s', (_, ...[method, headers, asks]) => {
  expect(preflightFor({ method, headers })).toEqual(asks);
});

const asked = { method: 'PUT', headers: { 'X-A': '1' } };
const good = {
  'access-control-allow-origin': origin,
  'access-control-allow-methods': 'GET, PUT',
  'access-control-allow-headers': 'x-a',
};

test.each<[string, number, Readonly<Record<string, string>>, boolean]>([
  ['all is allowed', 200, {}, true],
  ['204 is fine', 204, {}, true],
  ['the status is 403', 403, {}, false],
  ['the status is a redirection', 302, {}, false],
  ['another origin is named', 200, { 'access-control-allow-origin': 'http://other.test' }, false],
  ['every origin is', 200, { 'access-control-allow-origin': '*' }, true],
  ['the method is missing', 200, { 'access-control-allow-methods': 'GET' }, false],
  ['the header is missing', 200, { 'access-control-allow-headers': '' }, false],
  ['its name has another case', 200, { 'access-control-allow-headers': 'X-A' }, true],
  ['every header is allowed', 200, { 'access-control-allow-headers': '*' }, true],
])('the request goes out or not where %s', (_, ...[status, headers, isOut]) => {
  expect(letsOut(origin, asked, { status, headers: { ...good, ...headers } })).toBe(isOut);
});

test('a star never stands for authorization', () => {
  const credentials = { method: 'GET', headers: { Authorization: 'x' } };
  const answer = (allowed: string) => ({
    status: 200,
    headers: { ...good, 'access-control-allow-headers': allowed },
  });
  expect(letsOut(origin, credentials, answer('*'))).toBe(false);
  expect(letsOut(origin, credentials, answer('*, authorization'))).toBe(true);
});

test('an answer is read where it names this origin or every origin, letter by letter', () => {
  const named = (name: string) => ({ 'access-control-allow-origin': name });
  expect(isShared(origin, named(origin))).toBe(true);
  expect(isShared(origin, named('*'))).toBe(true);
  expect(isShared(origin, named(`${origin}/`))).toBe(false);
  expect(isShared(origin, {})).toBe(false);
});
