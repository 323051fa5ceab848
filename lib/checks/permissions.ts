/** Ways of checks that ask who may do what: several questions as one verdict. Pure. */
import type { Capabilities, PermissionRequest } from '../capabilities.ts';
import { every, failed, held, unverified, type Verdict } from '../verdict.ts';

export interface Permitted extends PermissionRequest {
  readonly expect: 'allowed' | 'denied';
}

/** Held where every answer is the expected one; unverified where one hangs on what nobody has said. */
export async function judgePermissions(
  may: Capabilities['may'],
  questions: readonly Permitted[],
): Promise<Verdict> {
  return every(await Promise.all(questions.map((question) => judge(may, question))));
}

async function judge(may: Capabilities['may'], { expect, ...asked }: Permitted): Promise<Verdict> {
  const { decision, statement, needs = [], near = [], trace } = await may(asked);
  const by = statement === undefined ? '' : ` by ${statement}`;
  const says = `${inWords(asked)}: ${decision}${by}`;
  if (decision === 'depends')
    return unverified(needs.length === 0 ? says : `${says} on ${needs.join(', ')}`, trace);
  const isExpected = (decision === 'allowed') === (expect === 'allowed');
  if (isExpected) return held(says, trace);
  const [nearest] = near;
  const but = nearest === undefined ? '' : `; ${nearest}`;
  return failed(`${says}, not ${expect}${but}`, trace);
}

/** `Shop sns:Publish on Orders (aws:SecureTransport false)` */
function inWords({ who, action, on, context = {} }: PermissionRequest): string {
  const carried = Object.entries(context).map(([key, value]) =>
    value.length === 0 ? `no ${key}` : `${key} ${[value].flat().join(' ')}`,
  );
  const place = on.replace(/^\$\{([^{}.]+)(?:\.Arn)?\}/, '$1');
  return `${who} ${action} on ${place}${carried.length === 0 ? '' : ` (${carried.join(', ')})`}`;
}
