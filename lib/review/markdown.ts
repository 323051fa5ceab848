/** The report as Markdown: for a pull request, for a terminal. Adds nothing to the value. */
import { dollars, change as signed } from '../output/money.ts';
import { count } from '../output/table.ts';
import type { OpenPortsData } from './exposure.ts';
import { list, plain, section, table, type Lines } from './markdown-text.ts';
import type { Report, Standing } from './report.ts';

export function markdownOf(report: Report): string {
  const sections = [
    head(report),
    ...(report.change === null ? [] : [changed(report.change)]),
    exposure(report),
    entries(report),
    outsiders(report),
    findings(report),
    accepted(report),
    cost(report),
    leftovers(report),
    inventory(report),
    provenance(report),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head({ of, verdict }: Report): Lines {
  const least = verdict.isAtLeast ? 'at least ' : '';
  return [
    `# Review of ${plain(of.name)}${of.stage === null ? '' : `, ${plain(of.stage)}`}`,
    '',
    `**${count(verdict.findings, 'finding')}**, ${verdict.accepted} accepted · ${count(verdict.exposed, 'end')} reached from the internet, ${verdict.open} that answer anybody · ${least}${dollars(verdict.perMonth)} US dollars a month`,
    ...(verdict.attention.length === 0
      ? []
      : ['', ...verdict.attention.map((each) => `- ${plain(each)}`)]),
  ];
}

function changed({
  base,
  resources,
  reach,
  cost: money,
  newFindings,
}: NonNullable<Report['change']>): Lines {
  const internet = [
    ...reach.inbound.map((each) => ({ way: 'from the internet to', ...each })),
    ...reach.outbound.map((each) => ({ way: 'to the internet from', ...each })),
  ];
  return [
    `## Change against ${plain(base.name)}${base.stage === null ? '' : `, ${plain(base.stage)}`}`,
    '',
    ...table(
      ['', 'Resource', 'Type', 'What'],
      resources.map(({ kind, place, type, properties }) => [
        kind,
        place,
        type,
        properties.join(', '),
      ]),
    ),
    '',
    ...list(
      internet.map(
        ({ way, end, hosts, opened, closed }) =>
          [
            ...(opened.length === 0 ? [] : [`opened ${opened.join(', ')}`]),
            ...(closed.length === 0 ? [] : [`closed ${closed.join(', ')}`]),
          ].join(', ') + ` ${way} ${end} (${hosts})`,
      ),
      'What the internet reaches is the same.',
    ),
    '',
    `A month costs ${money.perMonth === 0 ? 'the same' : `${signed(money.perMonth)} US dollars`}.`,
    '',
    ...list(
      newFindings.map((each) => `new: ${each}`),
      'No finding is new.',
    ),
  ];
}

function exposure({ exposure: { inbound, outbound } }: Report): Lines {
  const rows = (all: typeof inbound) =>
    all.flatMap(({ end, type, open }) =>
      open.map((each) => [
        end,
        type,
        openText(each),
        each.rules.map(({ says }) => says).join(', '),
      ]),
    );
  return section(
    'Network exposure',
    table(
      ['The internet reaches', 'Type', 'How', 'By'],
      rows(inbound),
      'The internet reaches nothing.',
    ),
    table(
      ['Reaches the internet', 'Type', 'How', 'By'],
      rows(outbound),
      'Nothing reaches the internet.',
    ),
  );
}

function entries({ entries: all }: Report): Lines {
  return section(
    "What answers the internet at an address of AWS's",
    table(
      ['What', 'Anybody', 'Who is asked'],
      all.map((each) => [placeText(each), each.open.join(', '), each.guarded.join(', ')]),
      'Nothing.',
    ),
  );
}

function openText({ protocol, ports, hosts, except, verdict, family }: OpenPortsData): string {
  const where = hosts === 'everywhere' ? 'everywhere' : hosts.join(', ');
  const but = except.length === 0 ? '' : ` but ${except.join(', ')}`;
  const service = `${protocol}/${ports}${family === 6 ? ' IPv6' : ''}`;
  return `${service}, ${where}${but}${doubts[verdict]}`;
}

const doubts = { yes: '', partial: ', from some source ports', depends: ', perhaps' } as const;

function outsiders({ outsiders: all }: Report): Lines {
  return section(
    'Who is let in from elsewhere',
    table(
      ['Who', 'May', 'On', 'Only with', 'Statement'],
      all.map(({ who, actions, place, conditions, statement }) => [
        who,
        actions.join(', '),
        place,
        conditions.join(', '),
        statement,
      ]),
      'No policy lets anybody in who is not of the account.',
    ),
  );
}

function findings({ findings: all }: Report): Lines {
  return section(
    'Findings',
    table(
      ['Rule', 'Resource', 'It', 'Why', 'Line'],
      all.map((each) => [
        each.rule,
        placeText(each),
        each.says,
        `${each.because} ${each.page}`,
        each.source ?? '',
      ]),
      'None.',
    ),
  );
}

function accepted({ accepted: all }: Report): Lines {
  return section(
    'Accepted findings',
    table(
      ['Rule', 'On', 'Reason', ''],
      all.map(({ rule, at, reason, state }) => [rule, at, reason, state]),
      'None.',
    ),
  );
}

function cost({ cost: { lines, usage, withoutPrice, region, assumptions } }: Report): Lines {
  return [
    '## Cost',
    '',
    `An estimate, list prices of ${plain(region)}, US dollars a month.`,
    '',
    ...table(
      ['What', 'Where', 'A month'],
      [
        ...lines.map(({ what, place, perMonth }) => [what, place, dollars(perMonth)]),
        ...usage.map(({ what, place, perMonth, assumes }) => [
          what,
          place,
          `${dollars(perMonth)}, if ${assumes}`,
        ]),
        ...withoutPrice.map(({ type, place, why }) => [type, place, why]),
      ],
      'Nothing here costs.',
    ),
    ...(assumptions.length === 0 ? [] : ['', ...assumptions.map((each) => `- ${plain(each)}`)]),
  ];
}

function leftovers({ leftovers: all }: Report): Lines {
  return section(
    'Left behind',
    table(
      ['Resource', 'Why'],
      all.map((each) => [placeText(each), each.why]),
      'Nothing, as far as the templates say.',
    ),
  );
}

function inventory({ inventory: all }: Report): Lines {
  return section(
    'Inventory',
    table(
      ['Service', 'Resource', 'Type', 'Line'],
      all.flatMap(({ name, resources }) =>
        resources.map(({ place, type, source }) => [name, place, type, source ?? '']),
      ),
    ),
  );
}

function provenance({ of, provenance: { kit, engines, open } }: Report): Lines {
  return [
    '## Where this comes from',
    '',
    `aws-lab-kit ${kit}`,
    '',
    ...table(
      ['Template', 'Stack', 'Resources', 'SHA-256'],
      of.templates.map(({ file, stack, resources, sha256 }) => [
        file,
        stack,
        String(resources),
        sha256,
      ]),
    ),
    '',
    ...table(
      ['Engine', 'Rules', ''],
      engines.map(({ name, rules, missing }) => [
        name,
        missing === null ? String(rules) : '',
        missing === null ? 'ran' : `did not run: ${missing}`,
      ]),
    ),
    ...(open.length === 0 ? [] : ['', 'Not analysed:', '', ...list([...new Set(open)], '')]),
  ];
}

function placeText({ stack, place, type }: Standing): string {
  return `${stack}/${place} (${type})`;
}
