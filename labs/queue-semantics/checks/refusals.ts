/** Calls that the service must refuse. */
import { refusalOf } from '../../../lib/capabilities.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';

/** Held where the call is refused with a code like this one. */
export async function refused(
  what: string,
  call: Promise<unknown>,
  codes: RegExp,
): Promise<Verdict> {
  const refusal = await refusalOf(call);
  const evidence = {
    kind: 'exchange',
    request: what,
    response: refusal === undefined ? 'accepted' : `${refusal.status} ${refusal.code}`,
  } as const;
  if (refusal === undefined) return failed(`${what} is accepted`, evidence);
  return codes.test(refusal.code)
    ? held(`${what} is refused: ${refusal.code}`, evidence)
    : failed(`${what} is refused with ${refusal.code}: ${refusal.message}`, evidence);
}

/** What SQS calls a parameter that is missing, out of range or not for this kind of queue. */
export const badParameter = /^(Missing|Invalid)\w*(Parameter|AttributeValue)/;
