/** Property values as templates write them: one or many, `true` or `"true"`, 3 or `"3"`. Pure. */
import type { Properties } from '../capabilities.ts';

/** A list, whether one value, several or none were written. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

/** The same as texts. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(textOf);
}

/** A text; empty where nothing was written. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** A map; empty where nothing or something else was written. */
export function mapOf(value: unknown): Properties {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Properties) : {};
}

/** A map that may be written as JSON in a text; empty where it is neither. */
export function jsonMapOf(value: unknown): Properties {
  if (typeof value !== 'string') return mapOf(value);
  try {
    return mapOf(JSON.parse(value));
  } catch {
    return {};
  }
}

export function isTrue(value: unknown): boolean {
  return textOf(value).toLowerCase() === 'true';
}

/** A number; undefined where none was written or only the deployment knows it. */
export function numberOf(value: unknown): number | undefined {
  const written = textOf(value).trim();
  const number = Number(written);
  return written === '' || Number.isNaN(number) ? undefined : number;
}
