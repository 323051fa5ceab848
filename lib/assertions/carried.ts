/** What a request carries, held against what AWS says of each key. */
import { isIP } from 'node:net';
import { unknownNames, type Context } from '../commands/may-context.ts';
import { KitError } from '../errors.ts';
import type { Resource } from '../template/template.ts';
import { nearestKey, typeOfKey } from './aws-names.ts';

/** By condition key; null: the request has no such key. `${LogicalId}` is a resource's name, `${LogicalId.Arn}` its ARN. */
export type Carried = Readonly<Record<string, string | readonly string[] | null>>;

const example = "such as { 'aws:SourceIp': '203.0.113.7' }";

/** @throws BadContext */
export function contextIn(carried: Carried, resources: readonly Resource[]): Context {
  const keys = Object.keys(carried);
  for (const key of keys) refuseTwice(key, keys);
  const entries = Object.entries(carried).map(
    ([key, value]): readonly [string, string | readonly string[]] => {
      refuseUnlikely(key, [value ?? []].flat());
      return [key, value ?? []];
    },
  );
  const context: Context = Object.fromEntries(entries);
  const [name] = unknownNames(context, resources);
  if (name === undefined) return context;
  throw new KitError('BadContext', `no resource is called '${name}', which a value names`, {
    next: 'write its logical id',
  });
}

/** AWS compares keys in any case. */
function refuseTwice(key: string, keys: readonly string[]): void {
  const [one, other] = keys.filter((each) => each.toLowerCase() === key.toLowerCase());
  if (other === undefined) return;
  throw new KitError('BadContext', `${String(one)} and ${other} are one key`, {
    next: 'keep one of the two, with a list where it has several values',
  });
}

function refuseUnlikely(key: string, values: readonly string[]): void {
  if (!/^[^:]+:./s.test(key))
    throw new KitError('BadContext', `'${key}' is no condition key: one has a prefix and a colon`, {
      next: example,
    });
  const type = typeOfKey(key);
  if (type === undefined) {
    const near = nearestKey(key);
    if (near === undefined) return;
    throw new KitError('BadContext', `AWS knows no condition key ${key}`, { next: near });
  }
  if (values.length > 1 && sure.test(key) && !type.startsWith('ArrayOf'))
    throw new KitError('BadContext', `${key} has one value in a request, not ${values.length}`, {
      next: 'ask once for each value',
    });
  if (/^aws:/i.test(key)) refuseBadValue(key, values, type);
}

/** Keys whose types are told for sure; those of other services are taken on trust. */
const sure = /^(aws|sts|dynamodb):/i;

interface Shape {
  readonly is: (value: string) => boolean;
  readonly says: string;
}

const seconds: Shape = {
  is: (value) => /^\d+$/.test(value),
  says: 'a number of seconds',
};

/** @see https://www.w3.org/TR/NOTE-datetime, where a time has its zone */
const date = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:\d{2}))?)?)?$/;

/** By what AWS calls the type of a key. */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ['Bool', { is: (value) => /^(true|false)$/i.test(value), says: 'true or false' }],
  [
    'Date',
    {
      is: (value) => date.test(value) && !Number.isNaN(Date.parse(value)),
      says: 'a date such as 2026-01-31 or 2026-01-31T12:00:00Z',
    },
  ],
  ['IPAddress', { is: (value) => isIP(value) !== 0, says: 'one address such as 203.0.113.7' }],
  ['Numeric', seconds],
]);

function refuseBadValue(key: string, values: readonly string[], type: string): void {
  const shape = /^aws:epochtime$/i.test(key) ? seconds : shapes.get(type);
  const bad = values.find((each) => !each.includes('${') && shape?.is(each) === false);
  if (shape === undefined || bad === undefined) return;
  throw new KitError('BadContext', `${key} is ${shape.says}, not '${bad}'`, {
    next: 'give one, or null where the request has none',
  });
}
