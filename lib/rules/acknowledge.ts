/** A finding accepted with open eyes: the one way to acknowledge a rule in a lab. */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export interface Acknowledgement {
  /** As the pack writes it: `AwsSolutions-APIG3`, `AwsSolutions-IAM5[Resource::*]`, `kit/cache-nodes`. */
  readonly rule: string;
  /** Why the finding stands in this lab. */
  readonly reason: string;
  /** What a production account does instead: "attaches a web ACL". */
  readonly inProduction: string;
}

/** A row of the ledger: an acknowledgement and the construct it was made on. */
export interface LedgerEntry {
  readonly id: string;
  readonly at: string;
  readonly reason: string;
}

/** Between why the finding stands here and what production does. */
const separator = '; production ';

/** Accepts the findings on this construct and below. Kept in the ledger; one that matches no finding fails the lab's test. */
export function acknowledge(on: IConstruct, ...entries: readonly Acknowledgement[]): void {
  for (const { rule, reason, inProduction } of entries)
    Validations.of(on).acknowledge({
      id: qualified(rule),
      reason: `${reason}${separator}${inProduction}`,
    });
}

/** Every acknowledgement that a lab made in the tree. The CDK's own constructs make some too: those are not ours to keep. */
export function acknowledgedIn(app: IConstruct): readonly LedgerEntry[] {
  return app.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .map(([id, reason]) => ({ id, at: construct.node.path, reason })),
    )
    .filter(({ reason }) => reason.includes(separator));
}

/** `AwsSolutions-APIG3` -> `AwsSolutions::AwsSolutions-APIG3`: the form that the synthesis report lists with its reason. */
function qualified(rule: string): string {
  if (rule.startsWith('kit/')) return `Kit::${rule}`;
  return rule.startsWith('AwsSolutions-') ? `AwsSolutions::${rule}` : rule;
}
