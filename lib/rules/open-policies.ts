/** Statements of a queue's or a topic's policy that let in more than they name. Pure. */
import { demandsValue, isOn } from '../iam/lint/conditions.ts';
import {
  admitsAll,
  type Condition,
  type Principals,
  type Statement,
} from '../iam/policy/statement.ts';
import { partsOf } from '../iam/text/arn.ts';

export interface Openness {
  /** `sqs`, `sns`. */
  readonly service: string;
  /** Any of these keys says for whom a service of AWS may act. */
  readonly sourceKeys: readonly string[];
  /** Services that bring none of them. */
  readonly bringNone?: readonly string[];
}

/** All actions at once, anybody without a condition on who it is, or a service that acts for whomever. */
export function isTooOpen(statement: Statement, openness: Openness): boolean {
  return (
    statement.effect === 'Allow' &&
    (allowsEverything(statement, openness) ||
      admitsAnybody(statement) ||
      admitsServiceForAnybody(statement, openness))
  );
}

/** AWS writes `SQS:*` for the account itself into each policy: that leaves the decision to IAM. */
function allowsEverything({ actions, principals }: Statement, { service }: Openness): boolean {
  const everything = ['*', `${service}:*`];
  const isAll = actions.patterns.some((action) => everything.includes(action.toLowerCase()));
  return (isAll || actions.isExcept) && !isForOwnAccount(principals);
}

function isForOwnAccount(principals: Principals | undefined): boolean {
  if (principals === undefined || admitsAll(principals)) return false;
  const { aws, services } = principals;
  return services.length === 0 && aws.length > 0 && aws.every(isOwnAccount);
}

function isOwnAccount(principal: string): boolean {
  return /^(arn:aws[\w-]*:iam::)?\$\{AWS::AccountId\}(:root)?$/.test(principal);
}

/** What a request says about who sends it, from where, or on whose behalf. */
const callerKeys =
  /^(aws:(source(arn|account|owner|orgid|orgpaths|ip|vpc|vpcarn|vpce)|principal(arn|account|orgid|orgpaths|servicename|servicenameslist)|principaltag\/.+|userid|username|vpcsourceip|vpce(account|orgid|orgpaths))|sns:endpoint)$/i;

export function admitsAnybody({ principals, conditions }: Statement): boolean {
  return (
    admitsAll(principals) && !conditions.some((each) => callerKeys.test(each.key) && narrows(each))
  );
}

function admitsServiceForAnybody(
  { principals, conditions }: Statement,
  { sourceKeys, bringNone = [] }: Openness,
): boolean {
  const isNamed = conditions.some((each) => isOn(each, ...sourceKeys) && narrows(each));
  const services = principals?.isExcept === true ? [] : (principals?.services ?? []);
  return !isNamed && services.some((each) => !bringNone.includes(each));
}

/** Must the request bring one of the values, and do they leave anybody out? */
function narrows(condition: Condition): boolean {
  const { quantifier, values } = condition;
  return demandsValue(condition) && quantifier !== 'all' && !values.some(isForAll);
}

/** `*`, `0.0.0.0/0`, or an ARN that names neither an account nor a resource. */
function isForAll(value: string): boolean {
  if (/^[*?]*$/.test(value) || value.endsWith('/0')) return true;
  const [first, , , , account = '', resource = ''] = partsOf(value);
  const isOpen = (part: string): boolean => /^[*?]*$/.test(part);
  return first === 'arn' && isOpen(account) && /^([\w-]+[/:])?[*?]*$/.test(resource);
}
