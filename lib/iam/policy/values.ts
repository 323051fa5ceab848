/** What a policy document is made of. Pure. */

export type Properties = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

/** Numbers and booleans are texts to IAM. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
}

/** As a sentence shows it, cut short. */
export function inWords(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
