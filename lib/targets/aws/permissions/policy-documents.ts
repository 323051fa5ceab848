/** Statements as policy documents that IAM takes. Pure. */

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/**
 * Characters of a managed policy, white space not counted.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const mostCharacters = 6144;

/** As few documents as the order of the statements allows, each small enough. */
export function documentsOf(statements: readonly Statement[]): readonly PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const statement of statements.flatMap(inPieces)) {
    const last = documents.at(-1);
    const joined = documentWith([...(last?.Statement ?? []), statement]);
    if (last !== undefined && sizeOf(joined) <= mostCharacters)
      documents[documents.length - 1] = joined;
    else documents.push(documentWith([statement]));
  }
  return documents;
}

/** A statement that is too long alone is said in two. */
function inPieces(statement: Statement): readonly Statement[] {
  if (sizeOf(documentWith([statement])) <= mostCharacters || statement.Action.length < 2)
    return [statement];
  const half = Math.ceil(statement.Action.length / 2);
  const { Action } = statement;
  return [Action.slice(0, half), Action.slice(half)].flatMap((part) =>
    inPieces({ ...statement, Action: part }),
  );
}

function documentWith(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
