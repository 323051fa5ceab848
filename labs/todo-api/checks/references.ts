/** How the template's resources hang together, as far as a check has to know. */
import type { Capabilities, Place, Properties } from '../../../lib/capabilities.ts';
import { NotBuilt } from '../../../lib/errors.ts';
import { parsePlaceholder, placeholdersIn } from '../../../lib/template/placeholder.ts';
import type { Verdict } from '../../../lib/verdict.ts';

export interface Method {
  readonly place: Place;
  readonly verb: string;
  readonly properties: Properties;
}

/** Every method but the preflights, which a browser sends without a token. */
export async function methodsOf(facts: Capabilities['facts']): Promise<readonly Method[]> {
  const methods = [...(await facts('AWS::ApiGateway::Method'))].map(([place, properties]) => ({
    place,
    verb: String(properties['HttpMethod']),
    properties,
  }));
  return methods.filter(({ verb }) => verb !== 'OPTIONS');
}

/** `${ApiTokenCheck1A2B}` -> `ApiTokenCheck1A2B`: what a property refers to, by its logical id; else empty text. */
export function referred(value: unknown): Place {
  const [first = ''] = placeholdersIn(String(value));
  const isFirst = String(value).startsWith(first);
  return isFirst ? (parsePlaceholder(first)?.logicalId ?? '') : '';
}

/** Does the property refer to the resource at this place? */
export async function refersTo(
  fact: Capabilities['fact'],
  value: unknown,
  place: Place,
): Promise<boolean> {
  const there = referred(value);
  if (there === '') return false;
  const [one, other] = await Promise.all([fact(there), fact(place)]);
  return one === other;
}

/** At a stage that lacks what is asked for the answer is the other one. */
export async function whereBuilt(
  otherwise: Verdict,
  judge: () => Promise<Verdict>,
): Promise<Verdict> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof NotBuilt) return otherwise;
    throw error;
  }
}
