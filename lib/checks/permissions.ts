/** Ways of checks that ask who may do what: several questions as one verdict. Pure. */
import type { Capabilities, Permission, PermissionRequest } from '../capabilities.ts';
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
  const answer = await may(asked);
  const { decision, near = [], trace } = answer;
  const says = `${inWords(asked)}: ${decision}${becauseOf(answer)}`;
  if (decision === 'depends') return unverified(says, trace);
  const isExpected = (decision === 'allowed') === (expect === 'allowed');
  if (isExpected) return held(says, trace);
  return failed([`${says}, not ${expect}`, ...telling(near, asked)].join('; '), trace);
}

function becauseOf({ statement, silent = [], needs = [] }: Permission): string {
  if (statement !== undefined) return ` by ${statement}`;
  if (needs.length > 0) return ` on ${needs.join(', ')}`;
  return silent.length === 0 ? '' : ` (silent: ${silent.join(', ')})`;
}

/** Of statements that nearly decided those that hang on what was asked; else the first. */
function telling(near: readonly string[], { context = {} }: PermissionRequest): readonly string[] {
  const keys = Object.keys(context);
  const about = near.filter((each) => keys.some((key) => each.includes(` ${key} `)));
  return about.length > 0 ? about.slice(0, 3) : near.slice(0, 1);
}

/** `Shop sns:Publish on Orders (aws:SecureTransport false)` */
function inWords({ who, action, on, context = {} }: PermissionRequest): string {
  const carried = Object.entries(context).map(([key, value]) =>
    value.length === 0 ? `no ${key}` : `${key} ${[value].flat().join(' ')}`,
  );
  const place = on.replace(/^\$\{([^{}.]+)(?:\.Arn)?\}/, '$1');
  return `${who} ${action} on ${place}${carried.length === 0 ? '' : ` (${carried.join(', ')})`}`;
}
