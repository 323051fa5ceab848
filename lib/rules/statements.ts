/** IAM policy documents -> statements, each element in one form however it was written. Pure. */
import type { Properties } from '../capabilities.ts';
import { listOf, mapOf, textOf, textsOf } from './values.ts';

export interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Accounts, roles, users; `*` is anybody, also where a `NotPrincipal` leaves everybody else. */
  readonly principals: readonly string[];
  /** Services of AWS: `sns.amazonaws.com`. */
  readonly services: readonly string[];
  /** Identity providers that may assume the role; `*` is anybody. */
  readonly federated: readonly string[];
  readonly conditions: readonly Condition[];
  /** Are `${...}` in this statement policy variables? Before version 2012-10-17 they are plain text. */
  readonly knowsVariables: boolean;
}

/** `ForAnyValue:StringLikeIfExists: { Key: values }`: the values are alternatives. */
export interface Condition {
  readonly quantifier: '' | 'foranyvalue' | 'forallvalues';
  /** In lower case, without quantifier and `IfExists`. */
  readonly operator: string;
  readonly isIfExists: boolean;
  /** In lower case, as AWS compares it. */
  readonly key: string;
  readonly values: readonly string[];
}

export function statementsOf(document: unknown): readonly Statement[] {
  const { Version, Statement: written } = mapOf(document);
  const knowsVariables = textOf(Version) === '2012-10-17';
  return listOf(written).map((each) => {
    const statement = mapOf(each);
    return {
      isAllow: statement.Effect === 'Allow',
      actions: textsOf(statement.Action),
      notActions: textsOf(statement.NotAction),
      resources: textsOf(statement.Resource),
      notResources: textsOf(statement.NotResource),
      ...whoOf(statement),
      conditions: conditionsOf(statement.Condition),
      knowsVariables,
    };
  });
}

function whoOf({
  Principal,
  NotPrincipal,
}: Properties): Pick<Statement, 'principals' | 'services' | 'federated'> {
  const { AWS, Service, Federated } = mapOf(Principal);
  const isAnybody = Principal === '*';
  return {
    principals: isAnybody || NotPrincipal !== undefined ? ['*'] : textsOf(AWS),
    services: textsOf(Service),
    federated: isAnybody ? ['*'] : textsOf(Federated),
  };
}

/** Does the statement speak of this action? `*` and `?` stand for anything, case does not matter. */
export function covers({ actions, notActions }: Statement, action: string): boolean {
  if (actions.length > 0) return actions.some((pattern) => matches(pattern, action));
  return notActions.length > 0 && !notActions.some((pattern) => matches(pattern, action));
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i').test(text);
}

/** Operators that demand a value; `StringNotLike` and the like allow everything else. */
const demandingOperators = ['stringequals', 'stringequalsignorecase', 'stringlike'];

/** Must a request bring one of the condition's values? Not with `IfExists`: there it may bring none. */
export function demandsValue({ operator, isIfExists }: Condition): boolean {
  return demandingOperators.includes(operator) && !isIfExists;
}

function conditionsOf(written: unknown): readonly Condition[] {
  return Object.entries(mapOf(written)).flatMap(([operator, keys]) =>
    Object.entries(mapOf(keys)).map(([key, values]) => ({
      ...operatorOf(operator.toLowerCase()),
      key: key.toLowerCase(),
      values: textsOf(values),
    })),
  );
}

function operatorOf(written: string): Pick<Condition, 'quantifier' | 'operator' | 'isIfExists'> {
  const [, quantifier = '', operator = '', ifExists] =
    /^(?:(foranyvalue|forallvalues):)?(.*?)(ifexists)?$/.exec(written) ?? [];
  return {
    quantifier: quantifier as Condition['quantifier'],
    operator,
    isIfExists: ifExists !== undefined,
  };
}
