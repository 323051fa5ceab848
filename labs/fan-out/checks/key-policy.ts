/** Which service may use the topic's key, as its policy says. */
import type { Properties } from '../../../lib/capabilities.ts';
import type { Permitted } from '../../../lib/checks/permissions.ts';
import { statementsOf, type Statement } from '../../../lib/checks/sns.ts';
import { failed, held, type Verdict } from '../../../lib/verdict.ts';

/** What it takes to write an encrypted message. */
const keyActions = ['kms:GenerateDataKey*', 'kms:Decrypt'];

const key = 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Sales/Key}';

/** The questions whether somebody may use the key. */
export function keyUses(who: string): readonly Permitted[] {
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
    ...{ who, action },
    ...{ on: key, expect: 'allowed' as const },
  }));
}

export function judgeKey(key: Properties, service: string): Verdict {
  const isLet = statementsOf(key, 'KeyPolicy').some((each) =>
    letsService(
      each,
      service,
      keyActions.map((action) => action.toLowerCase()),
    ),
  );
  return isLet
    ? held(`the key lets ${service} use it`)
    : failed(`the policy of the key does not name ${service}`);
}

/** Does the statement let the service do all of this? Actions in lower case. */
export function letsService(
  { Effect, Principal, Action }: Statement,
  service: string,
  actions: readonly string[],
): boolean {
  const { Service, AWS } = Object(Principal) as Properties;
  const allowed = [Action].flat().map((each) => String(each).toLowerCase());
  return (
    Effect === 'Allow' &&
    ([Principal, AWS].includes('*') || [Service].flat().includes(service)) &&
    actions.every((each) => allowed.includes(each))
  );
}
