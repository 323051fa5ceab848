/** What a request carries, held against what AWS says of each key. */
import { unknownNames, type Context } from '../questions/may-context.ts';
import { KitError } from '../errors.ts';
import { isSurelyTyped, wrongValue } from '../iam/key-values.ts';
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
  if (values.length > 1 && isSurelyTyped(key) && !type.startsWith('ArrayOf'))
    throw new KitError('BadContext', `${key} has one value in a request, not ${values.length}`, {
      next: 'ask once for each value',
    });
  if (/^aws:/i.test(key)) refuseBadValue(key, values, type);
}

function refuseBadValue(key: string, values: readonly string[], type: string): void {
  const wrong = wrongValue(key, values, type);
  if (wrong === undefined) return;
  throw new KitError('BadContext', wrong, {
    next: 'give one, or null where the request has none',
  });
}
