/** An answer as a person reads it: the sentence first, then the way of a packet, gate by gate. */
import { wrapped, wrappedColumns } from '../output/table.ts';
import { inFolder, isIn } from '../review/sources.ts';
import type { Hop, LegData, ReachAnswer, ReachServices, Service } from '../review/reach-answer.ts';

export function answerText(answer: ReachAnswer, folder: string): readonly string[] {
  const { legs, dependsOn, verdict } = answer;
  return [
    wrapped(sentence(answer), 2),
    ...legs.flatMap((leg) => legText(leg, { folder, names: legs.length > 1 })),
    ...(verdict === 'depends'
      ? ['It depends on:', ...dependsOn.map((each) => `  ${wrapped(each, 4)}`)]
      : []),
    ...(hasLines(answer, folder) ? [`Lines are of files in ${folder}/`] : []),
    ...explanation(answer),
  ];
}

/** A template's lines are said without their folder; an app's are whole. */
function hasLines({ legs }: ReachAnswer, folder: string): boolean {
  return legs.some(({ hops }) =>
    hops.some(({ source }) => source !== null && isIn(source, folder)),
  );
}

function explanation({ opening, code }: ReachAnswer): readonly string[] {
  if (opening === null) return [];
  const why =
    code === null ? [] : [wrapped(`Why  ${code.code}: ${code.says}`, 5), `     ${code.page}`];
  if (opening.why !== null) return [...why, wrapped(`Nothing small opens it: ${opening.why}`, 5)];
  return [
    ...why,
    'The smallest change that opens it:',
    ...opening.changes.map((each) => `  ${wrapped(each, 4)}`),
  ];
}

/** `internet -> Fleet tcp/8080: blocked, IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at Fleet` */
function sentence({ from, to, flow, verdict, reason, seenAs, legs }: ReachAnswer): string {
  // Where IPv4 gets through too, that is the leg that is told.
  const by6 = legs.length > 0 && legs.every(({ family }) => family === 6) ? ' by IPv6 alone' : '';
  const seen = seenAs === null || seenAs === from ? '' : `, seen as ${seenAs}`;
  const words = {
    yes: `reachable${by6}${seen}`,
    no: `blocked, ${reason ?? ''}`,
    partial: `partly, ${reason ?? ''}${seen}`,
    depends: `depends on ${reason ?? 'what the template does not say'}`,
  };
  return `${from} -> ${to} ${flow}: ${words[verdict]}`;
}

function legText(
  { from, to, hops }: LegData,
  { folder, names }: { readonly folder: string; readonly names: boolean },
): readonly string[] {
  const rows = hops.map((hop, at) => [
    hops[at - 1]?.way === hop.way ? '' : hop.way,
    marks[hop.outcome],
    hop.gate,
    hop.at,
    hopText(hop, folder),
  ]);
  return [...(names ? [`${from} -> ${to}`] : []), ...wrappedColumns(rows, 2)];
}

const marks = { passed: '', blocked: 'BLOCKED', depends: 'DEPENDS' } as const;

function hopText({ says, source }: Hop, folder: string): string {
  if (source === null) return says;
  return `${says} (${inFolder(source, folder)})`;
}

export function servicesText({ from, to, services }: ReachServices): readonly string[] {
  return [
    wrapped(servicesSentence({ from, to, services }), 2),
    ...wrappedColumns(
      services.flatMap((each) => rowsOf(each, from)),
      2,
    ),
  ];
}

function servicesSentence({ from, to, services }: ReachServices): string {
  const open = services.flatMap(({ protocol, open: some }) =>
    some.map(({ ports, verdict }) => ({ word: `${protocol}/${portsWord(ports)}`, verdict })),
  );
  const sure = open.filter(({ verdict }) => verdict === 'yes').map(({ word }) => word);
  if (sure.length > 0) return `${from} -> ${to}: reachable on ${sure.join(', ')}`;
  if (open.length === 0)
    return `${from} -> ${to}: blocked on every port of TCP and UDP, and for the echo`;
  const words = open.map(({ word, verdict }) => (verdict === 'depends' ? `perhaps ${word}` : word));
  return `${from} -> ${to}: partly, ${words.join(', ')}`;
}

function portsWord(ports: string): string {
  return ports === '0-65535' ? 'all' : ports;
}

function rowsOf({ protocol, open, reason }: Service, from: string): readonly (readonly string[])[] {
  const rows = open.map(({ ports, verdict, reason: why, seenAs }, at) => [
    at === 0 ? protocol : '',
    portsWord(ports),
    [
      verdict === 'yes' ? 'reachable' : (why ?? verdict),
      ...(seenAs === null || seenAs === from ? [] : [`seen as ${seenAs}`]),
    ].join(', '),
  ]);
  if (reason === null) return rows;
  return [
    ...rows,
    [open.length === 0 ? protocol : '', open.length === 0 ? 'none' : 'the rest', reason],
  ];
}
