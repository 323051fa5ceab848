/** What the rules find in resources, and which of it somebody accepted. Pure. */
import { kitRules } from '../rules/kit.ts';
import type { Subject } from '../rules/rule.ts';
import type { Accepted } from '../template/accepted.ts';
import type { Resource } from '../template/template.ts';
import type { AcceptedFinding, Finding, Report } from './report.ts';
import { standing } from './standing.ts';

interface Found {
  readonly finding: Finding;
  readonly path: string;
}

export function findingsIn(
  subject: Subject,
  accepted: readonly Accepted[],
): Pick<Report, 'findings' | 'accepted'> {
  const found = kitRules.flatMap((rule) =>
    rule.breaches(subject).map((resource) => ({ ...foundAt(rule, resource) })),
  );
  const open = found.filter((each) => !accepted.some((entry) => covers(entry, each)));
  return {
    findings: open.map(({ finding }) => finding),
    accepted: [...accepted].sort(byRule).map((entry) => judged(entry, found)),
  };
}

function foundAt(rule: (typeof kitRules)[number], resource: Resource): Found {
  const at = standing(resource);
  const { id, says, because, source } = rule;
  return {
    finding: {
      ...{ id: `${id}@${at.stack}/${at.logicalId}`, rule: id, says, because, page: source },
      ...at,
    },
    path: resource.path,
  };
}

/** On the construct itself, or on one that it is in. */
function covers({ rule, at }: Accepted, { finding, path }: Found): boolean {
  return finding.rule === rule && (path === at || path.startsWith(`${at}/`));
}

function judged(entry: Accepted, found: readonly Found[]): AcceptedFinding {
  const covered = found.filter((each) => covers(entry, each)).map(({ finding }) => finding);
  const isOurs = entry.rule.startsWith('kit/');
  const state = covered.length > 0 ? 'covers' : isOurs ? 'stale' : 'not judged';
  return { ...entry, state, covers: covered };
}

function byRule(one: Accepted, other: Accepted): number {
  return compare(one.rule, other.rule) || compare(one.at, other.at);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
