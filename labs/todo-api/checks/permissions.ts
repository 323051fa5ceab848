/** Questions to a policy evaluator, several as one verdict. */
import type { Capabilities, PermissionRequest, Place } from '../../../lib/capabilities.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';

export interface Question extends Omit<PermissionRequest, 'who'> {
  readonly expect: 'allowed' | 'denied';
}

/** Held where every answer is the expected one. */
export async function judgePermissions(
  may: Capabilities['may'],
  who: Place,
  questions: readonly Question[],
): Promise<Verdict> {
  return every(await Promise.all(questions.map((question) => judge(may, who, question))));
}

async function judge(
  may: Capabilities['may'],
  who: Place,
  { expect, ...question }: Question,
): Promise<Verdict> {
  const { decision, trace } = await may({ who, ...question });
  const says = `${who} ${question.action} on ${question.on}: ${decision}`;
  if (decision === 'depends') return unverified(says, trace);
  const isExpected = (decision === 'allowed') === (expect === 'allowed');
  return isExpected ? held(says, trace) : failed(`${says}, not ${expect}`, trace);
}
