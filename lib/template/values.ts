/** Values as intrinsics take them. Pure. */

/** The text of a value, as CloudFormation writes it into another text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || typeof value === 'symbol' ? '' : JSON.stringify(value);
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the map itself holds under the key: never what every object inherits, such as `constructor`. */
export function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
