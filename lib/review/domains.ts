/**
 * What a domain of OpenSearch or Elasticsearch answers the internet, by its access policy. Pure.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 */
import { isKnown, type Policy } from '../iam/policies.ts';
import { admitsAll, type Statement } from '../iam/policy/statement.ts';
import { admitsAnybody } from '../rules/open-policies.ts';
import type { Subject } from '../rules/rule.ts';
import { isTrue, mapOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import { isMap } from '../template/values.ts';
import type { Answers } from './report.ts';

/** Nothing of one in a VPC. */
export function domainAnswers(domain: Resource, { policies }: Subject): Answers | undefined {
  const { VPCOptions, AdvancedSecurityOptions } = domain.properties;
  if (isMap(VPCOptions)) return undefined;
  const held = policies.heldBy(domain);
  const isSignedIn = isTrue(mapOf(AdvancedSecurityOptions).Enabled);
  const asked = held.every(isKnown) ? byPolicy(held.flatMap(statementsOf)) : notRead;
  const { open, guarded } = isSignedIn ? signedIn : asked;
  const perhaps = VPCOptions === undefined ? '' : ', unless it is in a VPC';
  return {
    open: open.map((each) => `${each}${perhaps}`),
    guarded: guarded.map((each) => `${each}${perhaps}`),
  };
}

const notRead: Answers = {
  open: [],
  guarded: ['whom its policy lets in, which is not known here'],
};

function statementsOf({ document }: Policy): readonly Statement[] {
  return document.statements;
}

/**
 * Whom the access policy lets in still has to sign in.
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
 */
const signedIn: Answers = { open: [], guarded: ['who signs in (fine-grained access control)'] };

/** Whom it does not let in, IAM may: signed requests. */
function byPolicy(statements: readonly Statement[]): Answers {
  const denials = statements.filter(({ effect }) => effect === 'Deny');
  const forAll = statements.filter(
    ({ effect, principals }) => effect === 'Allow' && admitsAll(principals),
  );
  const isOpen = (each: Statement): boolean => denials.length === 0 && admitsAnybody(each);
  const limited = forAll.filter((each) => !isOpen(each));
  return {
    open: [...new Set(forAll.filter(isOpen).map(actionsText))],
    guarded: [
      ...limited.map((each) => `${actionsText(each)}, only with ${keysText([each, ...denials])}`),
      'signed requests',
    ],
  };
}

function actionsText({ actions: { isExcept, patterns } }: Statement): string {
  return `${isExcept ? 'everything but ' : ''}${patterns.join(', ')}`;
}

function keysText(statements: readonly Statement[]): string {
  const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return keys.length === 0 ? 'what a denial leaves' : [...new Set(keys)].join(', ');
}
