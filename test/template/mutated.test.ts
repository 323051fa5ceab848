import fc from '../support/fast-check.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KitError, messageOf } from '../../lib/errors.ts';
import { openTemplates } from '../../lib/template/open.ts';
import { temporaryFolder, thrownBy } from './folder.ts';

const seed = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'seeds', name), 'utf8');
const json = seed('network.json');
const yaml = seed('network.yaml');

const folder = temporaryFolder();
afterAll(folder.remove);

/** A change at a place, with something; each a number that is taken modulo what there is. */
type Step = readonly [kind: number, place: number, what: number];

interface Spot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function spotsOf(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...spotsOf(holder[key])]);
}

const functions = [
  ...['Ref', 'Condition', 'Fn::If', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Cidr'],
  ...['Fn::GetAtt', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::GetAZs', 'Fn::Base64', 'Fn::Equals'],
  ...['Fn::And', 'Fn::Not', 'Fn::Or', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Transform'],
  ...['Fn::ForEach::X', 'Fn::GetStackOutput', 'Fn::Nothing', '__proto__', 'constructor'],
];
const values: readonly unknown[] = [
  ...[
    null,
    0,
    -1,
    1.5,
    true,
    '',
    'x',
    '${',
    '${Vpc',
    '${!x}',
    '${Vpc.CidrBlock}',
    '{{resolve:ssm:x}}',
  ],
  ...[[], {}, [[]], { a: { b: {} } }, ['a', 'b', 'c'], 'Vpc', 'IsProd', 'Always', 'Never', '999'],
  ...[{ Ref: 'Vpc' }, { Ref: 'Nobody' }, { Ref: 'AWS::NoValue' }, { 'Fn::GetAtt': ['Web', 'Arn'] }],
  ...[{ Condition: 'IsProd' }, { 'Fn::If': ['IsProd', 1, 2] }, 'AWS::CloudFormation::Stack'],
  nest(60),
  nest(400),
];
const changes: readonly ((spot: Spot, other: Spot, what: number) => void)[] = [
  ({ holder, key }) => {
    Reflect.deleteProperty(holder, key);
  },
  ({ holder, key }, _, what) => (holder[key] = structuredClone(values[what % values.length])),
  ({ holder, key }, other) => (holder[key] = structuredClone(other.holder[other.key])),
  ({ holder, key }, other) => {
    [holder[key], other.holder[other.key]] = [other.holder[other.key], holder[key]];
  },
  ({ holder, key }, _, what) => {
    holder[key] = { [functions[what % functions.length] ?? 'Ref']: holder[key] };
  },
  ({ holder, key }, other) => {
    holder[other.key] = holder[key];
    Reflect.deleteProperty(holder, key);
  },
  ({ holder, key }, _, what) => {
    holder[functions[what % functions.length] ?? 'Ref'] = holder[key];
    Reflect.deleteProperty(holder, key);
  },
];

function nest(depth: number): unknown {
  return depth === 0 ? 'deep' : { 'Fn::Base64': nest(depth - 1) };
}

function mutated(steps: readonly Step[]): string {
  const template: unknown = JSON.parse(json);
  for (const [kind, place, what] of steps) {
    const spots = spotsOf(template);
    const [spot, other] = [spots[place % spots.length], spots[what % spots.length]];
    // Data that holds itself is no JSON: grafting a part into itself is left out.
    if (spot === undefined || other === undefined) continue;
    const before = JSON.stringify(template);
    changes[kind % changes.length]?.(spot, other, what);
    if (isCircular(template)) return before;
  }
  return JSON.stringify(template, null, 1);
}

function isCircular(value: unknown): boolean {
  return thrownBy(() => JSON.stringify(value)) !== undefined;
}

const cut = (text: string, [kind, place, what]: Step): string => {
  const at = place % text.length;
  const signs = [
    '',
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\n',
    '*a',
    '&a ',
    '!Ref ',
    '- ',
    '\u0000',
    '#',
  ];
  if (kind % 3 === 0) return text.slice(0, at);
  if (kind % 3 === 1)
    return text.slice(0, at) + (signs[what % signs.length] ?? '') + text.slice(at + 1);
  return text.slice(0, at) + text.slice(what % text.length);
};

let answered = 0;
let refused = 0;

/** Either an answer, or one sentence about the file; never anything else. */
function expectAnswerOrSentence(file: string): void {
  const error = thrownBy(() => openTemplates(file));
  if (error === undefined) {
    answered++;
    return;
  }
  refused++;
  expect(error).toBeInstanceOf(KitError);
  const message = messageOf(error);
  expect(message).toContain(file);
  expect(message).not.toMatch(/\n|undefined|cannot read prop|is not a func|not iterable|\[object/i);
  expect(message.length).toBeLessThan(400);
}

const step = fc.tuple(fc.nat(), fc.nat(), fc.nat());

test('8,000 templates with keys moved, parts exchanged and functions swapped are answered or refused', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
      expectAnswerOrSentence(folder.write('mutated.json', mutated(steps)));
    }),
    { numRuns: 8000 },
  );
  // Neither all too gentle nor all too rough.
  expect(Math.min(answered, refused)).toBeGreaterThan(400);
}, 300_000);

test('2,000 texts cut and patched, JSON and YAML, are answered or refused', () => {
  fc.assert(
    fc.property(fc.boolean(), step, (isJson, how) => {
      const name = isJson ? 'cut.json' : 'cut.yaml';
      expectAnswerOrSentence(folder.write(name, cut(isJson ? json : yaml, how)));
    }),
    { numRuns: 2000 },
  );
}, 300_000);
