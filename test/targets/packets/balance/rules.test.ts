/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
import fc from 'fast-check';
import type { Condition, Rule } from '../../../../lib/fleet/fleet.ts';
import {
  redirection,
  router,
  weighted,
  type Asked,
  type Redirect,
} from '../../../../lib/targets/packets/balance/rules.ts';

const plain: Asked = {
  method: 'GET',
  protocol: 'http',
  host: 'www.example.com',
  port: 80,
  path: '/img/picture.jpg',
  query: 'version=v1&say=Hello',
  client: '192.0.2.7',
  headers: [{ lower: 'user-agent', value: 'Mozilla Chrome/9' }],
};

function rule(id: string, priority: number | 'default', conditions: readonly Condition[]): Rule {
  const action = { kind: 'fixed-response', status: 200, contentType: '', body: '' } as const;
  return { id, priority, conditions, action };
}

function meets(condition: Condition, asked: Partial<Asked> = {}): boolean {
  return router([rule('it', 1, [condition])])({ ...plain, ...asked }) !== undefined;
}

test.each<{ says: string; condition: Condition; asked?: Partial<Asked>; holds: boolean }>([
  {
    says: 'host names know no case',
    condition: { field: 'host-header', values: ['*.Example.com'] },
    asked: { host: 'TEST.example.COM' },
    holds: true,
  },
  {
    says: '*.example.com does not match example.com',
    condition: { field: 'host-header', values: ['*.example.com'] },
    asked: { host: 'example.com' },
    holds: false,
  },
  {
    says: 'a dot is a dot',
    condition: { field: 'host-header', values: ['a.example.com'] },
    asked: { host: 'axexample.com' },
    holds: false,
  },
  {
    says: 'a path matches by * over slashes',
    condition: { field: 'path-pattern', values: ['/img/*/pics'] },
    asked: { path: '/img/a/b/pics' },
    holds: true,
  },
  {
    says: 'a path has case',
    condition: { field: 'path-pattern', values: ['/IMG/*'] },
    holds: false,
  },
  {
    says: '? is exactly one character',
    condition: { field: 'path-pattern', values: ['/img/?'] },
    asked: { path: '/img/' },
    holds: false,
  },
  {
    says: 'one value of several suffices',
    condition: { field: 'path-pattern', values: ['/css/*', '/img/*'] },
    holds: true,
  },
  {
    says: 'methods have case',
    condition: { field: 'http-request-method', values: ['get'] },
    holds: false,
  },
  {
    says: 'neither the name nor the value of a header has case',
    condition: { field: 'http-header', name: 'USER-Agent', values: ['*chrome*'] },
    holds: true,
  },
  {
    says: 'a header that is not there meets nothing',
    condition: { field: 'http-header', name: 'X-Other', values: ['*'] },
    holds: false,
  },
  {
    says: 'a key and value of the query, without case',
    condition: { field: 'query-string', values: [{ key: 'Version', value: 'V?' }] },
    holds: true,
  },
  {
    says: 'any key with that value',
    condition: { field: 'query-string', values: [{ key: undefined, value: 'hell*' }] },
    holds: true,
  },
  {
    says: 'key and value must be of one pair',
    condition: { field: 'query-string', values: [{ key: 'version', value: 'hello' }] },
    holds: false,
  },
  {
    says: 'an escaped wildcard is itself',
    condition: { field: 'query-string', values: [{ key: 'q', value: 'a\\*' }] },
    asked: { query: 'q=ab' },
    holds: false,
  },
  {
    says: 'an escaped wildcard is itself, found',
    condition: { field: 'query-string', values: [{ key: 'q', value: 'a\\*' }] },
    asked: { query: 'q=a*' },
    holds: true,
  },
  {
    says: 'the address is in the block',
    condition: { field: 'source-ip', values: ['198.51.100.0/24', '192.0.2.0/24'] },
    holds: true,
  },
  {
    says: 'the address is in no block',
    condition: { field: 'source-ip', values: ['2001:db8::/32', '198.51.100.10/32'] },
    holds: false,
  },
  {
    says: 'an IPv6 address is in its block',
    condition: { field: 'source-ip', values: ['2001:db8::/32'] },
    asked: { client: '2001:db8::7' },
    holds: true,
  },
])('$says', ({ condition, asked, holds }) => {
  expect(meets(condition, asked)).toBe(holds);
});

test('all conditions of a rule must hold', () => {
  const both: readonly Condition[] = [
    { field: 'path-pattern', values: ['/img/*'] },
    { field: 'http-request-method', values: ['POST'] },
  ];
  expect(router([rule('both', 1, both)])(plain)).toBeUndefined();
});

test('the lowest priority goes first and the default rule last, whatever the order they come in', () => {
  const img: Condition = { field: 'path-pattern', values: ['/img/*'] };
  const route = router([
    rule('default', 'default', []),
    rule('second', 20, [img]),
    rule('first', 3, [img]),
  ]);
  expect(route(plain)?.id).toBe('first');
  expect(route({ ...plain, path: '/' })?.id).toBe('default');
});

test('a pattern without wildcards matches its own text and no other', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '.', '$', '+', '(', ']', '{', '|', '^', '\\\\', '/', '-'),
  });
  fc.assert(
    fc.property(text, text, (pattern, path) => {
      expect(meets({ field: 'path-pattern', values: [pattern] }, { path })).toBe(pattern === path);
    }),
  );
});

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html */
const kept: Redirect = {
  kind: 'redirect',
  status: 301,
  protocol: '#{protocol}',
  host: '#{host}',
  port: '#{port}',
  path: '/#{path}',
  query: '#{query}',
};

test.each<{ says: string; action: Partial<Redirect>; asked?: Partial<Asked>; leads: string }>([
  {
    says: 'to HTTPS with the rest kept',
    action: { protocol: 'HTTPS', port: '443' },
    leads: 'https://www.example.com:443/img/picture.jpg?version=v1&say=Hello',
  },
  {
    says: 'a path around the old one',
    action: { path: '/new/#{path}' },
    asked: { query: '' },
    leads: 'http://www.example.com:80/new/img/picture.jpg',
  },
  {
    says: 'parts in the query',
    action: { path: '/', query: 'from=#{host}&p=#{path}' },
    leads: 'http://www.example.com:80/?from=www.example.com&p=img/picture.jpg',
  },
])('a redirect leads $says', ({ action, asked, leads }) => {
  expect(redirection({ ...kept, ...action }, { ...plain, ...asked })).toBe(leads);
});

test('shares are as the weights, and weight 0 is never chosen', () => {
  const choices = [{ weight: 10 }, { weight: 0 }, { weight: 20 }];
  const chosen = Array.from({ length: 300 }, (_, at) =>
    choices.indexOf(weighted(choices, at / 300)!),
  );
  expect([0, 1, 2].map((at) => chosen.filter((each) => each === at).length)).toEqual([100, 0, 200]);
  expect(weighted([{ weight: 0 }], 0.5)).toBeUndefined();
});
