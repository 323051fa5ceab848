/** How sections name where something stands. */
import type { Report, Standing } from '../report.ts';

/** That there is nothing is known of what is here alone. */
export function none({ absent }: Pick<Report, 'absent'>, says: string): string {
  return absent.length === 0 ? `${says}.` : `${says}, as far as the templates that are here say.`;
}

export function placeText({ stack, place, type }: Standing): string {
  return `${stack}/${place} (${type})`;
}
