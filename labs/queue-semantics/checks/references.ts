/** How the template's resources hang together, as far as a check has to know. */
import type { Capabilities, Place } from '../../../lib/capabilities.ts';
import { parsePlaceholder, placeholdersIn } from '../../../lib/template/placeholder.ts';

/** Does the property refer to the resource at this place? */
export async function refersTo(
  fact: Capabilities['fact'],
  value: unknown,
  place: Place,
): Promise<boolean> {
  const [first = ''] = placeholdersIn(String(value));
  const there = parsePlaceholder(first)?.logicalId;
  if (there === undefined) return false;
  return (await fact(there)) === (await fact(place));
}
