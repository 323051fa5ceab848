/** Services of AWS that may act here for whomever. Pure. */
import type { Condition, Statement } from '../policy/statement.ts';
import { accountIn } from '../text/arn.ts';
import { demandsValue, isOn } from './conditions.ts';
import { principalPlace, type Look } from './fault.ts';

/**
 * The source has to be named and its account known: by its ARN, or beside it where that has none, as a bucket's. Who
 * trusts a service with a role names no source: it assumes the role before it acts for one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const unpinnedServices: Look = (statement, { kind }) => {
  const services = kind === 'trust' ? [] : servicesIn(statement);
  const lacks = lackingIn(statement.conditions);
  if (lacks === undefined || isLogOfAccount(statement)) return [];
  return services.map((service) => ({
    place: principalPlace(statement, '.Service'),
    says: `${service} may act for anybody here: no condition on ${lacks}`,
    fault: 'unpinned-service',
  }));
};

function servicesIn({ effect, principals }: Statement): readonly string[] {
  if (effect === 'Deny' || principals === undefined || principals.isExcept) return [];
  return principals.services;
}

/**
 * Services that deliver logs write under the account whose they are.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
function isLogOfAccount({ resources }: Statement): boolean {
  const paths = resources?.isExcept === false ? resources.patterns : [];
  const ofAccount = /\/AWSLogs\/(\d{12}|\$\{AWS::AccountId\})\//;
  return paths.length > 0 && paths.every((each) => ofAccount.test(each));
}

function lackingIn(conditions: readonly Condition[]): string | undefined {
  const demanded = conditions.filter((each) => demandsValue(each) && each.quantifier !== 'all');
  // Of an Alexa skill, which has no ARN.
  if (demanded.some((each) => isOn(each, 'lambda:eventsourcetoken'))) return undefined;
  const arns = demanded.filter((each) => isOn(each, 'aws:sourcearn'));
  if (arns.length === 0) return 'aws:SourceArn';
  const isOfAccount = demanded.some(isAccount) || arns.some(namesAccount);
  return isOfAccount ? undefined : 'aws:SourceAccount';
}

function isAccount(condition: Condition): boolean {
  return isOn(condition, 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths');
}

/** What only the deployment knows is taken on trust. */
function namesAccount({ values }: Condition): boolean {
  return values.every((each) => /^(\$\{|\{\{)/.test(each) || /[^*?]/.test(accountIn(each)));
}
