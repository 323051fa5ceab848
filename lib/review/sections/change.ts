/** What differs from a base. */
import { change as signed } from '../../output/money.ts';
import { count } from '../../output/table.ts';
import type { Change } from '../../template/changes.ts';
import type { AllowedChange } from '../allowed-changes.ts';
import { list, section, table, text, type Part, type Section } from '../document.ts';
import { chargeChange, monthDifference } from '../month.ts';
import { notKnownHere } from '../named.ts';
import type { ReviewChange } from '../report.ts';
import { findingName } from '../standing.ts';

/** @param absent nested stacks whose templates are not here */
export function changed(change: ReviewChange, absent: readonly string[]): Section {
  const { base, resources, cost, newFindings, onlyNew } = change;
  return section(
    `Change against ${base.name}${base.stage === null ? '' : `, ${base.stage}`}`,
    table(
      ['', 'Resource', 'Type', 'What'],
      shownOf(resources).map((each) => [each.kind, each.place, each.type, whatOf(each)]),
      'The resources are the same.',
    ),
    ...partsOf(change),
    ...(absent.length === 0
      ? []
      : [text(`Of ${absent.join(', ')} only what is passed to them is compared.`)]),
    list(reachLines(change), 'What the internet reaches is the same.'),
    allowedTable(change.allowed),
    text(`A month costs ${monthDifference(cost) ?? 'the same'}.`),
    ...chargesIn(cost),
    list(
      newFindings.map((each) => `new: ${findingName(each)}`),
      'No finding is new.',
    ),
    ...(onlyNew ? [text('Findings that the base has too are not shown.')] : []),
  );
}

/** Line by line, as `lab diff` has them; what is used is an assumption, and said with it. */
function chargesIn({ changes, usage }: ReviewChange['cost']): readonly Part[] {
  const rows = [...changes, ...usage].map((each) => [
    ...[each.kind, signed(each.after - each.before), each.place],
    `${chargeChange(each)}${each.assumes === undefined ? '' : ` (used as assumed: ${each.assumes})`}`,
  ]);
  return rows.length === 0 ? [] : [table(['', 'A month', 'Where', 'What'], rows, '')];
}

/** What only follows stands with what it follows from, but for data. */
export function shownOf(changes: readonly Change[]): readonly Change[] {
  const told = new Set(changes.flatMap(({ follows }) => follows));
  return changes.filter(
    ({ place, properties, kind, data }) =>
      !told.has(place) || properties.length > 0 || data !== null || isAlone(kind),
  );
}

function isAlone(kind: Change['kind']): boolean {
  return kind === 'removed' || kind === 'added';
}

/** Why, what with it, and what becomes of its data. */
export function whatOf({ properties, causes, because, follows, data, note }: Change): string {
  const rest = properties.filter((each) => !causes.includes(each));
  return [
    ...(properties.length === 0 ? [] : [[...causes, ...rest].join(', ')]),
    ...(because.length === 0 ? [] : [`because of ${named(because)}`]),
    ...(follows.length === 0 ? [] : [`with it ${named(follows)}`]),
    ...(data === null ? [] : [`${data.holds}: ${data.fate} (${data.why})`]),
    ...(note === null ? [] : [note]),
  ].join('; ');
}

/** Names that one cell holds. */
const most = 8;

function named(places: readonly string[]): string {
  const more = places.length > most ? ` and ${places.length - most} more` : '';
  return `${places.slice(0, most).join(', ')}${more}`;
}

/** Stacks, outputs and parameters, where they differ. */
function partsOf({ stacks, outputs, parameters }: ReviewChange): readonly Part[] {
  const lines = [
    ...stacks.map(({ kind, stack, resources }) =>
      kind === 'added'
        ? `stack ${stack} is new, with ${count(resources, 'resource')}`
        : `stack ${stack} is no longer there: nothing removes it by itself, with its ${count(resources, 'resource')}`,
    ),
    ...outputs.map(({ kind, name }) => `output ${name} is ${kind}`),
    ...parameters.map(({ kind, name, before, after }) =>
      kind === 'changed'
        ? `parameter ${name} has ${after ?? 'no default'} as default, not ${before ?? 'none'}: a stack that is there keeps its value`
        : `parameter ${name} is ${kind}`,
    ),
  ];
  return lines.length === 0 ? [] : [list(lines, '')];
}

function reachLines({ reach }: ReviewChange): readonly string[] {
  const internet = [
    ...reach.inbound.map((each) => ({ way: 'from the internet to', ...each })),
    ...reach.outbound.map((each) => ({ way: 'to the internet from', ...each })),
  ];
  const seen = reach.seen.map(
    ({ end, before, after }) =>
      `the internet sees ${end} as ${after.join(', ')}, no longer as ${before.join(', ')}`,
  );
  const lines = internet.map(
    ({ way, end, hosts, opened, closed, isOpen }) =>
      [
        ...(opened.length === 0 ? [] : [`opened ${opened.join(', ')}`]),
        ...(closed.length === 0 ? [] : [`closed ${closed.join(', ')}`]),
      ].join(', ') + ` ${way} ${end} (${hosts})${isOpen ? ', perhaps' : ''}`,
  );
  return [...lines, ...seen];
}

function allowedTable(all: readonly AllowedChange[]): Part {
  return table(
    ['Now', 'Who', 'What', 'On', 'Only with', 'Statement'],
    all.map(({ now, who, actions, on, conditions, statement, isKnown }) => [
      ...[now, who, isKnown ? actions.join(', ') : notKnownHere],
      ...[on.join(', '), conditions.join(', '), statement],
    ]),
    'Nobody is allowed more.',
  );
}
