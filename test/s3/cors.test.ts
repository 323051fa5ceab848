/** The CORS rules of S3, each case as the user guide tells it. */
import { corsAnswer, corsRulesOf, type CorsRequest, type CorsRule } from '../../lib/s3/cors.ts';
import fc from '../support/fast-check.ts';

const rule = (more: Partial<CorsRule>): CorsRule => ({
  origins: ['http://www.example.com'],
  methods: ['GET'],
  headers: [],
  exposed: [],
  ...more,
});

/** "Example 1" of cors.html: two sites may write, everybody may read. */
const threeRules: readonly CorsRule[] = [
  rule({
    origins: ['http://www.example1.com'],
    methods: ['PUT', 'POST', 'DELETE'],
    headers: ['*'],
  }),
  rule({
    origins: ['http://www.example2.com'],
    methods: ['PUT', 'POST', 'DELETE'],
    headers: ['*'],
  }),
  rule({ origins: ['*'] }),
];

/** "Example 2" of cors.html. */
const example2 = rule({
  methods: ['PUT', 'POST', 'DELETE'],
  headers: ['*'],
  exposed: ['x-amz-server-side-encryption', 'x-amz-request-id', 'x-amz-id-2'],
  maxAgeSeconds: 3000,
});

const originIn = (rules: readonly CorsRule[], request: CorsRequest): string | undefined =>
  corsAnswer(rules, request).headers['access-control-allow-origin'];

describe('which rule answers (cors.html, "How does Amazon S3 evaluate the CORS configuration")', () => {
  test.each<[string, readonly CorsRule[], CorsRequest, string | undefined]>([
    [
      'a write from the first site is answered with its origin',
      threeRules,
      { origin: 'http://www.example1.com', method: 'PUT' },
      'http://www.example1.com',
    ],
    [
      'a write from the second site by the second rule',
      threeRules,
      { origin: 'http://www.example2.com', method: 'DELETE' },
      'http://www.example2.com',
    ],
    [
      'a read from anywhere by the third, with the star that the rule has',
      threeRules,
      { origin: 'http://anybody.test', method: 'GET' },
      '*',
    ],
    [
      'a read from the first site by the third, for the first has no GET',
      threeRules,
      { origin: 'http://www.example1.com', method: 'GET' },
      '*',
    ],
    [
      'a write from anywhere else by none',
      threeRules,
      { origin: 'http://anybody.test', method: 'PUT' },
      undefined,
    ],
    [
      'the method must be one of the same rule, not of another that has the origin',
      [rule({}), rule({ origins: ['http://other.test'], methods: ['PUT'] })],
      { origin: 'http://www.example.com', method: 'PUT' },
      undefined,
    ],
  ])('%s', (_, ...[rules, request, told]) => {
    expect(originIn(rules, request)).toBe(told);
  });
});

describe('origins (cors-troubleshooting.html, ManageCorsUsing.html)', () => {
  test.each<[string, string, string, boolean]>([
    ['the same scheme and host', 'http://www.example.com', 'http://www.example.com', true],
    ['another scheme', 'http://www.example.com', 'https://www.example.com', false],
    ['a port, also the usual one', 'http://www.example.com', 'http://www.example.com:80', false],
    ['a slash in the rule', 'http://www.example.com/', 'http://www.example.com', false],
    ['one star inside', 'http://*.example.com', 'http://a.b.example.com', true],
    ['a star and another scheme', 'http://*.example.com', 'https://a.example.com', false],
    ['a star is no other domain', 'http://*.example.com', 'http://a.example.com.evil.test', false],
    ['https with a star for every secure origin', 'https://*', 'https://anybody.test', true],
    ['https with a star for none that is not', 'https://*', 'http://anybody.test', false],
    ['the dot is a dot', 'http://www.example.com', 'http://wwwxexample.com', false],
  ])('%s', (_, ...[allowed, origin, isAllowed]) => {
    const told = originIn([rule({ origins: [allowed] })], { origin, method: 'GET' });
    expect(told !== undefined).toBe(isAllowed);
  });
});

describe('headers of a preflight (ManageCorsUsing.html, "AllowedHeaders element")', () => {
  test.each<[string, readonly string[], readonly string[], 200 | 403]>([
    ['each that is asked for must be allowed', ['authorization'], ['authorization', 'range'], 403],
    ['all of them are', ['authorization', 'range'], ['authorization', 'range'], 200],
    ['x-amz-* enables all of Amazon', ['x-amz-*'], ['x-amz-date', 'x-amz-meta-a'], 200],
    ['x-amz-* enables nothing else', ['x-amz-*'], ['x-amz', 'x-other'], 403],
    ['a star enables all', ['*'], ['x-other'], 200],
    ['without AllowedHeaders none', [], ['x-other'], 403],
    ['without AllowedHeaders a preflight that asks for none', [], [], 200],
    ['names have no case', ['Authorization'], ['AUTHORIZATION'], 200],
  ])('%s', (_, ...[headers, asks, status]) => {
    const request = { origin: 'http://www.example.com', method: 'GET', asks };
    expect(corsAnswer([rule({ headers })], request).status).toBe(status);
  });
});

describe('the answer', () => {
  test('a preflight gets methods, the headers that it asked for, age and what is exposed', () => {
    const request = {
      origin: 'http://www.example.com',
      method: 'PUT',
      asks: ['x-amz-server-side-encryption'],
    };
    expect(corsAnswer([example2], request)).toEqual({
      status: 200,
      headers: {
        'access-control-allow-origin': 'http://www.example.com',
        'access-control-allow-methods': 'PUT, POST, DELETE',
        'access-control-allow-headers': 'x-amz-server-side-encryption',
        'access-control-max-age': '3000',
        'access-control-expose-headers':
          'x-amz-server-side-encryption, x-amz-request-id, x-amz-id-2',
        vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
      },
    });
  });

  test('without an Origin it is no cross-origin request: no word of CORS (cors-troubleshooting.html)', () => {
    expect(corsAnswer(threeRules, { method: 'GET' })).toEqual({ headers: {} });
  });

  test('a preflight without its required Origin is a bad request (RESTOPTIONSobject.html)', () => {
    expect(corsAnswer(threeRules, { method: 'GET', asks: [] })).toEqual({
      status: 400,
      headers: {},
    });
  });

  test('a preflight to a bucket without rules is 403 (RESTOPTIONSobject.html)', () => {
    const request = { origin: 'http://www.example.com', method: 'GET', asks: [] };
    expect(corsAnswer([], request)).toEqual({ status: 403, headers: {} });
  });

  test('a request that no rule allows is answered all the same, without a header', () => {
    const request = { origin: 'http://evil.test', method: 'GET' };
    expect(corsAnswer([rule({})], request)).toEqual({ headers: {} });
  });
});

test('rules are read as CloudFormation writes them', () => {
  const CorsRules = [
    {
      AllowedOrigins: ['http://a.test'],
      AllowedMethods: ['GET'],
      AllowedHeaders: ['range'],
      ExposedHeaders: ['ETag'],
      MaxAge: '600',
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['PUT'] },
  ];
  expect(corsRulesOf({ CorsConfiguration: { CorsRules } })).toEqual([
    {
      origins: ['http://a.test'],
      methods: ['GET'],
      headers: ['range'],
      exposed: ['ETag'],
      maxAgeSeconds: 600,
    },
    { origins: ['*'], methods: ['PUT'], headers: [], exposed: [] },
  ]);
  expect(corsRulesOf({})).toEqual([]);
});

const origins = fc.constantFrom('*', 'http://*.a.test', 'http://x.a.test', 'https://x.a.test');
const methods = fc.constantFrom('GET', 'PUT', 'DELETE');
const someRule = fc.record({
  origins: fc.array(origins, { minLength: 1, maxLength: 2 }),
  methods: fc.uniqueArray(methods, { minLength: 1 }),
  headers: fc.array(fc.constantFrom('*', 'range', 'X-Amz-*'), { maxLength: 2 }),
  exposed: fc.array(fc.constantFrom('ETag', 'Date'), { maxLength: 1 }),
});
const someRequest = fc.record({
  origin: fc.constantFrom('http://x.a.test', 'https://x.a.test', 'http://evil.test'),
  method: methods,
  asks: fc.array(fc.constantFrom('range', 'x-amz-date', 'x-other'), { maxLength: 2 }),
});

describe('whatever the rules', () => {
  test('a preflight is 200 exactly where some rule alone makes it so', () => {
    fc.assert(
      fc.property(fc.array(someRule, { maxLength: 4 }), someRequest, (rules, request) => {
        const alone = rules.some((each) => corsAnswer([each], request).status === 200);
        expect(corsAnswer(rules, request).status === 200).toBe(alone);
      }),
    );
  });

  test('rules behind the one that answers change nothing', () => {
    fc.assert(
      fc.property(fc.array(someRule), someRule, someRequest, (rules, last, request) => {
        const answer = corsAnswer(rules, request);
        fc.pre(answer.status === 200);
        expect(corsAnswer([...rules, last], request)).toEqual(answer);
      }),
    );
  });

  test('what a preflight lets out is shared when it comes', () => {
    fc.assert(
      fc.property(fc.array(someRule), someRequest, (rules, { asks, ...request }) => {
        fc.pre(corsAnswer(rules, { ...request, asks }).status === 200);
        expect(['*', request.origin]).toContain(originIn(rules, request));
      }),
    );
  });

  test('no other origin is ever named', () => {
    fc.assert(
      fc.property(fc.array(someRule), someRequest, (rules, request) => {
        expect([undefined, '*', request.origin]).toContain(originIn(rules, request));
      }),
    );
  });
});
