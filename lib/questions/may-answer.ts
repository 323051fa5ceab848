/** An answer about a permission as plain data: what `--json` prints. */
import type { Found, NearMiss, Step } from '../iam/decide/said.ts';
import type { Answer } from '../iam/permissions.ts';
import { layerInWords } from '../iam/policies.ts';
import { typed } from '../review/sources.ts';
import { missText, reasonOf, statementText } from '../iam/words.ts';

export interface StatementData {
  readonly says: string;
  readonly policy: string;
  readonly sid: string | null;
  /** From 0, in its document. */
  readonly statement: number;
  readonly logicalId: string | null;
  /** `iam/foreign.yaml:12`, as a person at this prompt would type it; null where nothing says the line. */
  readonly source: string | null;
}

export interface MayAnswer {
  /** As it was typed, or the place of a principal of the template. */
  readonly who: string;
  /** An ARN, a service, `the root user of 123456789012`, `anybody`. */
  readonly caller: string;
  readonly action: string;
  readonly on: string;
  /** The ARN that was asked about. */
  readonly resource: string;
  readonly decision: Answer['decision'];
  readonly reason: string;
  readonly by: StatementData | null;
  readonly dependsOn: readonly string[];
  readonly steps: readonly {
    readonly policies: string;
    readonly says: Step['says'];
    readonly by: StatementData | null;
    readonly dependsOn: readonly string[];
  }[];
  /** Statements that would allow it but for one thing. */
  readonly nearMisses: readonly (StatementData & { readonly lacks: string })[];
}

export function answerData(
  answer: Answer,
  {
    who,
    action,
    on,
  }: { readonly who: string | undefined; readonly action: string; readonly on: string },
): MayAnswer {
  return {
    who: who ?? answer.who,
    caller: answer.caller,
    ...{ action, on },
    resource: answer.resource,
    decision: answer.decision,
    reason: reasonOf(answer),
    by: statementData(answer.by),
    dependsOn: answer.needs,
    steps: answer.steps().map(({ layer, says, by, needs }) => ({
      policies: layerInWords[layer],
      says,
      by: statementData(by),
      dependsOn: needs,
    })),
    nearMisses: answer.nearMisses().flatMap((each) => {
      const data = statementData(each);
      return data === null ? [] : [{ ...data, lacks: missText(each) }];
    }),
  };
}

function statementData(found: Found | NearMiss | undefined): StatementData | null {
  if (found === undefined) return null;
  const { policy, statement } = found;
  const { logicalId = null, at } = policy.source ?? {};
  return {
    says: statementText(found),
    policy: policy.name,
    sid: statement.sid ?? null,
    statement: statement.index,
    logicalId,
    source: at === undefined ? null : typed(at),
  };
}
