/** The sections on who gets in, and who may do what. */
import { section, table, text, type Part, type Section } from '../document.ts';
import { notKnownHere } from '../named.ts';
import type { Allowed, Report } from '../report.ts';
import { placeText } from './places.ts';

export function entries({ entries: all, inventory }: Report): Section {
  return section(
    "What answers the internet at an address of AWS's",
    table(
      ['What', 'Anybody', 'Who is asked'],
      all.map((each) => [placeText(each), each.open.join(', '), each.guarded.join(', ')]),
      knownOf(inventory, 'Nothing'),
    ),
    ...bySam(inventory),
  );
}

export function outsiders({ outsiders: all, inventory }: Report): Section {
  return section(
    'Who is let in from elsewhere',
    table(
      ['Who', 'May', 'On', 'Only with', 'Statement'],
      all.map(({ who, actions, place, conditions, statement }) => [
        ...[who, actions.join(', '), place, conditions.join(', '), statement],
      ]),
      knownOf(inventory, 'No policy lets anybody in who is not of the account'),
    ),
    ...bySam(inventory),
  );
}

export function allowed({ allowed: all, inventory }: Report): Section {
  return section(
    'Who may do what inside',
    table(
      ['Role or user', 'Of', 'May', 'On', 'Only with', 'Statement'],
      all.map((each) => [
        ...[each.place, each.actsFor.join(', '), mayText(each)],
        ...[each.on.join(', '), each.conditions.join(', '), each.statement],
      ]),
      knownOf(inventory, 'No role and no user of the templates is allowed anything'),
    ),
    ...bySam(inventory),
  );
}

function mayText({ actions, isWide, isKnown }: Allowed): string {
  return isKnown ? `${actions.join(', ')}${isWide ? ' (wide)' : ''}` : notKnownHere;
}

type Inventory = Report['inventory'];

/** Types that SAM makes others of when CloudFormation runs it. */
function samIn(inventory: Inventory): readonly string[] {
  const types = inventory.flatMap(({ resources }) => resources.map(({ type }) => type));
  return [...new Set(types)].filter((type) => type.startsWith('AWS::Serverless::'));
}

function knownOf(inventory: Inventory, says: string): string {
  return samIn(inventory).length === 0 ? `${says}.` : `${says}, as far as it is known here.`;
}

function bySam(inventory: Inventory): readonly Part[] {
  const types = samIn(inventory);
  return types.length === 0
    ? []
    : [text(`What SAM makes of ${types.join(', ')} is not known here.`)];
}
