/** Ready-made ways for what a template says: they read a property, and prove no behaviour. */
import { isDeepStrictEqual } from 'node:util';
import type { Place, Properties } from '../capabilities.ts';
import { every, failed, held, type Verdict } from '../verdict.ts';

/** The value at a dotted path, such as `Policies.PasswordPolicy.MinimumLength` or `Statement.0.Effect`. */
export function at(properties: Properties, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], properties);
}

/** Held where the property is what the lab tells; otherwise failed with what it is. */
export function judgeFact(
  resource: Place,
  properties: Properties,
  told: Readonly<Record<string, unknown>>,
): Verdict {
  return every(
    Object.entries(told).map(([property, wanted]) => {
      const value = at(properties, property);
      const evidence = { kind: 'fact', resource, property, value } as const;
      const says = `${resource} ${property}: ${written(value)}`;
      const same = isDeepStrictEqual(value, wanted);
      return same ? held(says, evidence) : failed(`${says}, not ${written(wanted)}`, evidence);
    }),
  );
}

function written(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === undefined
      ? 'not there'
      : JSON.stringify(value);
}
