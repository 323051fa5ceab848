/**
 * The findings of a report as SARIF 2.1.0, as code scanning takes them. Adds nothing to the value.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { isAbsolute, join } from 'node:path';
import { visible } from '../output/visible.ts';
import type { Finding, Report, Standing } from './report.ts';

export function sarifOf(report: Report): object {
  const { of, findings, accepted, provenance } = report;
  const results = [
    ...findings.map((finding) => ({ finding, reasons: [] as readonly string[] })),
    ...acceptedOf(accepted),
  ];
  const rules = [...new Map(results.map(({ finding }) => [finding.rule, finding])).values()];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'aws-lab-kit', version: provenance.kit, rules: rules.map(ruleOf) },
        },
        results: results.map(({ finding, reasons }) => ({
          ...resultOf(finding, of.folder),
          ruleIndex: rules.findIndex(({ rule }) => rule === finding.rule),
          ...(reasons.length === 0
            ? {}
            : {
                suppressions: reasons.map((reason) => ({
                  ...{ kind: 'inSource', justification: visible(reason) },
                })),
              }),
        })),
      },
    ],
  };
}

/** Each once, with every reason for which it is accepted. */
function acceptedOf(
  accepted: Report['accepted'],
): readonly { readonly finding: Finding; readonly reasons: readonly string[] }[] {
  const found = new Map<string, { finding: Finding; reasons: string[] }>();
  for (const { covers, reason } of accepted)
    for (const finding of covers) {
      const known = found.get(finding.id) ?? { finding, reasons: [] };
      known.reasons.push(reason);
      found.set(finding.id, known);
    }
  return [...found.values()];
}

function ruleOf({ rule, engine, severity, because, page }: Finding): object {
  // That engine says of each finding what to do, and of its rules nothing.
  const text = engine === 'CloudFormation Validate' ? `${rule} of ${engine}` : because;
  return {
    id: rule,
    shortDescription: { text },
    ...(page === '' ? {} : { helpUri: page }),
    defaultConfiguration: { level: severity },
    properties: { tags: [engine] },
  };
}

function resultOf(finding: Finding, folder: string): object {
  const { id, rule, severity, stack, place, properties } = finding;
  return {
    ruleId: rule,
    level: severity,
    message: { text: visible(messageOf(finding)) },
    locations: [
      {
        ...physicalLocation(finding, folder),
        logicalLocations: [{ fullyQualifiedName: visible(`${stack}/${place}`), kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'ruleAndPlace/v1': id },
    ...(properties.length === 0 ? {} : { properties: { paths: properties.map(visible) } }),
  };
}

/** The kit's rules say what a resource does; the others make sentences of their own. */
function messageOf({ engine, place, says, because }: Finding): string {
  return `${place}${engine === 'kit' ? '' : ':'} ${says}. ${because}`.trim();
}

function physicalLocation(at: Standing, folder: string): object {
  const place = placeIn(folder, at);
  if (place === null) return {};
  const [, path = place, line = '1'] = /^(.*):(\d+)$/s.exec(place) ?? [];
  return {
    physicalLocation: {
      artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: Number(line) },
    },
  };
}

/** The line of the app where it is below this folder, as a repository has it; else that of the template. */
function placeIn(folder: string, { madeAt, source }: Standing): string | null {
  if (madeAt !== null && !isAbsolute(madeAt)) return madeAt;
  return source === null ? null : join(folder, source);
}
