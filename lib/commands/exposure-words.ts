/** What a network shows, as a person reads it: one screen, ends that are alike on one line. */
import { wrappedColumns } from '../output/table.ts';
import type {
  ExposedData,
  ExposureData,
  OpenPortsData,
  PairData,
  RoleData,
} from '../review/exposure.ts';

/** Lines of each kind that fit on one screen together. */
const mostLines = 12;

export function exposureText(head: string, exposure: ExposureData): readonly string[] {
  const { inbound, outbound, roles, pairs, unknown } = exposure;
  return [
    head,
    ...section('The internet reaches', inboundRows(inbound), 'nothing.'),
    ...section('The internet is reached by', outboundRows(outbound), 'nobody.'),
    ...insideText(roles, pairs),
    ...unknownText(unknown),
  ];
}

type Rows = readonly (readonly string[])[];

function section(title: string, rows: Rows, none: string): readonly string[] {
  if (rows.length === 0) return [`${title} ${none}`];
  return [`${title}:`, ...shortened(rows)];
}

export function shortened(rows: Rows): readonly string[] {
  const shown = rows.length > mostLines ? rows.slice(0, mostLines - 1) : rows;
  const more = rows.length - shown.length;
  return [
    ...wrappedColumns(shown, 2),
    ...(more > 0 ? [`  and ${more} more lines (--json has all)`] : []),
  ];
}

/** Ends with equal rows stand on the same lines. */
function grouped(all: readonly { readonly name: string; readonly rows: Rows }[]): Rows {
  const found = new Map<string, { readonly names: string[]; readonly rows: Rows }>();
  for (const { name, rows } of all) {
    const key = JSON.stringify(rows);
    const known = found.get(key) ?? { names: [], rows };
    known.names.push(name);
    found.set(key, known);
  }
  return [...found.values()].flatMap(({ names, rows }) =>
    rows.map((row, at) => [at === 0 ? namesText(names) : '', ...row]),
  );
}

function inboundRows(inbound: readonly ExposedData[]): Rows {
  const rowOf = (ports: OpenPortsData): readonly string[] => [
    serviceWord(ports),
    `from ${hostsText(ports)}`,
    [...new Set(ports.rules.map(ruleText)), unsure(ports)].filter((each) => each !== '').join(', '),
  ];
  return grouped(
    inbound.map(({ end, open }) => ({ name: end, rows: familiesJoined(open, rowOf) })),
  );
}

function outboundRows(outbound: readonly ExposedData[]): Rows {
  return grouped(
    outbound.map(({ end, open }) => {
      const rowOf = (ports: OpenPortsData): readonly string[] => [
        seenText(ports, end),
        `${hostsText(ports)}${unsure(ports) === '' ? '' : `, ${unsure(ports)}`}`,
      ];
      return { name: end, rows: servicesJoined(open, rowOf) };
    }),
  );
}

function serviceWord({ protocol, ports }: OpenPortsData): string {
  return `${protocol}/${ports}`;
}

/** The same for both families on one line: `IPv4 and IPv6`. */
function familiesJoined(
  open: readonly OpenPortsData[],
  rowOf: (ports: OpenPortsData) => readonly string[],
): Rows {
  const found = new Map<
    string,
    { readonly families: Set<number>; readonly row: readonly string[] }
  >();
  for (const each of open) {
    const row = rowOf(each);
    const key = JSON.stringify(row);
    const known = found.get(key) ?? { families: new Set(), row };
    known.families.add(each.family);
    found.set(key, known);
  }
  return [...found.values()].map(({ families, row: [service = '', ...rest] }) => [
    `${service}${familyWord(families)}`,
    ...rest,
  ]);
}

/** `tcp, udp, icmp` together, where the rest is the same. */
function servicesJoined(
  open: readonly OpenPortsData[],
  rowOf: (ports: OpenPortsData) => readonly string[],
): Rows {
  const found = new Map<
    string,
    {
      readonly services: Set<string>;
      readonly families: Set<number>;
      readonly row: readonly string[];
    }
  >();
  for (const each of open) {
    const row = rowOf(each);
    const key = JSON.stringify([row, each.family]);
    const known = found.get(key) ?? { services: new Set(), families: new Set(), row };
    known.services.add(serviceWord(each));
    known.families.add(each.family);
    found.set(key, known);
  }
  return [...found.values()].map(({ services, families, row }) => [
    `${servicesWord(services)}${familyWord(families)}`,
    ...row,
  ]);
}

function servicesWord(services: ReadonlySet<string>): string {
  const all = ['tcp/all', 'udp/all', 'icmp/echo'];
  return all.every((each) => services.has(each)) ? 'all' : [...services].join(', ');
}

function familyWord(families: ReadonlySet<number>): string {
  if (!families.has(6)) return '';
  return families.has(4) ? ' IPv4, IPv6' : ' IPv6';
}

/** Blocks by name that one line holds. */
const mostBlocks = 3;

function hostsText({ hosts, except }: OpenPortsData): string {
  const blocks = (all: readonly string[]): string => {
    const more = all.length - mostBlocks;
    return `${all.slice(0, mostBlocks).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  };
  if (hosts !== 'everywhere') return blocks(hosts);
  return except.length === 0 ? hosts : `everywhere but ${blocks(except)}`;
}

function ruleText({ says, logicalId }: OpenPortsData['rules'][number]): string {
  return logicalId === undefined ? says : `${logicalId}: ${says}`;
}

function unsure({ verdict }: OpenPortsData): string {
  if (verdict === 'yes') return '';
  return verdict === 'partial' ? 'from some source ports only' : 'not sure: see unknown';
}

function seenText({ seenAs }: OpenPortsData, end: string): string {
  if (seenAs.length === 0) return 'as its own address';
  return `as ${namesText(seenAs.map((each) => (each === end ? 'its own address' : each)))}`;
}

const mostNames = 3;

export function namesText(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 1 ? `${names.slice(0, mostNames).join(', ')} +${more}` : names.join(', ');
}

function insideText(
  roles: readonly RoleData[],
  pairs: readonly PairData[] | null,
): readonly string[] {
  if (pairs === null) return ['Inside: too many different ends for one screen; ask pair by pair.'];
  const name = (at: number): string => namesText(roles[at]?.ends ?? []);
  const rows = pairs.map((pair) => [
    `${name(pair.from)} -> ${pair.from === pair.to ? 'each other' : name(pair.to)}`,
    pairText(pair, pairs),
  ]);
  const shown = rows.filter(([, services]) => services !== '');
  const silent = roles.filter((_, at) => !pairs.some(({ to }) => to === at));
  const closed =
    silent.length === 0
      ? []
      : [`  nobody inside reaches ${silent.map(({ ends }) => namesText(ends)).join('; ')}`];
  if (shown.length === 0) return ['Inside nobody reaches anybody.'];
  return ['Inside, by ends that behave alike:', ...shortened(shown), ...closed];
}

/** IPv6 is said only where it is not as IPv4. */
function pairText(pair: PairData, pairs: readonly PairData[]): string {
  const other = pairs.find(
    ({ from, to, family }) => from === pair.from && to === pair.to && family !== pair.family,
  );
  const same = other !== undefined && wordsOf(other) === wordsOf(pair);
  if (pair.family === 6) return same ? '' : `IPv6 ${wordsOf(pair)}`;
  return wordsOf(pair);
}

function wordsOf({ all, some, isOpen }: PairData): string {
  const whole = ['tcp/all', 'udp/all', 'icmp/echo'];
  const word = (services: readonly string[]): string =>
    whole.every((each) => services.includes(each)) ? 'all' : services.join(', ');
  if (all.join() === some.join()) return word(all);
  const doubt = isOpen ? 'perhaps' : 'some of them';
  return all.length === 0 ? `${doubt} ${word(some)}` : `${word(all)}; ${doubt} ${word(some)}`;
}

function unknownText(unknown: ExposureData['unknown']): readonly string[] {
  if (unknown.length === 0) return [];
  const rows = unknown.map(({ why, ends }) => [namesText(ends), why]);
  return ['Unknown, so not judged:', ...shortened(rows)];
}
