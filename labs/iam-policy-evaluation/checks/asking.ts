/** An answer held against what a case expects, and several judgements as one verdict. */
import type { Capabilities, Permission, PermissionRequest } from '../../../lib/capabilities.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import { idOf } from '../policies.ts';
import type { Expected } from './cases.ts';

export type May = Capabilities['may'];

/** The answer, or why this target has none: a simulator takes some policies and not others. */
export async function answered(
  may: May,
  asked: PermissionRequest,
  judge: (answer: Permission) => Verdict,
): Promise<Verdict> {
  try {
    return judge(await may(asked));
  } catch (error) {
    if (error instanceof Unavailable) return unverified(error.message);
    throw error;
  }
}

/** Is it this decision, by this statement? A target that names no statement is asked for the decision alone. */
export function judgeAnswer(what: string, answer: Permission, expect: Expected): Verdict {
  const { decision, statement, silent, trace } = answer;
  const reason = statement ?? ((silent ?? []).join(', ') || 'no statement');
  const says = `${what}: ${decision} by ${reason}`;
  if (decision !== expect.decision) return failed(`${says}, not ${expect.decision}`, trace);
  if (isNamed(answer, expect)) return held(says, trace);
  return failed(`${says}, not by ${[expect.policy, expect.sid ?? []].flat().join(' ')}`, trace);
}

function isNamed({ by, statement, silent }: Permission, { policy, sid }: Expected): boolean {
  const named = by === undefined ? silent : [by.policy];
  // A simulator names the statement its own way.
  if (named === undefined) return statement !== undefined;
  const isOne = [policy].flat().some((each) => named.some((one) => isCalled(one, each)));
  return isOne && (sid === undefined || sid === by?.sid);
}

/** A policy of the template is called by its file. */
function isCalled(name: string, expected: string): boolean {
  if (name === expected) return true;
  const tail = `/Policies/${idOf(expected)}`;
  return name.endsWith(tail) || name.includes(`${tail} `);
}

/** What was seen, each of it in words; one that did not hold speaks for all. */
export function eachTold(verdicts: readonly Verdict[]): Verdict {
  const one = every(verdicts);
  return one.outcome === 'held'
    ? { ...one, reason: verdicts.map(({ reason }) => reason).join('; ') }
    : one;
}

/** One that failed speaks for all; what was judged is counted where something could not be. */
export function together(verdicts: readonly Verdict[], what: string): Verdict {
  const wrong = verdicts.find(({ outcome }) => outcome === 'failed');
  if (wrong !== undefined) return wrong;
  const open = verdicts.filter(({ outcome }) => outcome === 'unverified');
  const [first] = open;
  const judged = verdicts.length - open.length;
  if (first !== undefined)
    return unverified(
      `${judged} of ${verdicts.length} ${what} hold, and of the others it is not known: ${first.reason}`,
    );
  const [evidence] = verdicts.flatMap((each) => each.evidence ?? []);
  return held(`${judged} of ${judged} ${what}`, evidence);
}
