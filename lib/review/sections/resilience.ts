/** What the loss of a zone takes away, where nobody looked for it, and the quotas. */
import { section, table, text, type Part, type Section } from '../document.ts';
import type { Looked, Report, Unjudged } from '../report.ts';
import { none, placeText } from './places.ts';

type Shown = Pick<Report, 'absent' | 'weaknesses' | 'resilience' | 'limits'>;

export function resilience(shown: Shown): Section {
  const { weaknesses, resilience: looked, limits } = shown;
  return section(
    'Resilience and limits',
    table(
      ['Resource', 'What it is exposed to'],
      weaknesses.map((each) => [placeText(each), each.says]),
      looked.judged.length === 0
        ? 'Nothing here is of a type that this section looks at.'
        : `Nothing was found in what this section looks at: ${looked.judged.join(', ')}.`,
    ),
    ...notLookedAt(looked, none(shown, 'Nothing here is of a type that is known to hold data')),
    table(
      ['Quota', 'Takes', 'Of, in a new account'],
      limits.map(({ what, used, usual, taken }) => [
        ...[what, String(used)],
        taken === 0 ? String(usual) : `${usual}, ${taken} of them the default VPC's`,
      ]),
      'It takes nothing of the quotas that are known here.',
    ),
  );
}

function notLookedAt({ unjudged, holdsData }: Looked, noData: string): readonly Part[] {
  const of = (why: Unjudged['why'], name: (each: Unjudged) => string): string =>
    [...new Set(unjudged.filter((each) => each.why === why).map(name))].join(', ');
  const types = (why: Unjudged['why']): string => of(why, ({ type }) => type);
  const lines = [
    ['Holds data, and is not looked at here', types('holds data')],
    ['Stands in a zone, and is not looked at here', types('stands in a zone')],
    ['In which zones it stands is not known', of('its zones are not known', ({ place }) => place)],
  ] as const;
  return [
    ...(holdsData ? [] : [text(noData)]),
    ...lines.flatMap(([says, names]) => (names === '' ? [] : [text(`${says}: ${names}.`)])),
  ];
}
