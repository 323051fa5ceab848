/** The report as sections that every markup shows. Adds nothing to the value. */
import { dollars } from '../../output/money.ts';
import { list, section, table, text, type Cell, type Section } from '../document.ts';
import type { ExposedData, OpenPortsData } from '../exposure.ts';
import type { AcceptedFinding, Report, Standing } from '../report.ts';
import { allowed, entries, outsiders } from './access.ts';
import { changed } from './change.ts';
import { none, placeText } from './places.ts';
import { resilience } from './resilience.ts';

export function sectionsOf(report: Report): readonly Section[] {
  return [
    ...(report.change === null ? [] : [changed(report.change, report.absent)]),
    exposure(report),
    entries(report),
    outsiders(report),
    allowed(report),
    paths(report),
    findings(report),
    accepted(report),
    cost(report),
    resilience(report),
    leftovers(report),
    inventory(report),
    provenance(report),
  ];
}

function exposure(report: Report): Section {
  const { inbound, outbound } = report.exposure;
  const { unexposed } = report;
  const rows = (all: readonly ExposedData[]): readonly (readonly Cell[])[] =>
    all.flatMap(({ end, type, open }) =>
      open.map((each) => [
        ...[end, type, openText(each)],
        each.rules.map(({ says, logicalId = null }) => ({ says, logicalId })),
      ]),
    );
  const isPart = unexposed.length > 0;
  return section(
    'Network exposure',
    table(
      ['The internet reaches', 'Type', 'How', 'By'],
      rows(inbound),
      none(
        report,
        isPart
          ? 'The internet reaches nothing that is looked at here'
          : 'The internet reaches nothing in a VPC',
      ),
    ),
    table(
      ['Reaches the internet', 'Type', 'How', 'By'],
      rows(outbound),
      none(
        report,
        isPart
          ? 'Nothing that is looked at here reaches the internet'
          : 'Nothing reaches the internet',
      ),
    ),
    ...(isPart
      ? [text(`Stands in a network, and is not looked at here: ${unexposed.join(', ')}.`)]
      : []),
  );
}

function openText({ protocol, ports, hosts, except, verdict, family }: OpenPortsData): string {
  const where = hosts === 'everywhere' ? 'everywhere' : hosts.join(', ');
  const but = except.length === 0 ? '' : ` but ${except.join(', ')}`;
  const service = `${protocol}/${ports}${family === 6 ? ' IPv6' : ''}`;
  return `${service}, ${where}${but}${doubts[verdict]}`;
}

const doubts = { yes: '', partial: ', from some source ports', depends: ', perhaps' } as const;

function paths(report: Report): Section {
  const { paths: all, unknownPaths } = report;
  return section(
    'From the internet to data',
    table(
      ['To', 'Along'],
      [
        ...all.map(({ to, steps }) => [to, ['Internet', ...steps.map(stepText)].join(' ')]),
        ...unknownPaths.map(({ to, why }) => [to, `Not known: ${why}`]),
      ],
      none(report, 'No arrow of the picture leads from the internet to anything that holds data'),
    ),
  );
}

/** `→ Handlers/Todos (dynamodb:PutItem and 5 more)` */
function stepText({ to, says, kind }: Report['paths'][number]['steps'][number]): string {
  const [first, ...more] = says;
  const words = first === undefined ? kind : first;
  return `→ ${to} (${words}${more.length > 0 ? ` and ${more.length} more` : ''})`;
}

function findings({ findings: all }: Report): Section {
  return section(
    'Findings',
    table(
      ['Rule', 'Resource', 'It', 'Why', 'Line'],
      all.map((each) => [
        [each.rule, ...each.also].join(', '),
        placeText(each),
        each.says,
        `${each.because} ${each.page}`.trim(),
        lineText(each),
      ]),
    ),
  );
}

function stateText({ state, until }: AcceptedFinding): string {
  return until === undefined ? state : `${state}, until ${until}`;
}

function accepted({ accepted: all }: Report): Section {
  return section(
    'Accepted findings',
    table(
      ['Rule', 'On', 'Reason', ''],
      all.map((each) => [each.rule, each.at, each.reason, stateText(each)]),
    ),
  );
}

function cost({ cost: { lines, usage, withoutPrice, region, assumptions } }: Report): Section {
  return section(
    'Cost',
    text(`An estimate, list prices of ${region}, US dollars a month.`),
    table(
      ['What', 'Where', 'A month'],
      [
        ...lines.map(({ what, place, perMonth }) => [what, place, dollars(perMonth)]),
        ...usage.map(({ what, place, perMonth, assumes }) => [
          ...[what, place, `${dollars(perMonth)}, if ${assumes}`],
        ]),
        ...withoutPrice.map(({ type, place, why }) => [type, place, why]),
      ],
      'Nothing here costs.',
    ),
    ...(assumptions.length === 0 ? [] : [list(assumptions)]),
  );
}

function leftovers({ leftovers: all }: Report): Section {
  return section(
    'Left behind',
    table(
      ['Resource', '', 'Why'],
      all.map((each) => [placeText(each), each.isSure ? 'stays' : 'may stay', each.why]),
      'Nothing, as far as the templates say.',
    ),
  );
}

function inventory({ inventory: all }: Report): Section {
  return section(
    'Inventory',
    table(
      ['Service', 'Resource', 'Type', 'Line'],
      all.flatMap(({ name, resources }) =>
        resources.map((each) => [name, each.place, each.type, lineText(each)]),
      ),
    ),
  );
}

function provenance({ of, provenance: { kit, engines, open } }: Report): Section {
  return section(
    'Where this comes from',
    text(`aws-lab-kit ${kit}`),
    table(
      ['Template', 'Stack', 'Resources', 'SHA-256'],
      of.templates.map(({ file, stack, resources, sha256 }) => [
        ...[file, stack, String(resources), sha256],
      ]),
    ),
    table(
      ['Engine', 'Rules', ''],
      engines.map(({ name, version, rules, missing }) => [
        `${name} ${version}`.trim(),
        missing === null && rules !== null ? String(rules) : '',
        missing === null ? 'ran' : `did not run: ${missing}`,
      ]),
    ),
    ...(open.length === 0 ? [] : [text('Not analysed:'), list([...new Set(open)])]),
  );
}

/** Where somebody wrote it. */
function lineText({ madeAt, source }: Standing): string {
  return madeAt ?? source ?? '';
}
