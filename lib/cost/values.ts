/** Reading resolved properties that somebody else wrote: nothing here throws, and what is not known is said. */

export type Properties = Readonly<Record<string, unknown>>;

/** The value at the path of property names and list positions. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)
        ? (inside as Properties)[key]
        : undefined,
    value,
  );
}

/** Something is there, but only a deployment knows what: `${InstanceType}`. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('${') || value.includes('{{resolve:'));
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

/** A template may write `true` or `"true"`. Unknown counts as not set. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A number, or a number written as text; nothing for anything else and below zero. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = String(value).trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

export interface Quantity {
  readonly quantity: number;
  readonly atLeast?: string;
}

/** How many: the property, what AWS takes where it is left out, or the same as a least where it is not known. */
export function quantityAt(properties: Properties, name: string, otherwise: number): Quantity {
  const value = at(properties, name);
  if (value === undefined) return { quantity: otherwise };
  const quantity = numberOf(value);
  return quantity === undefined
    ? { quantity: otherwise, atLeast: `${name} is ${shown(value)}` }
    : { quantity };
}

/** As many as are listed; the least, and why it may be more, where none is. */
export function countOf(list: readonly unknown[], least: number, why: string): Quantity {
  return list.length > 0 ? { quantity: list.length } : { quantity: least, atLeast: why };
}

/** A value in a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not there';
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 60);
}
