/** What the rule packs said of an assembly, and the ledger of what was accepted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { acknowledgedIn, type LedgerEntry } from './acknowledge.ts';

export interface RuleFinding {
  readonly rule: string;
  readonly at: string;
  readonly says: string;
}

export interface RuleReport {
  /** Findings that nobody accepted. */
  readonly findings: readonly RuleFinding[];
  /** Acknowledgements that match a finding. */
  readonly ledger: readonly LedgerEntry[];
  /** Acknowledgements that match none: the finding is gone, so must they be. */
  readonly stale: readonly LedgerEntry[];
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly (Violation & {
      readonly acknowledgedId: string;
      readonly acknowledgedAt: string;
    })[];
  }[];
}
interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

/**
 * Synthesizes an app made with `rules: true` into its folder and reads the packs' report, findings or not.
 * @throws whatever stopped the synthesis before the packs could speak
 */
export function synthesizeAndJudge(app: App): RuleReport {
  const file = join(app.outdir, 'validation-report.json');
  try {
    app.synth();
  } catch (error) {
    if (!existsSync(file)) throw error;
  }
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as ValidationReport;
  const matched = new Set(
    pluginReports
      .flatMap(({ suppressedViolations = [] }) => suppressedViolations)
      .map(({ acknowledgedId, acknowledgedAt }) => `${acknowledgedId} ${acknowledgedAt}`),
  );
  const entries = acknowledgedIn(app);
  const isMatched = ({ id, at }: LedgerEntry): boolean => matched.has(`${id} ${at}`);
  return {
    findings: pluginReports.flatMap(({ violations }) => violations.flatMap(findingsOf)),
    ledger: entries.filter(isMatched),
    stale: entries.filter((entry) => !isMatched(entry)),
  };
}

function findingsOf({
  ruleName,
  description,
  violatingConstructs,
}: Violation): readonly RuleFinding[] {
  return violatingConstructs.map(({ constructPath = '?' }) => ({
    rule: ruleName,
    at: constructPath,
    says: description,
  }));
}
