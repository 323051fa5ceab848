/** Statements of a queue's or a topic's policy that let in more than they name. Pure. */
import { cutAt } from '../template/placeholder.ts';
import type { Condition, Statement } from './statements.ts';

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
    statement.isAllow &&
    (allowsEverything(statement, openness) ||
      admitsAnybody(statement) ||
      admitsServiceForAnybody(statement, openness))
  );
}

/** AWS writes `SQS:*` for the account itself into each policy: that leaves the decision to IAM. */
function allowsEverything(
  { actions, notActions, principals, services }: Statement,
  { service }: Openness,
): boolean {
  const isOwn = principals.length > 0 && services.length === 0 && principals.every(isOwnAccount);
  const everything = ['*', `${service}:*`];
  const isAll = actions.some((action) => everything.includes(action.toLowerCase()));
  return (isAll || notActions.length > 0) && !isOwn;
}

function isOwnAccount(principal: string): boolean {
  return /^(arn:(aws[\w-]*|\$\{AWS::Partition\}):iam::)?\$\{AWS::AccountId\}(:root)?$/.test(
    principal,
  );
}

/** What a request says about who sends it, from where, or on whose behalf. */
const callerKeys =
  /^(aws:(source(arn|account|owner|orgid|orgpaths|ip|vpc|vpcarn|vpce)|principal(arn|account|orgid|orgpaths|servicename|servicenameslist)|principaltag\/.+|userid|username|vpcsourceip|vpce(account|orgid|orgpaths))|sns:endpoint)$/;

function admitsAnybody({ principals, conditions }: Statement): boolean {
  return (
    principals.includes('*') &&
    !conditions.some((each) => callerKeys.test(each.key) && narrows(each))
  );
}

function admitsServiceForAnybody(
  { services, conditions }: Statement,
  { sourceKeys, bringNone = [] }: Openness,
): boolean {
  const isNamed = conditions.some((each) => sourceKeys.includes(each.key) && narrows(each));
  return !isNamed && services.some((each) => !bringNone.includes(each));
}

/** Operators that demand a value; the negated ones admit everything else. */
const demandingOperators = [
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
];

/** Must the request bring one of the values, and do they leave anybody out? */
function narrows({ operator, quantifier, isIfExists, values }: Condition): boolean {
  return (
    demandingOperators.includes(operator) &&
    quantifier !== 'forallvalues' &&
    !isIfExists &&
    !values.some(isForAll)
  );
}

/** `*`, `0.0.0.0/0`, or an ARN that names neither an account nor a resource. */
function isForAll(value: string): boolean {
  if (/^[*?]*$/.test(value) || value.endsWith('/0')) return true;
  const [first, , , , account = '', ...resource] = cutAt(value, ':');
  const isOpen = (part: string): boolean => /^[*?]*$/.test(part);
  return first === 'arn' && isOpen(account) && /^([\w-]+[/:])?[*?]*$/.test(resource.join(':'));
}
