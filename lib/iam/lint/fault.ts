/** What may be wrong with one policy document, beside that it is refused. Pure data. */
import type { DocumentKind } from '../policy/problems.ts';
import type { Condition, Document, Listed, Statement } from '../policy/statement.ts';
import type { Symbols } from '../text/symbols.ts';

export type FaultId =
  /** AWS takes no such document. */
  | 'refused'
  | 'malformed-arn'
  /** An action on objects where the statement names the bucket alone, or the other way round. */
  | 'arn-level'
  | 'unknown-action'
  | 'unknown-key'
  /** Every action on every resource. */
  | 'star-star'
  /** All of a service for another account, or for anybody. */
  | 'whole-service'
  | 'not-action'
  | 'not-principal'
  /** A Deny by address hits what services do for the caller. */
  | 'deny-ip-via-service'
  /** A Deny without MFA lets keys through that never have it. */
  | 'mfa-if-exists'
  /** A service may act for resources that are not named. */
  | 'unpinned-service';

export interface Fault {
  /** `Statement[0].Resource[1]`; empty for the document itself. */
  readonly place: string;
  /** One sentence, without its full stop. */
  readonly says: string;
  readonly fault: FaultId;
}

export interface Looking {
  readonly kind: DocumentKind;
  /** A boundary, a policy of the organization, of a session or of an endpoint: it allows nothing by itself. */
  readonly isLimit?: boolean;
  /** Accounts that are no foreign ones. */
  readonly accounts?: readonly string[];
  /** The names of a service's actions, none where there is no such service; nothing where they are not known. */
  readonly actionsOf?: (service: string) => readonly string[] | undefined;
  /** What is known of the `${...}` in it. */
  readonly symbols: Symbols;
}

/** What is wrong with one statement. */
export type Look = (
  statement: Statement,
  looking: Looking & { readonly document: Document },
) => readonly Fault[];

type Element = 'Action' | 'Resource';

/** `Statement[0].NotAction[1]`; an element of one value has no index. */
export function placeOf(statement: Statement, element: Element, at: number): string {
  const { isExcept, patterns } = listedIn(statement, element);
  const index = patterns.length === 1 ? '' : `[${at}]`;
  return `${statementPlace(statement)}.${isExcept ? 'Not' : ''}${element}${index}`;
}

function listedIn({ actions, resources }: Statement, element: Element): Listed {
  return (element === 'Action' ? actions : resources) ?? { isExcept: false, patterns: [] };
}

/** `Statement[0].Principal.AWS` */
export function principalPlace(statement: Statement, of = ''): string {
  const element = statement.principals?.isExcept === true ? 'NotPrincipal' : 'Principal';
  return `${statementPlace(statement)}.${element}${of}`;
}

/** `Statement[0].Condition.ForAnyValue:StringLike.aws:TagKeys` */
export function conditionPlace(
  statement: Statement,
  { quantifier, operator, isIfExists, key }: Condition,
): string {
  const set = { any: 'ForAnyValue:', all: 'ForAllValues:', one: '' }[quantifier ?? 'one'];
  return `${statementPlace(statement)}.Condition.${set}${operator}${isIfExists ? 'IfExists' : ''}.${key}`;
}

function statementPlace({ index }: Statement): string {
  return `Statement[${index}]`;
}
