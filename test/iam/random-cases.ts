/** Policies and requests drawn from few words, so that they often meet. */
import { decide, type Decision } from '../../lib/iam/decide/decide.ts';
import type { Layer, Policies, Policy } from '../../lib/iam/policies.ts';
import { readDocument } from '../../lib/iam/policy/read.ts';
import type { Caller, Context, Request } from '../../lib/iam/request.ts';
import { Symbols } from '../../lib/iam/text/symbols.ts';
import fc from '../support/fast-check.ts';

type Statement = Readonly<Record<string, unknown>>;
export interface Written {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}
/** Every layer alike: levels of policies. Only the organization's have more than one level. */
export type Layers = Readonly<Partial<Record<Layer, readonly (readonly Written[])[]>>>;
export interface Case {
  readonly layers: Layers;
  readonly request: Request;
}

export const [own, other] = ['111122223333', '444455556666'];
const team = 'aws:PrincipalTag/team';

const actions = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'kms:Decrypt'];
const actionPatterns = [
  ...actions,
  's3:*',
  '*',
  '*',
  '*',
  's3:Get*',
  'S3:?UTOBJECT',
  's3:*e*',
  'kms:*',
];
const objects = ['box/a', 'box/blue/a', '${Bucket}/a', '${Name}/a'].map(
  (each) => `arn:aws:s3:::${each}`,
);
const queues = [own, other].map((account) => `arn:aws:sqs:eu-west-1:${account}:jobs`);
const resources = [...objects, ...queues, `arn:aws:kms:eu-west-1:${own}:key/k`];
const resourcePatterns = [
  ...[
    ...resources,
    '*',
    '*',
    '*',
    '*',
    '*',
    'arn:aws:s3:::*',
    'arn:*:s3:::b?x/*',
    '${Arn}',
    '${Arn}/*',
  ],
  ...['arn:aws:s3:::${Queue}/*', 'arn:aws:s3:::${Name}/*', `arn:aws:s3:::box/\${${team}}/*`],
];
export const [user, role] = [`arn:aws:iam::${own}:user/Ann`, `arn:aws:iam::${own}:role/app/Web`];
const sessionCalled = (name: string): string => `arn:aws:sts::${own}:assumed-role/Web/${name}`;
export const sessions = [sessionCalled('one'), sessionCalled('two')] as const;
export const callers: readonly Caller[] = [
  { kind: 'user', arn: user, account: own },
  { kind: 'role', arn: role, account: own },
  { kind: 'role', arn: role, account: own, session: sessions[0] },
  { kind: 'role', arn: role, account: own, session: sessions[1], isServiceLinked: true },
  { kind: 'root', account: own },
  { kind: 'service', name: 'sns.amazonaws.com' },
  { kind: 'anonymous' },
];
const principals = [
  ...['*', '*', '*', { AWS: '*' }, { AWS: [user, role] }, { AWS: role }, { AWS: sessions[0] }],
  ...[{ AWS: own }, { AWS: `arn:aws:iam::${own}:root` }, { Service: 'sns.amazonaws.com' }],
  { AWS: [role, sessions[0], own] },
];

/** By key what a request may say; `undefined`: nothing. */
const said = {
  [team]: [undefined, 'blue', 'red', 'BLUE', '*', '${Name}'],
  'aws:TagKeys': [undefined, [], ['blue'], ['blue', 'red'], ['green']],
  'aws:SourceIp': [undefined, '203.0.113.5', '10.0.0.1', '2001:db8::1'],
  'aws:MultiFactorAuthAge': [undefined, '0', '3600', 'new'],
  'aws:SecureTransport': ['true', 'false'],
  'aws:CurrentTime': ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
} as const;
const tests: readonly (readonly [operators: readonly string[], key: string, values: string[]])[] = [
  [['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'], team, ['blue', '${Name}']],
  [['StringLike', 'StringNotLike'], team, ['b*', '${aws:SourceIp}', 'r?d']],
  [['StringLike', 'StringNotEquals'], 'aws:TagKeys', ['blue', `\${${team}, 'red'}`]],
  [['IpAddress', 'NotIpAddress'], 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32']],
  [['NumericLessThan', 'NumericNotEquals'], 'aws:MultiFactorAuthAge', ['0', '300']],
  [['Bool'], 'aws:SecureTransport', ['true', 'false']],
  [['DateLessThan', 'DateNotEquals'], 'aws:CurrentTime', ['2026-06-01', '2026-01-01T00:00:00Z']],
  [['Null', 'Null'], 'aws:MultiFactorAuthAge', ['true', 'false']],
  [['Null', 'Null'], 'aws:SecureTransport', ['true', 'false']],
];

const listed = (values: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.subarray([...values], { minLength: 1, maxLength: 2 });
const named = (element: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Statement> =>
  fc
    .tuple(fc.constantFrom('', '', '', '', '', '', 'Not'), values)
    .map(([not, value]) => ({ [`${not}${element}`]: value }));
const condition = fc.constantFrom(...tests).chain(([operators, key, values]) =>
  fc
    .record({
      set: fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:'),
      operator: fc.constantFrom(...operators),
      ifExists: fc.constantFrom('', '', 'IfExists'),
      some: listed(values),
    })
    .map(({ set, operator, ifExists, some }) => {
      const whole = operator === 'Null' ? operator : `${set}${operator}${ifExists}`;
      return { Condition: { [whole]: { [key]: some } } };
    }),
);
const limits: readonly Layer[] = ['identity', 'boundary', 'session', 'scps'];
export const hasPrincipal = (layer: Layer): boolean => !limits.includes(layer);

/** @param effects drawn alike often */
export const statement = (layer: Layer, ...effects: readonly string[]): fc.Arbitrary<Statement> =>
  fc
    .tuple(
      fc.constantFrom(...effects).map((effect) => ({ Effect: effect })),
      named('Action', listed(actionPatterns)),
      named('Resource', listed(resourcePatterns)),
      hasPrincipal(layer) ? named('Principal', fc.constantFrom(...principals)) : fc.constant({}),
      fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, condition),
    )
    .map((parts) => Object.assign({}, ...parts) as Statement);
const policy = (layer: Layer): fc.Arbitrary<Written> =>
  fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statement(layer, 'Allow', 'Allow', 'Allow', 'Allow', 'Deny'), {
      ...{ minLength: 1, maxLength: 3 },
    }),
  });
const levelsOf = (layer: Layer): fc.Arbitrary<readonly (readonly Written[])[]> => {
  const most = layer === 'boundary' || layer === 'endpoint' ? 1 : 2;
  const level = fc.array(policy(layer), { minLength: 1, maxLength: most });
  return fc.array(level, { minLength: 1, maxLength: layer.endsWith('cps') ? 2 : 1 });
};
export const context = fc.record(
  Object.fromEntries(Object.entries(said).map(([key, all]) => [key, fc.constantFrom(...all)])),
) as fc.Arbitrary<Carried>;
export type Carried = Readonly<Record<string, string | readonly string[] | undefined>>;

const everyLayer: readonly Layer[] = [...limits, 'resource', 'rcps', 'endpoint'];
const layersDrawn = fc
  .subarray([...everyLayer, 'identity', 'resource'] as Layer[], { minLength: 1, maxLength: 3 })
  .chain((all) => fc.record(Object.fromEntries(all.map((layer) => [layer, levelsOf(layer)]))));

interface Drawn extends Case {
  /** What the request carries, also of the keys that are hidden. */
  readonly carried: Carried;
  readonly hidden: readonly string[];
}

export const cases: fc.Arbitrary<Drawn> = fc
  .record({
    layers: layersDrawn,
    request: fc.record({
      ...{ caller: fc.constantFrom(...callers), action: fc.constantFrom(...actions) },
      resource: fc.constantFrom(...resources),
    }),
    account: fc.constantFrom({}, {}, { resourceAccount: own }, { resourceAccount: other }),
    carried: context,
    hidden: fc.oneof(fc.constant([]), fc.subarray(Object.keys(said))),
  })
  .map(({ account, request, ...drawn }) => {
    const known = contextOf(drawn.carried, drawn.hidden);
    return { ...drawn, request: { ...request, ...account, context: known } };
  });

export function contextOf(carried: Carried, unknown: readonly string[]): Context {
  const there = Object.entries(carried).filter(
    ([key, value]) => value !== undefined && !unknown.includes(key),
  );
  return { values: Object.fromEntries(there) as Context['values'], unknown };
}

function policiesOf(layers: Layers): Policies {
  const read = (layer: Layer, written: Written): Policy => {
    const document = readDocument(written, hasPrincipal(layer) ? 'resource' : 'identity');
    if (document.problems.length > 0) throw new Error(JSON.stringify(document.problems));
    return { name: layer, document };
  };
  const entries = Object.entries(layers).map(([key, written]) => {
    const layer = key as Layer;
    const levels = written.map((level) => level.map((each) => read(layer, each)));
    if (layer.endsWith('cps')) return [layer, levels];
    return [layer, layer === 'boundary' || layer === 'endpoint' ? levels.flat()[0] : levels.flat()];
  });
  return Object.fromEntries(entries) as Policies;
}

const generated = ['${Bucket}', '${Queue}'];

/** @param apart accounts that are not the template's */
export function decided(
  { layers, request }: Case,
  apart: readonly string[] = [],
): Decision['decision'] {
  const symbols = new Symbols((token) => ({ isGenerated: generated.includes(token) }), apart);
  return decide(policiesOf(layers), request, symbols).decision;
}

/** Each statement of each policy, with a way to put others in its place. */
export function placesIn(layers: Layers) {
  return Object.entries(layers).flatMap(([layer, levels]) =>
    levels.flatMap((level, l) =>
      level.flatMap((written, p) =>
        written.Statement.map((each, s) => ({
          layer: layer as Layer,
          each,
          with: (...all: readonly Statement[]): Layers => ({
            ...layers,
            [layer]: levels.with(
              l,
              level.with(p, { ...written, Statement: written.Statement.toSpliced(s, 1, ...all) }),
            ),
          }),
        })),
      ),
    ),
  );
}
