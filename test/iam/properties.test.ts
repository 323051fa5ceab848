/** What is true of every set of policies and every request. */
import type { Decision } from '../../lib/iam/decide/decide.ts';
import type { Layer } from '../../lib/iam/policies.ts';
import type { Caller, Request } from '../../lib/iam/request.ts';
import fc from '../support/fast-check.ts';
import {
  callers,
  cases,
  context,
  contextOf,
  decided,
  hasPrincipal,
  other,
  own,
  placesIn,
  role,
  sessions,
  statement,
  type Carried,
  type Case,
  type Written,
} from './random-cases.ts';
const isAllowed = (decision: Decision['decision']): boolean => decision === 'allowed';
/** How far a request gets: what is added on one side never moves it to the other. */
const rank = { 'explicit deny': 0, 'implicit deny': 0, depends: 1, allowed: 2 } as const;

const pick = fc.nat();
/** Smaller counterexamples of such cases take hours to find. */
const runs = { numRuns: 400, endOnFailure: true };

test.each([
  ['an Allow never takes anything away', 'Allow', (was: number, is: number) => is >= was],
  ['a Deny never lets anything through', 'Deny', (was: number, is: number) => is <= was],
] as const)('%s', (_, effect, isRight) => {
  const moved = { count: 0 };
  fc.assert(
    fc.property(cases, pick, fc.gen(), (some, at, gen) => {
      const places = placesIn(some.layers);
      const { layer, each, with: put } = places[at % places.length]!;
      const added = gen(() => statement(layer, effect));
      const [was, is] = [decided(some), decided({ ...some, layers: put(each, added) })];
      expect({ was, is, isRight: isRight(rank[was], rank[is]) }).toMatchObject({ isRight: true });
      if (was !== is) moved.count += 1;
    }),
    runs,
  );
  expect(moved.count).toBeGreaterThan(8);
});

test('a Deny that speaks of the request denies it, wherever it is written', () => {
  const everything = { Effect: 'Deny', Action: '*', Resource: '*' };
  const isLimited = ({ caller }: Request, layer: Layer): boolean => {
    const isLinked = caller.kind === 'role' && caller.isServiceLinked === true;
    return layer === 'scps' ? 'account' in caller && !isLinked : layer !== 'rcps' || !isLinked;
  };
  fc.assert(
    fc.property(cases, pick, (some, at) => {
      const places = placesIn(some.layers);
      const { layer, each, with: put } = places[at % places.length]!;
      const deny = { ...everything, ...(hasPrincipal(layer) ? { Principal: '*' } : {}) };
      const is = decided({ ...some, layers: put(each, deny) });
      expect(isLimited(some.request, layer) ? is : 'explicit deny').toBe('explicit deny');
    }),
    runs,
  );
});

test('the order of statements, policies and levels is no matter', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(cases, (some) => {
      const layers = Object.fromEntries(
        Object.entries(some.layers).map(([layer, levels]) => [
          layer,
          levels
            .map((level) =>
              level
                .map((each) => ({ ...each, Statement: each.Statement.toReversed() }))
                .toReversed(),
            )
            .toReversed(),
        ]),
      );
      seen.add(decided(some));
      expect(decided({ ...some, layers })).toBe(decided(some));
    }),
    runs,
  );
  expect(seen.size).toBe(4);
});

/** A pattern that matches all that the text does: from `from` on, a star stays in its part, or takes all of the rest. */
function widened(text: string, from: number, to: number): string {
  const signs: readonly string[] = text.match(/\$\{[^{}]*\}|[^]/g) ?? [];
  const first = text.startsWith('arn:')
    ? 4 + (from % (signs.length - 4))
    : 1 + Math.max(signs.indexOf(':'), -1);
  const colon = signs.indexOf(':', first);
  const end = colon < 0 || to % 3 === 0 ? signs.length : first + (to % (colon - first + 1));
  if (to % 3 === 1 && /^\w$/.test(signs[first] ?? '')) return signs.with(first, '?').join('');
  return [...signs.slice(0, first), '*', ...signs.slice(end)].join('');
}

test('a wildcard covers what is covered without it', () => {
  const seen = { allowed: 0, denied: 0 };
  fc.assert(
    fc.property(cases, fc.tuple(pick, pick, pick), (some, [at, from, to]) => {
      const places = placesIn(some.layers);
      const { each, with: put } = places[at % places.length]!;
      const keys = ['Action', 'NotAction', 'Resource', 'NotResource'].filter((key) => key in each);
      const name = keys[from % 2]!;
      const literal = name.endsWith('Action') ? some.request.action : some.request.resource;
      const by = (pattern: string): string =>
        decided({ ...some, layers: put({ ...each, [name]: [pattern] }) });
      const decision = by(literal);
      expect(by(widened(literal, from, to))).toBe(decision);
      seen[decision === 'allowed' ? 'allowed' : 'denied'] += 1;
    }),
    runs,
  );
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(10);
});

const certain = (decision: string): boolean => decision !== 'depends';

test('what is certain stays so whatever the unknown keys and the session turn out to be', () => {
  const count = { allowed: 0, denied: 0, hidden: 0 };
  fc.assert(
    fc.property(cases, fc.array(context, { minLength: 4, maxLength: 4 }), (some, drawn) => {
      const was = decided(some);
      if (some.hidden.length > 0) count.hidden += certain(was) ? 1 : 0;
      if (!certain(was)) return;
      count[isAllowed(was) ? 'allowed' : 'denied'] += 1;
      for (const [index, each] of drawn.entries()) {
        const found = some.hidden.map((key) => [key, each[key]]);
        const carried = { ...some.carried, ...Object.fromEntries(found) } as Carried;
        const caller = sessionOf(some.request.caller, index);
        const request = { ...some.request, caller, context: contextOf(carried, []) };
        const is = decided({ ...some, request });
        expect(isAllowed(is)).toBe(isAllowed(was));
        expect(was !== 'explicit deny' || is === was).toBe(true);
      }
    }),
    runs,
  );
  expect(Math.min(count.allowed, count.denied, count.hidden)).toBeGreaterThan(8);
});

function sessionOf(caller: Caller, index: number): Caller {
  return caller.kind === 'role'
    ? { session: sessions[index % 2 === 0 ? 0 : 1], ...caller }
    : caller;
}

const hex = fc.stringMatching(/^[0-9a-f]{6}$/);
const literals = fc.record({
  '${Bucket}': hex.map((text) => `b${text}`),
  '${Queue}': hex.map((text) => `q${text}`),
  '${Name}': fc.oneof(fc.constantFrom('box', 'blue', 'a/b'), fc.stringMatching(/^[a-cE/]{1,4}$/)),
  '${Arn}': fc.constantFrom('arn:aws:s3:::box', 'arn:aws:sqs:eu-west-1:444455556666:jobs'),
  '${AWS::AccountId}': fc.constant(own),
});

test('what is certain stays so whatever the texts of the template turn out to be', () => {
  const count = { allowed: 0, denied: 0 };
  fc.assert(
    fc.property(cases, literals, ({ layers, request }, texts) => {
      const template = JSON.stringify({ layers, request }).replaceAll(own, '${AWS::AccountId}');
      const was = decided(JSON.parse(template) as Case, [other]);
      if (!certain(was)) return;
      count[isAllowed(was) ? 'allowed' : 'denied'] += 1;
      const filled = Object.entries(texts).reduce(
        (text, [token, literal]) => text.replaceAll(token, literal),
        template,
      );
      expect(isAllowed(decided(JSON.parse(filled) as Case))).toBe(isAllowed(was));
    }),
    runs,
  );
  expect(Math.min(count.allowed, count.denied)).toBeGreaterThan(8);
});

/**
 * Inside one account one of both grants, across accounts both have to; the limits hold either way.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
describe('a session of a role that the policy of the resource names by its ARN', () => {
  const columns = ['same account', 'identity', 'resource', 'boundary', 'SCP', 'session'] as const;
  type Row = Readonly<Record<(typeof columns)[number], boolean>>;
  const rows = Array.from({ length: 64 }, (_, row): readonly [string, Row] => {
    const cells = columns.map((name, bit) => [name, (row & (1 << bit)) !== 0] as const);
    const title = cells.map(([name, is]) => `${is ? '' : 'not '}${name}`).join(', ');
    return [title, Object.fromEntries(cells) as Row];
  });
  const expectedOf = ({ 'same account': isSame, SCP, ...row }: Row): boolean =>
    (isSame ? row.identity || row.resource : row.identity && row.resource) &&
    row.boundary &&
    SCP &&
    row.session;
  const written = (allows: boolean, principal: object = {}): Written => ({
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Action: allows ? 's3:GetObject' : 's3:PutObject', ...principal },
        Resource: 'arn:aws:s3:::box/*',
      },
    ],
  });

  test.each(rows)('is let through as AWS says: %s', (_, row) => {
    const decision = decided({
      layers: {
        identity: [[written(row.identity)]],
        resource: [[written(row.resource, { Principal: { AWS: role } })]],
        ...{ boundary: [[written(row.boundary)]], session: [[written(row.session)]] },
        scps: [[written(true)], [written(row.SCP)]],
      },
      request: {
        ...{ caller: callers[2]!, action: 's3:GetObject', resource: 'arn:aws:s3:::box/a' },
        resourceAccount: row['same account'] ? own : other,
        context: { values: {}, unknown: [] },
      },
    });

    expect(decision).toBe(expectedOf(row) ? 'allowed' : 'implicit deny');
  });
});
