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
import { kitRules } from '../rules/kit.ts';
import { subjectOf, type Subject } from '../rules/rule.ts';
import type { Accepted } from '../template/accepted.ts';
import { changesBetween } from '../template/changes.ts';
import type { Opened } from '../template/open.ts';
import { kitVersion } from '../version.ts';
import { alignedTo } from './aligned.ts';
import { attentionOf } from './attention.ts';
import { entriesOf } from './entries.ts';
import { exposureData } from './exposure.ts';
import { findingsIn } from './findings.ts';
import { inventoryOf } from './inventory.ts';
import { leftoversOf } from './leftovers.ts';
import { outsidersOf } from './outsiders.ts';
import { reachData } from './reach-changes.ts';
import type { Report, ReviewChange, Reviewed } from './report.ts';
import { sourcesOf } from './sources.ts';

/** What is reviewed, opened. */
export interface Reviewing {
  readonly name: string;
  /** Of a lab, in words. */
  readonly stage: string | null;
  /** Where its templates are, seen from here. */
  readonly folder: string;
  readonly opened: Opened;
  readonly accepted: readonly Accepted[];
  /** Some rules speak only of what production would have. */
  readonly variant: 'learning' | 'production';
}

export function reviewOf(reviewing: Reviewing, base?: Reviewing): Report {
  const { resources } = reviewing.opened;
  const parts = compared(reviewing);
  const { findings, accepted, network, subject, cost } = parts;
  const change =
    base === undefined
      ? null
      : changeOf(compared({ ...base, opened: alignedTo(base.opened, reviewing.opened) }), parts);
  const said = {
    exposure: exposureData(network, exposureOf(network), sourcesOf(resources)),
    entries: entriesOf(subject),
    outsiders: outsidersOf(subject),
    leftovers: leftoversOf(resources),
    change,
  };
  const { exposure, entries } = said;
  return {
    schemaVersion: 1,
    of: reviewedOf(reviewing),
    verdict: {
      findings: findings.length,
      accepted: accepted.filter(({ state }) => state === 'covers').length,
      exposed: exposure.inbound.length,
      open: entries.filter((each) => each.open.length > 0).length,
      perMonth: cost.perMonth,
      isAtLeast: cost.isAtLeast,
      attention: attentionOf(said),
    },
    ...said,
    ...{ findings, accepted, cost },
    inventory: inventoryOf(resources),
    provenance: {
      kit: kitVersion(),
      engines: [{ name: 'kit', rules: kitRules.length, missing: null }, ...notRun],
      open: [...reviewing.opened.warnings, ...exposure.unknown.map(({ why }) => why)],
    },
  };
}

/** Engines whose findings are not in this report. */
const notRun = ['cdk-nag', 'CloudFormation Validate'].map((name) => ({
  ...{ name, rules: 0 },
  missing: 'it judges a CDK app when that is synthesized, and not yet here',
}));

/** What is compared with a base. */
interface Compared extends Pick<Report, 'findings' | 'accepted'> {
  readonly reviewing: Reviewing;
  readonly network: Network;
  readonly subject: Subject;
  readonly cost: Cost;
}

function compared(reviewing: Reviewing): Compared {
  const { opened, accepted, variant } = reviewing;
  const { resources, reasonOf } = opened;
  const network = networkOf(resources, reasonOf);
  const subject = subjectOf(resources, variant, network);
  return {
    ...{ reviewing, network, subject },
    ...findingsIn(subject, accepted),
    cost: costOf(resources, priceTable()),
  };
}

function changeOf(before: Compared, after: Compared): ReviewChange {
  const old = new Set(before.findings.map(({ id }) => id));
  return {
    base: reviewedOf(before.reviewing),
    resources: changesBetween(before.reviewing.opened.templates, after.reviewing.opened.templates),
    reach: reachData(reachDifference(before.network, after.network)),
    cost: costDifference(before.cost, after.cost),
    newFindings: after.findings.map(({ id }) => id).filter((id) => !old.has(id)),
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
