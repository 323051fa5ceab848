/** Whom the URL of a function answers: as its type of authorization and the function's policy say. Pure. */
import { decide, type Decision } from '../iam/decide/decide.ts';
import type { Policy } from '../iam/policies.ts';
import type { Find } from '../rules/references.ts';
import type { Subject } from '../rules/rule.ts';
import { textOf } from '../rules/values.ts';
import type { Resource } from '../template/template.ts';
import type { Answers } from './report.ts';

/** ` (perhaps: AuthType is ${Auth})`: what only the deployment knows may be `NONE`; nothing where it is known. */
export function notKnownIn(property: Readonly<Record<string, unknown>>): string | undefined {
  const [[name, value] = ['', '']] = Object.entries(property);
  const text = textOf(value);
  return text.includes('${') ? ` (perhaps: ${name} is ${text})` : undefined;
}

/**
 * Without credentials too one needs a permission: else the answer is 403, and no arrow leads there.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function urlAnswers(url: Resource, subject: Subject, find: Find): Answers | undefined {
  const { AuthType, TargetFunctionArn } = url.properties;
  const perhaps = notKnownIn({ AuthType });
  if (AuthType !== 'NONE' && perhaps === undefined)
    return { open: [], guarded: ['signed requests'] };
  const target = find(TargetFunctionArn, url);
  const every = `every request${perhaps ?? ''}`;
  if (target === undefined)
    return { open: [`${every}, if its policy lets anybody in`], guarded: [] };
  const may = anybodyMay(invocationPolicies(target, subject, find), subject.policies.arnOf(target));
  if (may === 'allowed') return { open: [every], guarded: [] };
  if (may === 'depends') return { open: [`${every}, under conditions of its policy`], guarded: [] };
  return undefined;
}

/** Of the function, and of the versions and aliases by which a URL may stand for it. */
function invocationPolicies(
  target: Resource,
  { resources, policies }: Subject,
  find: Find,
): readonly Policy[] {
  const functionOf = (each: Resource): Resource =>
    find(each.properties['FunctionName'], each) ?? each;
  const behind = functionOf(target);
  const all = resources.filter(
    (each) => each === behind || (qualified.includes(each.type) && functionOf(each) === behind),
  );
  return [...new Set([target, ...all])].flatMap((each) => policies.heldBy(each));
}

const qualified = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

function anybodyMay(policies: readonly Policy[], resource: string): Decision['decision'] {
  const values = { 'lambda:FunctionUrlAuthType': 'NONE', 'lambda:InvokedViaFunctionUrl': 'true' };
  const { decision } = decide(
    { resource: policies },
    {
      ...{ caller: { kind: 'anonymous' }, action: 'lambda:InvokeFunctionUrl', resource },
      context: { values, unknown: 'rest' },
    },
  );
  return decision;
}
