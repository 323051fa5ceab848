/** Questions to a policy evaluator, several as one verdict. */
import type { Capabilities, PermissionRequest } from '../../../lib/capabilities.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';

export interface Question extends PermissionRequest {
  readonly expect: 'allowed' | 'denied';
}

/** Held where every answer is the expected one. */
export async function judgePermissions(
  may: Capabilities['may'],
  questions: readonly Question[],
): Promise<Verdict> {
  return every(await Promise.all(questions.map((question) => judge(may, question))));
}

async function judge(may: Capabilities['may'], { expect, ...asked }: Question): Promise<Verdict> {
  const { decision, trace } = await may(asked);
  const says = `${asked.who} ${asked.action} on ${asked.on}: ${decision}`;
  if (decision === 'depends') return unverified(says, trace);
  const isExpected = (decision === 'allowed') === (expect === 'allowed');
  return isExpected ? held(says, trace) : failed(`${says}, not ${expect}`, trace);
}
