/** The sections on who gets in, and who may do what. */
import { section, table, type Section } from '../document.ts';
import { notKnownHere } from '../named.ts';
import type { Allowed, Report } from '../report.ts';
import { none, placeText } from './places.ts';

export function entries(report: Report): Section {
  const { entries: all } = report;
  return section(
    "What answers the internet at an address of AWS's",
    table(
      ['What', 'Anybody', 'Who is asked'],
      all.map((each) => [placeText(each), each.open.join(', '), each.guarded.join(', ')]),
      none(report, 'Nothing'),
    ),
  );
}

export function outsiders(report: Report): Section {
  const { outsiders: all } = report;
  return section(
    'Who is let in from elsewhere',
    table(
      ['Who', 'May', 'On', 'Only with', 'Statement'],
      all.map(({ who, actions, place, conditions, statement }) => [
        ...[who, actions.join(', '), place, conditions.join(', '), statement],
      ]),
      none(report, 'No policy lets anybody in who is not of the account'),
    ),
  );
}

export function allowed(report: Report): Section {
  const { allowed: all } = report;
  return section(
    'Who may do what inside',
    table(
      ['Who', 'Of', 'May', 'On', 'Only with', 'Statement'],
      all.map((each) => [
        ...[each.who, each.actsFor.join(', '), mayText(each)],
        ...[each.on.join(', '), each.conditions.join(', '), each.statement],
      ]),
      none(report, 'No role and no user of the templates is allowed anything'),
    ),
  );
}

function mayText({ effect, limitedBy, actions, isWide, isKnown }: Allowed): string {
  if (effect === 'Deny') return `never: ${actions.join(', ')}`;
  const may = isKnown ? `${actions.join(', ')}${isWide ? ' (wide)' : ''}` : notKnownHere;
  return limitedBy === null ? may : `${may}, limited by ${limitedBy}`;
}
