/**
 * A policy document as it is written -> its statements, and what is wrong with it. Pure.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { operatorIn } from './operator.ts';
import { isOfIam, problemsOfStatement, type DocumentKind } from './problems.ts';
import {
  emptyDocument,
  type Condition,
  type Document,
  type Listed,
  type Principals,
  type Problem,
  type Statement,
} from './statement.ts';
import { inWords, isMap, listOf, textsOf, type Properties } from './values.ts';

/** @param written data, or the JSON text of it */
export function readDocument(written: unknown, kind: DocumentKind): Document {
  const { value, problem } = typeof written === 'string' ? parsed(written) : { value: written };
  if (problem !== undefined) return refused({ place: '', says: problem });
  if (!isMap(value))
    return refused({ place: '', says: `a policy is a map, not ${inWords(value)}` });
  const statements = listOf(value['Statement']);
  const problems = [
    ...problemsOfDocument(value),
    ...(isOfIam(kind) ? sameSids(statements) : []),
    ...statements.flatMap((each, index) => problemsOfStatement(each, `Statement[${index}]`, kind)),
  ];
  const knowsVariables = value['Version'] === '2012-10-17';
  if (problems.some(({ isRefused }) => isRefused))
    return { knowsVariables, statements: [], problems, mayDeny: !statements.every(isAllow) };
  const read = statements.map((each, index) => statementOf(each as Properties, index));
  return { knowsVariables, statements: read, problems };
}

function isAllow(statement: unknown): boolean {
  return isMap(statement) && statement['Effect'] === 'Allow';
}

function refused(problem: Omit<Problem, 'isRefused'>): Document {
  const problems = [{ ...problem, isRefused: true }];
  return { ...emptyDocument, problems, mayDeny: true };
}

function parsed(text: string): { readonly value?: unknown; readonly problem?: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [what = '', at] = message.split(/ in JSON at position (\d+)/);
    return { problem: `it does not parse: ${placeIn(text, at)}${what}` };
  }
}

function placeIn(text: string, at: string | undefined): string {
  if (at === undefined) return '';
  const before = text.slice(0, Number(at)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}

const versions = ['2012-10-17', '2008-10-17'];

function problemsOfDocument(document: Properties): readonly Problem[] {
  const known = ['Version', 'Id', 'Statement'];
  const { Version, Statement } = document;
  const problem = (place: string, says: string): Problem => ({ place, says, isRefused: true });
  return [
    ...Object.keys(document)
      .filter((key) => !known.includes(key))
      .map((key) => problem(key, `a policy has no element ${key}`)),
    ...(Version === undefined || versions.some((each) => each === Version)
      ? []
      : [
          problem('Version', `${inWords(Version)} is no version: there are ${versions.join(', ')}`),
        ]),
    ...(listOf(Statement).length === 0 ? [problem('Statement', 'it has no statement')] : []),
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function sameSids(statements: readonly unknown[]): readonly Problem[] {
  const sids = statements.map((each) => (isMap(each) ? each['Sid'] : undefined));
  return sids.flatMap((sid, index) => {
    if (typeof sid !== 'string' || sid === '' || sids.indexOf(sid) === index) return [];
    const says = `${inWords(sid)} is the Sid of another statement already`;
    return [{ place: `Statement[${index}].Sid`, says, isRefused: true }];
  });
}

function statementOf(written: Properties, index: number): Statement {
  const { Sid, Effect, Condition } = written;
  const resources = listedOf(written, 'Resource');
  const principals = principalsOf(written);
  return {
    ...(typeof Sid === 'string' && Sid !== '' ? { sid: Sid } : {}),
    index,
    effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: listedOf(written, 'Action') ?? { isExcept: false, patterns: [] },
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditionsOf(Condition),
  };
}

function listedOf(written: Properties, element: 'Action' | 'Resource'): Listed | undefined {
  const [meant, excepted] = [written[element], written[`Not${element}`]];
  if (meant !== undefined) return { isExcept: false, patterns: textsOf(meant) };
  return excepted === undefined ? undefined : { isExcept: true, patterns: textsOf(excepted) };
}

function principalsOf({ Principal, NotPrincipal }: Properties): Principals | undefined {
  const written = Principal ?? NotPrincipal;
  if (written === undefined) return undefined;
  // A bare text other than * is one that only the deployment knows.
  const { AWS, Service, Federated, CanonicalUser } = isMap(written) ? written : { AWS: written };
  const aws = textsOf(AWS);
  return {
    isExcept: Principal === undefined,
    isAnybody: aws.includes('*'),
    aws: aws.filter((each) => each !== '*'),
    services: textsOf(Service),
    federated: textsOf(Federated),
    canonical: textsOf(CanonicalUser),
  };
}

function conditionsOf(written: unknown): readonly Condition[] {
  if (!isMap(written)) return [];
  return Object.entries(written).flatMap(([operator, keys]) =>
    Object.entries(isMap(keys) ? keys : {}).map(([key, values]) => ({
      ...operatorIn(operator),
      key,
      values: textsOf(values),
    })),
  );
}
