/** The few lines of a report that need a person. Pure. */
import { isRevision } from '../template/update-behavior.ts';
import { whatWords } from './allowed-changes.ts';
import { isPerhaps, type OpenPortsData } from './exposure.ts';
import { monthDifference } from './month.ts';
import type { Report, ReviewChange } from './report.ts';
import { findingName } from './standing.ts';

type State = Pick<Report, 'absent' | 'exposure' | 'entries' | 'outsiders' | 'leftovers'>;
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
  'Nested, not here, and not judged',
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

function stateOf({ absent, exposure, entries, outsiders, leftovers }: State): readonly Told[] {
  const [nested, reached, perhaps, answers, admits, left, mayStay] = topics;
  const anybody = outsiders.filter(isAnybody);
  return [
    ...absent.map((name) => ({ says: nested, name, what: null })),
    ...exposure.inbound.map(({ end, open }) => ({
      ...{ says: isPerhaps(open) ? perhaps : reached, name: `${end}${fromSome(open)}` },
      what: open.map(({ family, protocol, ports, hosts }) => [family, protocol, ports, hosts]),
    })),
    ...entries
      .filter(({ open }) => open.length > 0)
      .map(({ place, open }) => ({ says: answers, name: place, what: open })),
    ...anybody.map(({ who, place, actions }) => ({
      ...{ says: admits, name: `${place}${throughProvider(who)}`, what: actions },
    })),
    ...leftovers.map(({ place, why, isSure }) => ({
      ...{ says: isSure ? left : mayStay, name: place, what: why },
    })),
  ];
}

/** The users of a cluster alone come through its provider; through others whoever has an account there. */
const ofEverybody =
  /^(accounts\.google\.com|cognito-identity\.amazonaws\.com|graph\.facebook\.com|www\.amazon\.com|arn:[^:]*:iam::[^:]*:oidc-provider\/(?!oidc\.eks\.).*)$/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
function isAnybody({ who, conditions }: Report['outsiders'][number]): boolean {
  return conditions.length === 0 && (who === 'anybody' || ofEverybody.test(who));
}

function throughProvider(who: string): string {
  return who === 'anybody' ? '' : ` (who signs in at ${who.replace(/^.*:oidc-provider\//, '')})`;
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
    (each) => each.isWide || each.isStranger || !each.isKnown || isEscalation(each),
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
    ...line('New findings', newFindings.map(findingName)),
  ];
}

/** Who passes or assumes any role, or writes the policies of all, may do what those may. */
const escalating =
  /^(iam:(\*|PassRole|Pass\*|(Put|Attach)(User|Role|Group)Policy|(Put|Attach)\*|CreatePolicyVersion|SetDefaultPolicyVersion|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|UpdateAssumeRolePolicy|AddUserToGroup)|sts:(\*|AssumeRole|Assume\*))$/i;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function isEscalation({ actions, on }: ReviewChange['allowed'][number]): boolean {
  return (
    actions.some((each) => escalating.test(each)) &&
    on.some((each) => each === '*' || /^arn:[^:]*:iam::[^:]*:(\*|role\/\*|user\/\*)$/.test(each))
  );
}

/** Names that one line holds. */
const most = 5;

function line(says: string, names: readonly string[]): readonly string[] {
  const all = [...new Set(names)];
  if (all.length === 0) return [];
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return [`${says}: ${all.slice(0, most).join(', ')}${more}`];
}
