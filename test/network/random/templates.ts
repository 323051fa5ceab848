/** A template with one to four things changed. */
import type { RawTemplate } from '../../../lib/template/template.ts';
import type { Chance } from './chance.ts';

/** A place in the template. */
interface Spot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** What people write in the wrong place. */
const values: readonly unknown[] = [
  ...[null, 0, -1, 65_536, 1.5, true, 'true', '', 'x', '*', '-1', 'icmp', 'all', [], {}, [[]]],
  ...['10.0.0.0/8', '10.0.0.0/33', '10.0.0.256', '::/0', '0.0.0.0/0', 'fe80::/10', '10.0.0.7'],
  ...['igw-0abc', 'vpce-0abc', 'pl-0abc', 'eni-0abc', 'local', 'block-ingress', 'network'],
  ...['${', '${Vpc', '{{resolve:ssm:x}}', { Ref: 'Nobody' }, { Ref: 'AWS::NoValue' }],
  ...[{ Ref: 'AWS::Region' }, { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, { 'Fn::GetAZs': '' }],
  ...[{ 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }, { 'Fn::Select': [9, ['a']] }, { 'Fn::If': [] }],
];

type Change = (chance: Chance, spot: Spot, other: Spot) => void;

const changes: readonly Change[] = [
  (_chance, { holder, key }) => {
    Reflect.deleteProperty(holder, key);
  },
  (chance, { holder, key }) => {
    holder[key] = structuredClone(chance.one(values.filter((each) => each !== undefined)));
  },
  (_chance, { holder, key }, other) => {
    holder[key] = structuredClone(other.holder[other.key]);
  },
  (_chance, { holder, key }, other) => {
    [holder[key], other.holder[other.key]] = [other.holder[other.key], holder[key]];
  },
  (_chance, { holder, key }) => {
    holder[key] = [holder[key]];
  },
];

export function mutated(template: RawTemplate, chance: Chance): string {
  let text = JSON.stringify(template);
  for (const count of Array(1 + chance.below(4)).keys()) {
    const changed = changedOnce(text, chance);
    // Data that holds itself is no JSON.
    if (changed !== undefined) text = changed;
    if (count > 0 && chance.is(0.3)) break;
  }
  return text;
}

function changedOnce(text: string, chance: Chance): string | undefined {
  const template: unknown = JSON.parse(text);
  const spots = spotsOf(template);
  if (spots.length === 0) return undefined;
  chance.one(changes)(chance, chance.one(spots), chance.one(spots));
  try {
    return JSON.stringify(template);
  } catch {
    return undefined;
  }
}

function spotsOf(value: unknown): readonly Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...spotsOf(holder[key])]);
}
