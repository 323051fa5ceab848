/** CloudFormation intrinsics -> plain values. What only a deployment knows stays as `${...}` in the text. Pure. */
import { ifElse, isOpen, judgeNamed } from './conditions.ts';
import { cidr, getAzs, length, select } from './lists.ts';
import { Malformed } from './malformed.ts';
import { findInMap, getAtt, getStackOutput, importValue, ref } from './refer.ts';
import {
  absent,
  unknown,
  workIn,
  type Intrinsic,
  type Judged,
  type Scope,
  type Work,
} from './scope.ts';
import { base64, join, split, sub, toJsonString } from './texts.ts';
import { isMap, textOf } from './values.ts';

/** A macro of the account: nothing but CloudFormation runs it. */
const transform: Intrinsic = (argument, work) => {
  const name = isMap(argument) ? textOf(argument['Name']) : '';
  return unknown(work, `Transform ${name}`, `macro ${name} is run by CloudFormation alone`);
};

const intrinsics: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAzs],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::If', ifElse],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);

/**
 * The value with every intrinsic worked out as far as the template allows.
 * @throws Malformed where a function has not the form that CloudFormation asks for
 */
export function resolve(value: unknown, scope: Scope): unknown {
  return walk(value, workIn(scope));
}

function walk(value: unknown, work: Work): unknown {
  if (Array.isArray(value))
    return value.map((each) => walk(each, work)).filter((each) => each !== absent);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only === undefined) return value;
  if (entries.length === 1 && isFunction(only[0])) return call(only[0], only[1], work);
  const stray = entries.find(([key]) => key.startsWith('Fn::'));
  if (stray !== undefined) throw new Malformed(`${stray[0]} stands beside other keys`);
  const resolved = entries.map(([key, each]) => [key, walk(each, work)] as const);
  return Object.fromEntries(resolved.filter(([, each]) => each !== absent));
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function call(name: string, argument: unknown, work: Work): unknown {
  const found = intrinsics.get(name);
  return found === undefined
    ? unknown(work, name, `the kit does not work out ${name}`)
    : found(argument, work, walk);
}

/** Does the condition hold: true, false, or open with the reason? Nothing named holds. */
export function judgeCondition(name: string | undefined, scope: Scope): Judged {
  return name === undefined ? true : judgeNamed(name, workIn(scope), walk);
}

/** Does the condition hold? One that depends on what only a deployment knows counts as true. */
export function conditionHolds(name: string | undefined, scope: Scope): boolean {
  const judged = judgeCondition(name, scope);
  return isOpen(judged) || judged;
}
