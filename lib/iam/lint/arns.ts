/** Texts that should be ARNs, name nothing, and are taken nevertheless. Pure. */
import type { Statement } from '../policy/statement.ts';
import { inWords } from '../policy/values.ts';
import { partsOf } from '../text/arn.ts';
import { conditionPlace, placeOf, principalPlace, type Look } from './fault.ts';

type Spot = readonly [place: string, text: string];

export const malformedArns: Look = (statement) => [
  ...spotsIn(statement).flatMap(([place, text]) => faulty(place, text, wrongIn(text))),
  ...(statement.principals?.aws ?? []).flatMap((text) =>
    faulty(principalPlace(statement, '.AWS'), text, wrongPrincipal(text)),
  ),
];

function faulty(place: string, text: string, wrong: string | undefined) {
  if (wrong === undefined) return [];
  return [{ place, says: `${inWords(text)} ${wrong}`, fault: 'malformed-arn' as const }];
}

/** Where a document has ARNs, but for its principals. */
function spotsIn(statement: Statement): readonly Spot[] {
  const { resources, conditions } = statement;
  return [
    ...(resources?.patterns ?? []).map(
      (each, at) => [placeOf(statement, 'Resource', at), each] as const,
    ),
    ...conditions
      .filter(({ operator }) => operator.startsWith('Arn'))
      .flatMap((each) =>
        each.values.map((value) => [conditionPlace(statement, each), value] as const),
      ),
  ];
}

/** Ends early in a star, or begins with what only the deployment knows. */
const open = /^[*?]|^\$\{|^\{\{|\*$/;

function wrongIn(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts.length < 6) return open.test(text) ? undefined : 'is no ARN: it has six parts';
  const wrong = parts.findIndex((part, at) => isWrong[at]?.(part));
  return inPart[wrong];
}

type Parts = readonly ((part: string) => boolean)[];

const isWrong: Parts = [
  (prefix) => isOther(prefix, /^arn$/),
  (partition) => isOther(partition, /^aws(-[a-z-]+)?$/),
  (service) => isOther(service, /^[a-z0-9-]+$/),
  () => false,
  (account) => /^\d+$/.test(account) && account.length !== 12,
  (resource) => resource === '',
];
const inPart = [
  'is no ARN: it begins with arn:',
  'has no partition of AWS, such as aws',
  'names no service',
  '',
  'has an account that has not 12 digits',
  'names nothing of its service',
];

function isOther(part: string, form: RegExp): boolean {
  return !/[*?$]|\{\{/.test(part) && !form.test(part);
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function wrongPrincipal(text: string): string | undefined {
  if (/^\d+$/.test(text) && text.length !== 12) return 'is no account: it has 12 digits';
  return text.startsWith('arn:') ? wrongIn(text) : undefined;
}
