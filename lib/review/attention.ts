/** The few lines of a report that need a person. Pure. */
import { isRevision } from '../template/update-behavior.ts';
import { whatWords } from './allowed-changes.ts';
import { isPerhaps, type OpenPortsData } from './exposure.ts';
import { monthDifference } from './month.ts';
import type { Report, ReviewChange } from './report.ts';

type State = Pick<Report, 'exposure' | 'entries' | 'outsiders' | 'leftovers'>;
type Said = State & Pick<Report, 'change'>;

/** What the change brings stands first. @param base where only what it does not have is of interest */
export function attentionOf(said: Said, base?: State): readonly string[] {
  const known = new Set((base === undefined ? [] : stateOf(base)).map(keyOf));
  const fresh = stateOf(said).filter((each) => !known.has(keyOf(each)));
  return [
    ...(said.change === null ? [] : changeLines(said.change)),
    ...topics.flatMap((says) =>
      line(
        says,
        fresh.filter((each) => each.says === says).map(({ name }) => name),
      ),
    ),
  ];
}

const topics = [
  'The internet reaches',
  'The internet perhaps reaches',
  'Answers anybody',
  'Policies let anybody in at',
  'Left behind when it is removed',
  'May stay when it is removed',
] as const;

interface Told {
  readonly says: (typeof topics)[number];
  readonly name: string;
  /** More than the name: one that is reached on another port is another matter. */
  readonly what: unknown;
}

function keyOf({ says, name, what }: Told): string {
  return JSON.stringify([says, name, what]);
}

function stateOf({ exposure, entries, outsiders, leftovers }: State): readonly Told[] {
  const [reached, perhaps, answers, admits, left, mayStay] = topics;
  const anybody = outsiders.filter(
    ({ who, conditions }) => who === 'anybody' && conditions.length === 0,
  );
  return [
    ...exposure.inbound.map(({ end, open }) => ({
      ...{ says: isPerhaps(open) ? perhaps : reached, name: `${end}${fromSome(open)}` },
      what: open.map(({ family, protocol, ports, hosts }) => [family, protocol, ports, hosts]),
    })),
    ...entries
      .filter(({ open }) => open.length > 0)
      .map(({ place, open }) => ({ says: answers, name: place, what: open })),
    ...anybody.map(({ place, actions }) => ({ says: admits, name: place, what: actions })),
    ...leftovers.map(({ place, why, isSure }) => ({
      ...{ says: isSure ? left : mayStay, name: place, what: why },
    })),
  ];
}

function fromSome(open: readonly OpenPortsData[]): string {
  return open.some(({ hosts }) => hosts === 'everywhere') ? '' : ' (from some addresses alone)';
}

function changeLines(change: ReviewChange): readonly string[] {
  const { resources, allowed, reach, cost, newFindings } = change;
  const opened = reach.inbound.filter((each) => each.opened.length > 0);
  const endsOf = (isDoubtful: boolean): readonly string[] =>
    opened.filter(({ isOpen }) => isOpen === isDoubtful).map(({ end }) => end);
  const places = (fits: (each: ReviewChange['resources'][number]) => boolean): readonly string[] =>
    resources.filter((each) => fits(each) && !isRevision(each.type)).map(({ place }) => place);
  const isLost = ({ data }: ReviewChange['resources'][number]): boolean => data?.fate === 'lost';
  const broad = allowed.filter(
    ({ isWide, isStranger, isKnown }) => isWide || isStranger || !isKnown,
  );
  return [
    ...line(
      'CloudFormation refuses to update',
      places(({ isRefused }) => isRefused),
    ),
    ...line(
      'Loses its data',
      places((each) => isLost(each) && each.kind !== 'may be replaced'),
    ),
    ...line(
      'May lose its data',
      places((each) => isLost(each) && each.kind === 'may be replaced'),
    ),
    ...line(
      'Replaced',
      places((each) => each.kind === 'replaced' && !each.isRefused && !isLost(each)),
    ),
    ...line(
      'Removed',
      places((each) => each.kind === 'removed' && !isLost(each)),
    ),
    ...line('The internet now reaches', endsOf(false)),
    ...line('The internet perhaps now reaches', endsOf(true)),
    ...line(
      'Newly allowed',
      broad.map((each) => `${each.who} ${whatWords(each)}`),
    ),
    ...(cost.perMonth === 0 ? [] : [`A month costs ${monthDifference(cost) ?? 'the same'}`]),
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
