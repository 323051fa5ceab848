/** The few lines of a report that need a person. Pure. */
import { change as signed } from '../output/money.ts';
import type { Report } from './report.ts';

type Said = Pick<Report, 'exposure' | 'entries' | 'outsiders' | 'leftovers' | 'change'>;

export function attentionOf({
  exposure,
  entries,
  outsiders,
  leftovers,
  change,
}: Said): readonly string[] {
  const anybody = outsiders.filter(
    ({ who, conditions }) => who === 'anybody' && conditions.length === 0,
  );
  return [
    ...line(
      'The internet reaches',
      exposure.inbound.map(({ end }) => end),
    ),
    ...line(
      'Answers anybody',
      entries.filter(({ open }) => open.length > 0).map(({ place }) => place),
    ),
    ...line(
      'Policies let anybody in at',
      anybody.map(({ place }) => place),
    ),
    ...line(
      'Left behind when it is removed',
      leftovers.map(({ place }) => place),
    ),
    ...(change === null ? [] : changeLines(change)),
  ];
}

function changeLines({
  resources,
  reach,
  cost,
  newFindings,
}: NonNullable<Report['change']>): readonly string[] {
  const removed = resources.filter(({ kind }) => kind === 'removed').map(({ place }) => place);
  const opened = reach.inbound.filter((each) => each.opened.length > 0).map(({ end }) => end);
  return [
    ...line('Removed', removed),
    ...line('The internet now reaches', opened),
    ...(cost.perMonth === 0 ? [] : [`A month costs ${signed(cost.perMonth)} US dollars`]),
    ...line('New findings', newFindings),
  ];
}

/** Names that one line holds. */
const most = 5;

function line(says: string, names: readonly string[]): readonly string[] {
  const all = [...new Set(names)];
  if (all.length === 0) return [];
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return [`${says}: ${all.slice(0, most).join(', ')}${more}`];
}
