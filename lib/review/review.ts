/** Templates -> the report on them, against a base where there is one. Loads no CDK and knows no lab. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { costDifference } from '../cost/difference.ts';
import { costOf, type Cost } from '../cost/cost.ts';
import { reachDifference } from '../network/ask/changes.ts';
import { exposureOf } from '../network/ask/exposure.ts';
import { networkOf } from '../network/build/build.ts';
import type { Network } from '../network/network.ts';
import { priceTable } from '../prices.ts';
import { gapsIn } from '../rules/engines/gaps.ts';
import type { EngineVerdict } from '../rules/engines/judge.ts';
import { kitRules } from '../rules/kit.ts';
import { subjectOf, type Subject } from '../rules/rule.ts';
import type { AcceptedUntil } from '../template/acceptance-file.ts';
import { changesBetween } from '../template/changes.ts';
import type { Opened } from '../template/open.ts';
import { kitVersion } from '../version.ts';
import { alignedTo } from './aligned.ts';
import { allowedChanges } from './allowed-changes.ts';
import { allowedIn, notKnown } from './allowed.ts';
import { attentionOf } from './attention.ts';
import { templateChanges } from './changed.ts';
import { entriesOf } from './entries.ts';
import { exposureData, isPerhaps } from './exposure.ts';
import { findingsIn } from './findings.ts';
import { inventoryOf } from './inventory.ts';
import { leftoversOf } from './leftovers.ts';
import { limitsOf } from './limits.ts';
import { outsidersOf } from './outsiders.ts';
import { pathsIn } from './paths.ts';
import { reachData } from './reach-changes.ts';
import type { Report, ReviewChange, Reviewed } from './report.ts';
import { lookedAt, weaknessesOf } from './resilience.ts';
import { named, sourcesOf } from './sources.ts';
import { pictureOf } from './picture/draw.ts';
import { waysOf } from './ways.ts';

/** What is reviewed, opened. */
export interface Reviewing {
  readonly name: string;
  /** Of a lab, in words. */
  readonly stage: string | null;
  /** Where its templates are, seen from here. */
  readonly folder: string;
  readonly opened: Opened;
  readonly accepted: readonly AcceptedUntil[];
  /** Acceptances whose last day is over. */
  readonly expired?: readonly AcceptedUntil[];
  /** What the engines said of its templates. */
  readonly verdicts: readonly EngineVerdict[];
  /** Some rules speak only of what production would have. */
  readonly variant: 'learning' | 'production';
}

/** The change section alone. */
export function changeAgainst(base: Reviewing, reviewing: Reviewing): ReviewChange {
  return changeOf(comparedAs(reviewing, base), compared(reviewing));
}

/** A base, its stacks called as those that it is compared with. */
function comparedAs({ opened }: Reviewing, base: Reviewing): Compared {
  return compared({ ...base, opened: alignedTo(base.opened, opened) });
}

/** @param onlyNew leave out which findings, and which lines for a person, the base has too */
export function reviewOf(reviewing: Reviewing, base?: Reviewing, onlyNew = false): Report {
  const { resources } = reviewing.opened;
  const parts = compared(reviewing);
  const { accepted, network, cost } = parts;
  const before = base === undefined ? null : comparedAs(reviewing, base);
  const change = before === null ? null : changeOf(before, parts, onlyNew);
  const findings = onlyNew ? newAmong(parts.findings, change) : parts.findings;
  const [shown, writtenAt] = [exposureOf(network), sourcesOf(resources, named)];
  const said = { ...saidOf(parts, shown), change };
  const { exposure, entries, allowed } = said;
  const seen = { network, resources, writtenAt, entries, allowed };
  const pictured = pictureOf({ ...seen, exposure: shown });
  return {
    schemaVersion: 1,
    of: reviewedOf(reviewing),
    verdict: {
      findings: findings.length,
      accepted: accepted.filter(({ state }) => state === 'covers').length,
      exposed: exposure.inbound.length,
      exposedPerhaps: exposure.inbound.filter((each) => isPerhaps(each.open)).length,
      open: entries.filter((each) => each.open.length > 0).length,
      perMonth: cost.perMonth,
      isAtLeast: cost.isAtLeast,
      attention: attentionOf(said, onlyNew && before !== null ? saidOf(before) : undefined),
    },
    ...said,
    ...{ findings, accepted, cost },
    unexposed: [...new Set(network.unmodelled.values())].sort(),
    ways: waysOf(network, writtenAt),
    ...{ picture: pictured.picture, ...pathsIn(pictured) },
    weaknesses: weaknessesOf(resources, network),
    resilience: lookedAt(resources, network),
    limits: limitsOf(resources, network),
    inventory: inventoryOf(resources),
    provenance: {
      kit: kitVersion(),
      engines: [
        { name: 'kit', version: kitVersion(), rules: kitRules.length, missing: null },
        ...reviewing.verdicts.map(engineOf),
      ],
      open: [
        ...reviewing.opened.warnings,
        ...exposure.unknown.map(({ why }) => why),
        ...notKnown(allowed),
        ...gapsIn(reviewing.opened.templates, reviewing.verdicts),
      ],
    },
  };
}

function newAmong(findings: Report['findings'], change: ReviewChange | null): Report['findings'] {
  const fresh = new Set(change?.newFindings.map(({ id }) => id));
  return findings.filter(({ id }) => fresh.has(id));
}

function saidOf({ reviewing, network, subject }: Compared, shown = exposureOf(network)) {
  const { resources } = reviewing.opened;
  return {
    exposure: exposureData(network, shown, sourcesOf(resources, named)),
    entries: entriesOf(subject),
    allowed: allowedIn(subject),
    outsiders: outsidersOf(subject),
    leftovers: leftoversOf(resources),
    absent: reviewing.opened.absent.map(({ logicalId }) => logicalId),
  };
}

function engineOf({ name, version, missing, judgements }: EngineVerdict): Engine {
  const rules = judgements.map((each) => each.rules ?? 0).reduce((a, b) => Math.max(a, b), 0);
  return { name, version, missing, rules: rules === 0 ? null : rules };
}

type Engine = Report['provenance']['engines'][number];

/** What is compared with a base. */
interface Compared extends Pick<Report, 'findings' | 'accepted'> {
  readonly reviewing: Reviewing;
  readonly network: Network;
  readonly subject: Subject;
  readonly cost: Cost;
}

function compared(reviewing: Reviewing): Compared {
  const { opened, accepted, expired = [], variant, verdicts } = reviewing;
  const { resources, reasonOf } = opened;
  const network = networkOf(resources, reasonOf);
  const subject = subjectOf(resources, variant, network);
  const judged = findingsIn(subject, accepted, { templates: opened.templates, verdicts });
  return {
    ...{ reviewing, network, subject },
    findings: judged.findings,
    accepted: [
      ...judged.accepted,
      ...expired.map((each) => ({ ...each, state: 'expired' as const, covers: [] })),
    ],
    cost: costOf(resources, priceTable()),
  };
}

function changeOf(before: Compared, after: Compared, onlyNew = false): ReviewChange {
  const old = new Set(before.findings.map(({ id }) => id));
  const { templates: was } = before.reviewing.opened;
  const { templates: is } = after.reviewing.opened;
  return {
    base: reviewedOf(before.reviewing),
    resources: changesBetween(was, is),
    ...templateChanges(was, is),
    allowed: allowedChanges(before.subject, after.subject),
    reach: reachData(reachDifference(before.network, after.network)),
    cost: costDifference(before.cost, after.cost),
    newFindings: after.findings
      .filter(({ id }) => !old.has(id))
      .map(({ id, rule, stack, place }) => ({ id, rule, stack, place })),
    onlyNew,
  };
}

function reviewedOf({ name, stage, folder, opened: { templates } }: Reviewing): Reviewed {
  return {
    ...{ name, stage, folder },
    templates: templates.map(({ stack, file, resources }) => ({
      ...{ stack, file: basename(file), resources: resources.length },
      sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
    })),
  };
}
