/** What one statement says of one request: what its patterns match, and what is known of that. */
import type { Decision } from '../../lib/iam/decide/decide.ts';
import type { Request } from '../../lib/iam/request.ts';
import fc from '../support/fast-check.ts';
import { callers, decided, other, own, role, sessions, user, type Layers } from './random-cases.ts';

/** A policy of one user with one statement. */
function byOne(statement: object, asked: Partial<Request>): Decision['decision'] {
  const one = { Effect: 'Allow', Action: 'S3:g?t*', Resource: '*', ...statement };
  return decided({
    layers: { identity: [[{ Version: '2012-10-17', Statement: [one] }]] },
    request: {
      ...{ caller: callers[0]!, action: 's3:GetObject', resource: 'arn:aws:s3:::box/a' },
      ...{ context: { values: {}, unknown: [] }, ...asked },
    },
  });
}

test('a pattern matches what its regular expression does; of a condition, part by part', () => {
  const count = { yes: 0, no: 0 };
  const signs: Readonly<Record<string, string>> = {
    ...{ a: 'a', '/': '/', ':': ':', '*': '.*', '?': '.', '${*}': '\\*' },
  };
  const wild = fc.array(fc.constantFrom(...Object.keys(signs)), { minLength: 1, maxLength: 4 });
  const plain = fc.array(fc.constantFrom('a', '/', '*', ':', '$'), { minLength: 1, maxLength: 3 });
  const services = { s3: 's3', 's*': 's.*', '?3': '.3', s: 's' };
  const service = fc.constantFrom(...Object.entries(services));
  fc.assert(
    fc.property(wild, plain, service, (pattern, text, [named, matching]) => {
      const path = pattern.map((each) => signs[each] ?? '').join('');
      const wanted = `arn:aws:${named}:::${pattern.join('')}`;
      const given = `arn:aws:s3:::${text.join('')}`;
      const isMet = new RegExp(`^arn:aws:${matching}:::${path}$`).test(given);
      const isMetInParts =
        new RegExp(`^${matching}$`).test('s3') && new RegExp(`^${path}$`).test(text.join(''));
      const context = { values: { 'aws:SourceArn': given }, unknown: [] };
      const condition = { Condition: { ArnLike: { 'aws:SourceArn': wanted } } };
      count[isMetInParts ? 'yes' : 'no'] += 1;
      expect(byOne({ Resource: wanted }, { resource: given }) === 'allowed').toBe(isMet);
      expect(byOne(condition, { context }) === 'allowed').toBe(isMetInParts);
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(count.yes, count.no)).toBeGreaterThan(100);
});

describe('one statement', () => {
  const box = (path: string): string => `arn:aws:s3:::box/${path}`;
  const named = (bucket: string) => ({ Resource: `arn:aws:s3:::${bucket}/a` });
  const asked = (bucket: string) => ({ resource: `arn:aws:s3:::${bucket}/a` });
  const carries = (value: string | readonly string[]) => ({
    context: { values: { 'aws:PrincipalTag/team': value }, unknown: [] },
  });
  const unknown = (key: string) => ({ context: { values: {}, unknown: [key] } });
  const ofTeam = { Resource: box('${aws:PrincipalTag/team}/a') };
  const when = (operator: string, value: string | readonly string[]) => ({
    Condition: { [operator]: { 'aws:PrincipalTag/team': value } },
  });

  const rows = [
    [
      'names another thing that is generated',
      named('${Bucket}'),
      asked('${Queue}'),
      'implicit deny',
    ],
    ['names the same thing', named('${Bucket}'), asked('${Bucket}'), 'allowed'],
    ['names a text that a parameter may hold', named('box'), asked('${Name}'), 'depends'],
    ['names a parameter that may hold the text', named('${Name}'), asked('box'), 'depends'],
    ['names a parameter that may hold the name', named('${Name}'), asked('${Bucket}'), 'depends'],
    ['has a star for a parameter', named('*'), asked('${Name}'), 'allowed'],
    [
      'has a variable with a star',
      ofTeam,
      { ...carries('*'), resource: box('b/a') },
      'implicit deny',
    ],
    ['has a variable that is a star', ofTeam, { ...carries('*'), resource: box('*/a') }, 'allowed'],
    ['has a variable without a value', ofTeam, { resource: box('/a') }, 'implicit deny'],
    [
      'has a variable with two values',
      ofTeam,
      { ...carries(['a', 'b']), resource: box('a/a') },
      'implicit deny',
    ],
    [
      'has a variable that is not known',
      ofTeam,
      { ...unknown('aws:PrincipalTag/team'), resource: box('b/a') },
      'depends',
    ],
    [
      'asks for any value that is not so, of none',
      when('ForAnyValue:StringNotEquals', 'a'),
      {},
      'implicit deny',
    ],
    [
      'asks for none of a key that may be there',
      when('Null', 'true'),
      unknown('aws:PrincipalTag/team'),
      'depends',
    ],
    [
      'asks for a key that may be missing',
      when('Null', 'false'),
      unknown('aws:PrincipalTag/team'),
      'depends',
    ],
    [
      'asks for a key of every request',
      { Condition: { Null: { 'aws:SecureTransport': 'false' } } },
      unknown('aws:SecureTransport'),
      'allowed',
    ],
    [
      'has a value that is met beside one that may be',
      when('StringEquals', ['${Name}', 'a']),
      carries('a'),
      'allowed',
    ],
    [
      'speaks of a queue of another account',
      { Action: '*' },
      { resource: `arn:aws:sqs:eu-west-1:${other}:jobs` },
      'implicit deny',
    ],
    [
      'speaks of a queue of the account',
      { Action: '*' },
      { resource: `arn:aws:sqs:eu-west-1:${own}:jobs` },
      'allowed',
    ],
  ] as const;

  test.each(rows.map(([what, ...row]) => [what, row] as const))(
    'that %s',
    (_, [statement, request, expected]) => {
      expect(byOne(statement, request)).toBe(expected);
    },
  );
});

describe('one statement among others that allow everything', () => {
  const all = { Effect: 'Allow', Action: '*', Resource: '*' };
  const nothing = { ...all, Action: 'iam:GetUser' };
  const held = { ...all, Principal: '*' };
  const denied = { ...held, Effect: 'Deny' };
  const spares = (...aws: readonly string[]) => ({
    resource: [held, { ...all, Effect: 'Deny', NotPrincipal: { AWS: aws } }],
  });
  const hits = { resource: [held, { ...all, Effect: 'Deny', Principal: { AWS: role } }] };
  const grants = (principal: object) => ({
    ...{ identity: [nothing], resource: [{ ...all, ...principal }] },
  });
  const [anyUser, anySession, session] = callers;
  const service = callers.find(({ kind }) => kind === 'service');
  const anonymous = callers.find(({ kind }) => kind === 'anonymous');

  const rows = [
    ['limits a user by an SCP', anyUser, { scps: [nothing] }, 'implicit deny'],
    ['limits no service by an SCP', service, { scps: [nothing] }, 'allowed'],
    ['limits nobody without an account by an SCP', anonymous, { scps: [nothing] }, 'allowed'],
    ['limits a service by an RCP', service, { rcps: [denied] }, 'explicit deny'],
    ['limits a user by an RCP', anyUser, { rcps: [denied] }, 'explicit deny'],
    [
      'limits nobody by an RCP about something else',
      anyUser,
      { rcps: [{ ...denied, Action: 's3:PutObject' }] },
      'allowed',
    ],
    ['hits the session of the role that it names', session, hits, 'explicit deny'],
    [
      'grants nothing to whom it excepts',
      anyUser,
      grants({ NotPrincipal: { AWS: user } }),
      'implicit deny',
    ],
    [
      'may or may not grant to whom it does not except',
      anyUser,
      grants({ NotPrincipal: { AWS: role } }),
      'depends',
    ],
    [
      'grants to a session that may be this',
      anySession,
      grants({ Principal: { AWS: sessions[0] } }),
      'depends',
    ],
    ['spares no session of which it names the role', session, spares(role), 'explicit deny'],
    ['spares no session of which it names the account', session, spares(own), 'explicit deny'],
    ['spares no session that it names alone', session, spares(sessions[0]), 'explicit deny'],
    ['spares a session, named whole', session, spares(sessions[0], role, own), 'allowed'],
    ['spares no user without the account', anyUser, spares(user), 'explicit deny'],
    ['spares a user with the account', anyUser, spares(user, own), 'allowed'],
  ] as const;

  test.each(rows)('that %s', (_, caller, ...[added, expected]) => {
    const layers = { identity: [all], resource: [held], ...added };
    const written = Object.entries(layers).map(([layer, Statement]) => [
      layer,
      [[{ Version: '2012-10-17', Statement }]],
    ]);
    const decision = decided({
      layers: Object.fromEntries(written) as Layers,
      request: {
        ...{ caller: caller!, action: 's3:GetObject', resource: 'arn:aws:s3:::box/a' },
        context: { values: {}, unknown: [] },
      },
    });

    expect(decision).toBe(expected);
  });
});
