/** Where something stands, in a cell. */
import type { Standing } from '../report.ts';

export function placeText({ stack, place, type }: Standing): string {
  return `${stack}/${place} (${type})`;
}
