/** The account of the people. Cases are written for 111111111111; a person may choose another. */
import type { Capabilities, PermissionRequest } from '../../../lib/capabilities.ts';
import { by, type Way } from '../../../lib/lab.ts';
import type { Verdict } from '../../../lib/verdict.ts';
import type { May } from './asking.ts';

const written = '111111111111';

/** Asks as it is written where the template cannot be looked at: what hangs on an account number is not known there. */
export function asked(judge: (may: May) => Promise<Verdict>): readonly Way[] {
  return [
    by(['may', 'fact'], async ({ may, fact }) => judge(at(await homeOf(fact), may)), {
      strength: 'proved',
    }),
    by(['may'], ({ may }) => judge(may)),
  ];
}

/** The same questions in this account. */
export function at(account: string, may: May): May {
  return (request) => {
    const text = JSON.stringify(request).replaceAll(written, account);
    return may(JSON.parse(text) as PermissionRequest);
  };
}

/** As the trust policy of a role that its own account may assume has it. */
export async function homeOf(fact: Capabilities['fact']): Promise<string> {
  const trust = JSON.stringify((await fact('Roles/Pipeline'))['AssumeRolePolicyDocument']);
  return /:iam::(\d{12}):root/.exec(trust)?.[1] ?? written;
}
