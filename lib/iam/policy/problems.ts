/**
 * What is wrong with a statement, as it is written: the place and a sentence. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { operatorNamed } from '../condition/operators.ts';
import { partsOf } from '../text/arn.ts';
import { operatorIn } from './operator.ts';
import type { Problem } from './statement.ts';
import { inWords, isMap, listOf, textsOf, type Properties } from './values.ts';

/** Where a document is held decides which elements it may have. */
export type DocumentKind = 'identity' | 'resource' | 'trust' | 'repository' | 'rcp';

const elements = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction'],
  ...['Resource', 'NotResource', 'Condition'],
];

/** The element, and what is wrong with it. */
type Said = readonly [string, string];
type Look = (statement: Properties, kind: DocumentKind) => readonly Said[];

/** @param place `Statement[0]` */
export function problemsOfStatement(
  written: unknown,
  place: string,
  kind: DocumentKind,
): readonly Problem[] {
  if (!isMap(written))
    return [{ place, says: `a statement is a map, not ${inWords(written)}`, isRefused: true }];
  return looks
    .flatMap((look) => look(written, kind))
    .map(([element, says]) => ({
      place: element === '' ? place : `${place}.${element}`,
      says,
      isRefused: true,
    }));
}

const looks: readonly Look[] = [
  (statement) =>
    Object.keys(statement)
      .filter((key) => !elements.includes(key))
      .map((key) => [key, `a statement has no element ${key}`] as const),
  ({ Effect }) =>
    Effect === 'Allow' || Effect === 'Deny'
      ? []
      : [['Effect', `it is Allow or Deny, not ${inWords(Effect)}`]],
  (statement, kind) =>
    kind === 'rcp' && statement['Effect'] === 'Allow' && !allowsEverything(statement)
      ? [['Effect', 'an RCP denies; what AWS keeps beside it allows everything']]
      : [],
  (statement) => pairProblems(statement, 'Action'),
  (statement, kind) =>
    kind === 'trust' || kind === 'repository' ? [] : pairProblems(statement, 'Resource'),
  (statement, kind) =>
    kind === 'identity' ? noPrincipal(statement) : pairProblems(statement, 'Principal'),
  ({ Principal, NotPrincipal }, kind) =>
    kind === 'identity' ? [] : principalProblems(Principal ?? NotPrincipal),
  ({ Sid }, kind) =>
    isOfIam(kind) && !/^([A-Za-z0-9]|\$\{[^{}]*\})*$/.test(textOf(Sid))
      ? [['Sid', `${inWords(Sid)} has more than letters and digits`]]
      : [],
  (statement, kind) =>
    kind === 'trust' && ('Resource' in statement || 'NotResource' in statement)
      ? [['Resource', 'a trust policy has none: the role is the resource']]
      : [],
  ({ Action, NotAction }) =>
    textsOf(Action ?? NotAction)
      .filter((each) => each !== '*' && !/^[\w*?-]+:[\w*?-]+$/.test(each) && !each.includes('${'))
      .map((each) => ['Action', `${inWords(each)} is no action: service:Name`] as const),
  ({ Resource, NotResource }) =>
    textsOf(Resource ?? NotResource)
      .filter((each) => !isArn(each))
      .map((each) => ['Resource', `${inWords(each)} is no ARN: it has six parts`] as const),
  ({ Condition }) => conditionProblems(Condition),
];

function allowsEverything({ Principal, Action, Resource }: Properties): boolean {
  return [Principal, Action, Resource].every((each) => [each].flat().join() === '*');
}

function pairProblems(statement: Properties, element: string): readonly Said[] {
  const [meant, excepted] = [statement[element], statement[`Not${element}`]];
  if (meant !== undefined && excepted !== undefined)
    return [[element, `a statement has ${element} or Not${element}, not both`]];
  const given = meant ?? excepted;
  if (given === undefined || (Array.isArray(given) && given.length === 0))
    return [['', `it has neither ${element} nor Not${element}`]];
  return [];
}

/** IAM holds policies of identities and of roles itself; other services take more. */
export function isOfIam(kind: DocumentKind): boolean {
  return kind === 'identity' || kind === 'trust';
}

function textOf(value: unknown): string {
  return textsOf(value).join('');
}

const principalKinds = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function principalProblems(written: unknown): readonly Said[] {
  if (written === undefined || written === '*') return [];
  if (typeof written === 'string' && written.includes('${')) return [];
  const isNamed =
    isMap(written) &&
    Object.keys(written).length > 0 &&
    Object.entries(written).every(
      ([kind, names]) => principalKinds.includes(kind) && listOf(names).length > 0,
    );
  if (isNamed) return nameProblems(textsOf(written['AWS']));
  const kinds = principalKinds.join(', ');
  return [['Principal', `it is * or a map of ${kinds}, not ${inWords(written)}`]];
}

/**
 * Everybody, an account, an ARN, or the unique id of an identity that is gone. A star is no part of a name.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function nameProblems(names: readonly string[]): readonly Said[] {
  return names.flatMap((each): readonly Said[] => {
    const plain = each.replace(/\$\{[^{}]*\}/g, '');
    if (each === '*') return [];
    if (/[*?]/.test(plain))
      return [['Principal', `${inWords(each)} has a wildcard, which a principal may not`]];
    const isName = plain !== each || /^(\d+|arn:.*|A[A-Z0-9]{15,})$/s.test(each);
    return isName ? [] : [['Principal', `${inWords(each)} is no account and no ARN`]];
  });
}

function noPrincipal(statement: Properties): readonly Said[] {
  return ['Principal', 'NotPrincipal']
    .filter((element) => element in statement)
    .map((element) => [element, 'the policy of an identity names no principal'] as const);
}

/** A pattern may end early in a star; what a template refers to is taken on trust. */
function isArn(text: string): boolean {
  if (text === '*' || /^(\$\{[^{}]*\}|\{\{resolve:)/.test(text)) return true;
  if (!text.startsWith('arn:') && !/^[*?]/.test(text)) return false;
  return partsOf(text).length === 6 || text.endsWith('*');
}

function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function conditionProblems(written: unknown): readonly Said[] {
  if (written === undefined) return [];
  if (!isMap(written)) return [['Condition', `it is a map of operators, not ${inWords(written)}`]];
  return Object.entries(written).flatMap(([operator, keys]): readonly Said[] => {
    const place = `Condition.${operator}`;
    const { operator: name, isIfExists } = operatorIn(operator);
    if (operatorNamed(name) === undefined || (name === 'Null' && isIfExists))
      return [[place, `there is no operator ${operator}`] as const];
    if (!isMap(keys)) return [[place, `it is a map of keys, not ${inWords(keys)}`] as const];
    return Object.entries(keys)
      .filter(([, values]) => listOf(values).length === 0 || !listOf(values).every(isText))
      .map(([key]) => [`${place}.${key}`, 'its values are texts, one at least'] as const);
  });
}
