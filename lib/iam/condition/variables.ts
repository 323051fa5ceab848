/**
 * Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { Key, Keys } from './keys.ts';

/** A colon that is not doubled tells a key from what a template refers to. */
const variable = /\$\{([A-Za-z][\w.-]*:(?!:)[^{},]+?)(?:\s*,\s*'([^']*)')?\s*\}/g;

export function hasVariable(text: string): boolean {
  return text.includes('${') && text.search(variable) >= 0;
}

/**
 * The pattern with each variable's value in it, whose stars are no wildcards; nothing where one has no value, or
 * several: then the pattern matches nothing. One that is not known stays.
 */
export function withValues(pattern: string, keys: Keys): string | undefined {
  if (!pattern.includes('${')) return pattern;
  const values = [...pattern.matchAll(variable)].map(([, key = '', otherwise]) =>
    valueOf(keys.get(key), key, otherwise),
  );
  if (values.includes(undefined)) return undefined;
  return pattern.replace(variable, () => values.shift() ?? '');
}

function valueOf(found: Key, key: string, otherwise: string | undefined): string | undefined {
  if (found.is === 'unknown') return `\${${key}}`;
  const values = found.is === 'present' ? found.values : [otherwise ?? []].flat();
  const [only, ...more] = values;
  return only === undefined || more.length > 0 ? undefined : escaped(only);
}

/** What a template refers to stays what it is. */
function escaped(value: string): string {
  return value.replace(/[*?]|\$(?!\{)/g, (sign) => `\${${sign}}`);
}
