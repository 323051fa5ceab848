/** Denies that hit whom they should not, or miss whom they should. Pure. */
import { isMet, type Asking } from '../condition/condition.ts';
import { Keys } from '../condition/keys.ts';
import type { Condition } from '../policy/statement.ts';
import type { Context } from '../request.ts';
import { isOn } from './conditions.ts';
import { conditionPlace, type Look, type Looking } from './fault.ts';

/**
 * What a service does for the caller comes from the service's own address.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html
 */
export const denyByAddress: Look = (statement, looking) => {
  const { effect, conditions } = statement;
  const isSpared = conditions.some((each) => spares(each, looking));
  if (effect === 'Allow' || isSpared) return [];
  return conditions
    .filter((each) => each.operator === 'NotIpAddress' && isOn(each, 'aws:sourceip'))
    .map((each) => ({
      place: conditionPlace(statement, each),
      says: 'it hits services that act for the caller: nothing says aws:ViaAWSService is false',
      fault: 'deny-ip-via-service',
    }));
};

function spares(condition: Condition, looking: Looking): boolean {
  if (condition.key.toLowerCase().startsWith('aws:calledvia')) return true;
  return meets(condition, { 'aws:ViaAWSService': 'true' }, looking) === false;
}

const mfa = 'aws:multifactorauthpresent';

/**
 * Requests with long-term keys have no such key at all.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export const denyWithoutMfa: Look = (statement, looking) => {
  const { statements } = looking.document;
  const isSaidApart = statements.some(
    ({ effect, conditions }) =>
      effect === 'Deny' && conditions.some((each) => each.operator === 'Null' && isOn(each, mfa)),
  );
  if (statement.effect === 'Allow' || isSaidApart) return [];
  return statement.conditions
    .filter((each) => isOn(each, mfa))
    .filter(
      (each) =>
        meets(each, { [mfa]: 'false' }, looking) === true &&
        meets(each, { [mfa]: [] }, looking) === false,
    )
    .map((each) => ({
      place: conditionPlace(statement, each),
      says: 'it misses long-term keys, whose requests have no such key: BoolIfExists meets them',
      fault: 'mfa-if-exists',
    }));
};

/** Would a request of somebody's with these values meet it? */
function meets(condition: Condition, values: Context['values'], { symbols }: Looking) {
  const asking: Asking = {
    keys: new Keys({
      caller: { kind: 'user', arn: 'arn:aws:iam::111122223333:user/somebody', account: '' },
      ...{ action: '*', resource: '*', context: { values, unknown: 'rest' } },
    }),
    symbols,
    knowsVariables: true,
  };
  return isMet(condition, asking);
}
