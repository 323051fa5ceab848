/** What became allowed and reachable between two stages, and what stopped being so, as a person reads it. */
import type { SeenChange } from '../network/ask/changes.ts';
import { whatWords, type AllowedChange } from '../review/allowed-changes.ts';
import type { InternetData, ReachData } from '../review/reach-changes.ts';
import { namesText, shortened } from './exposure-words.ts';

export function allowedText(allowed: readonly AllowedChange[]): readonly string[] {
  if (allowed.length === 0) return [];
  const rows = allowed.map((each) => [each.now, each.who, whatWords(each)]);
  return ['Allowed:', ...shortened(rows)];
}

export function reachText(reach: ReachData): readonly string[] {
  const rows = [
    ...internetRows(reach.inbound, (names, hosts) => `${hostsWord(hosts)} -> ${names}`),
    ...internetRows(reach.outbound, (names, hosts) => `${names} -> ${hostsWord(hosts)}`),
    ...seenRows(reach.seen),
    ...insideRows(reach.inside ?? []),
  ];
  if (reach.inside === null)
    return ['Reachable inside: too many ends to compare; ask ./lab reach pair by pair.'];
  if (rows.length === 0) return ['Reachable: the same as before.'];
  return ['Reachable:', ...shortened(rows)];
}

type Rows = readonly (readonly string[])[];

function hostsWord(hosts: string): string {
  return hosts === 'everywhere' ? 'internet' : `internet (${hosts})`;
}

/** Ends with which the same happened stand on one line. */
function internetRows(
  changes: ReachData['inbound'],
  way: (names: string, hosts: string) => string,
): Rows {
  const found = new Map<string, { readonly ends: string[]; readonly change: InternetData }>();
  for (const change of changes) {
    const { end, ...rest } = change;
    const key = JSON.stringify(rest);
    const known = found.get(key) ?? { ends: [], change };
    known.ends.push(end);
    found.set(key, known);
  }
  return [...found.values()].flatMap(({ ends, change }) =>
    rowsOf(way(namesText(ends), change.hosts), change, change.isOpen ? 'perhaps ' : ''),
  );
}

function rowsOf(
  way: string,
  { opened, closed, family }: Pick<InternetData, 'opened' | 'closed' | 'family'>,
  doubt = '',
): Rows {
  const row = (word: string, services: readonly string[]): Rows =>
    services.length === 0
      ? []
      : [[word, way, `${doubt}${servicesWord(services)}${family === 6 ? ' IPv6' : ''}`]];
  return [...row('opened', opened), ...row('closed', closed)];
}

function servicesWord(services: readonly string[]): string {
  const all = ['tcp/all', 'udp/all', 'icmp/echo'];
  return all.every((each) => services.includes(each)) ? 'all' : services.join(', ');
}

function seenRows(seen: readonly SeenChange[]): Rows {
  return seen.map(({ end, family, before, after }) => [
    'seen as',
    `${end} -> internet`,
    `${before.join(', ')} -> ${after.join(', ')}${family === 6 ? ' IPv6' : ''}`,
  ]);
}

interface Sent {
  readonly from: string;
  readonly to: readonly string[];
  readonly what: Rows;
}

/** Senders of which the same became true of the same receivers; of each other where they are among these. */
function insideRows(inside: NonNullable<ReachData['inside']>): Rows {
  const sent = sentBy(inside);
  const exact = ({ to, what }: Sent): string => JSON.stringify([what, to]);
  const mutual = ({ from, to, what }: Sent): string =>
    JSON.stringify([what, [...new Set([from, ...to])].sort()]);
  const sizeOf = (keyOf: (each: Sent) => string, one: Sent): number =>
    sent.filter((each) => keyOf(each) === keyOf(one)).length;
  const groups = new Map<string, Sent[]>();
  for (const each of sent) {
    const key = sizeOf(mutual, each) > sizeOf(exact, each) ? mutual(each) : exact(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap(sentRows);
}

function sentBy(inside: NonNullable<ReachData['inside']>): readonly Sent[] {
  const found = new Map<string, { from: string; to: string[]; what: Rows }>();
  for (const { from, to, ...change } of inside) {
    const what = rowsOf('', change);
    const key = JSON.stringify([from, what]);
    const known = found.get(key) ?? { from, to: [], what };
    known.to.push(to);
    found.set(key, known);
  }
  return [...found.values()];
}

function sentRows(group: readonly Sent[]): Rows {
  const from = group.map((each) => each.from);
  const receivers = [...new Set(group.flatMap(({ to }) => to))];
  const others = receivers.filter((each) => !from.includes(each));
  const isMutual = others.length < receivers.length && from.length > 1;
  const among = isMutual ? ['each other'] : receivers.filter((each) => from.includes(each));
  const [what = []] = group.map((each) => each.what);
  return what.map(([word = '', , services = '']) => [
    word,
    `${namesText(from)} -> ${[...among, ...(others.length > 0 ? [namesText(others)] : [])].join(', ')}`,
    services,
  ]);
}
