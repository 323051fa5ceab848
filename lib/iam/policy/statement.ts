/** A policy document, each element in one form however it was written. */

export interface Document {
  /** Are `${aws:...}` policy variables? Before version 2012-10-17 they are plain text. */
  readonly knowsVariables: boolean;
  readonly statements: readonly Statement[];
  /** What is wrong with it. */
  readonly problems: readonly Problem[];
  /** Of one that AWS refuses: is something in it that may have been meant as a Deny? */
  readonly mayDeny?: boolean;
}

/** Says nothing. */
export const emptyDocument: Document = { knowsVariables: true, statements: [], problems: [] };

export interface Problem {
  /** `Statement[0].Condition.StringEqual`; empty for the document itself. */
  readonly place: string;
  readonly says: string;
  /** Does AWS take no such document? Otherwise it is taken, and the place matches nothing. */
  readonly isRefused: boolean;
}

export interface Statement {
  readonly sid?: string;
  /** In the document, from 0. */
  readonly index: number;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Listed;
  /** Nothing in a trust policy: the role is the resource. */
  readonly resources?: Listed;
  /** Nothing in the policy of an identity. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

/** What a pair of elements such as `Action` and `NotAction` says. */
export interface Listed {
  /** `Not...`: everything but these. */
  readonly isExcept: boolean;
  readonly patterns: readonly string[];
}

export interface Principals {
  readonly isExcept: boolean;
  /** `*`, or `{ "AWS": "*" }`. */
  readonly isAnybody: boolean;
  /** ARNs, account ids and what stands for them. */
  readonly aws: readonly string[];
  /** `s3.amazonaws.com` */
  readonly services: readonly string[];
  readonly federated: readonly string[];
  /** Accounts by the id that S3 has for them, or what CloudFront uses as one. */
  readonly canonical: readonly string[];
}

/** Everybody but those whom a `NotPrincipal` names is everybody too. */
export function admitsAll(principals: Principals | undefined): boolean {
  return principals?.isAnybody === true || principals?.isExcept === true;
}

/** `ForAnyValue:StringLikeIfExists: { key: values }`: the values are alternatives. */
export interface Condition {
  readonly quantifier?: 'any' | 'all';
  /** As AWS writes it, without quantifier and `IfExists`: `StringLike`. */
  readonly operator: string;
  readonly isIfExists: boolean;
  /** As it is written; AWS compares keys in lower case. */
  readonly key: string;
  readonly values: readonly string[];
}
