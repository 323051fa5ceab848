/** `--context` and `--without`: what the request carries, held against what AWS says of each key. */
import { KitError } from '../errors.ts';
import { isSurelyTyped, wrongValue } from '../iam/key-values.ts';
import { resourcesAt } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { typeOfKey } from './may-names.ts';

/** By key; an empty list: the request has no such key. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

interface Given {
  readonly key: string;
  readonly values: readonly string[];
}

const example = 'such as --context aws:SourceIp=203.0.113.7';

/** @throws BadOption */
export async function contextOf(
  pairs: readonly string[],
  without: readonly string[],
): Promise<Context> {
  const given = givenIn(pairs);
  for (const key of without) refuseNoKey(key);
  for (const { key } of given) refuseBoth(key, without);
  for (const each of given) await refuseUnlikely(each);
  return Object.fromEntries([
    ...given.map(({ key, values }) => [key, valueOf(values)] as const),
    ...without.map((key) => [key, []] as const),
  ]);
}

/** Names in `${...}` that no resource has, so that the text stands for itself. */
export function unknownNames(context: Context, resources: readonly Resource[]): readonly string[] {
  const texts = Object.values(context).flat();
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\$\{([^{}:.]+)(?:\.[^{}]+)?\}/g)].map(([, name = '']) => name),
  );
  return [...new Set(names)].filter((name) => resourcesAt(resources, name).length === 0);
}

function valueOf(values: readonly string[]): string | readonly string[] {
  const [only, ...more] = values;
  return only === undefined || more.length > 0 ? values : only;
}

/** AWS compares keys in any case: two spellings of one key are that key twice. */
function givenIn(pairs: readonly string[]): readonly Given[] {
  const given = new Map<string, Given>();
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined)
      throw new KitError('BadOption', `--context ${pair} is no KEY=VALUE`, { next: example });
    refuseNoKey(key);
    const { key: first, values } = given.get(key.toLowerCase()) ?? { key, values: [] };
    given.set(key.toLowerCase(), { key: first, values: [...values, value] });
  }
  return [...given.values()];
}

function refuseNoKey(key: string): void {
  if (/^[^:]+:./s.test(key)) return;
  throw new KitError('BadOption', `'${key}' is no condition key: one has a prefix and a colon`, {
    next: example,
  });
}

function refuseBoth(key: string, without: readonly string[]): void {
  if (!without.some((each) => each.toLowerCase() === key.toLowerCase())) return;
  throw new KitError('BadOption', `--context says what ${key} is, and --without that it is none`, {
    next: 'keep one of the two',
  });
}

async function refuseUnlikely({ key, values }: Given): Promise<void> {
  if (!isSurelyTyped(key)) return;
  const type = await typeOfKey(key);
  if (type === undefined) return;
  if (values.length > 1 && !type.startsWith('ArrayOf'))
    throw new KitError('BadOption', `${key} has one value in a request, not ${values.length}`, {
      next: 'ask once for each value',
    });
  if (key.toLowerCase().startsWith('aws:')) refuseBadValue(key, values, type);
}

function refuseBadValue(key: string, values: readonly string[], type: string): void {
  const wrong = wrongValue(key, values, type);
  if (wrong === undefined) return;
  throw new KitError('BadOption', wrong, {
    next: `--context ${key}=VALUE, or --without ${key} where the request has none`,
  });
}
