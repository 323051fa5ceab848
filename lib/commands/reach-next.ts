/** What to type after an answer. */
import { listOption, textOption, isOn, type Typed } from './command.ts';
import type { ExposureData } from '../review/exposure.ts';
import type { ReachAnswer, ReachServices } from '../review/reach-answer.ts';

interface Said {
  readonly answer?: ReachAnswer;
  readonly services?: ReachServices;
  readonly exposure?: ExposureData;
}

export function nextOf(typed: Typed, { answer, services, exposure }: Said): string {
  if (answer !== undefined) return afterAnswer(typed, answer);
  if (services !== undefined) return afterServices(typed, services);
  return afterExposure(typed, exposure);
}

function afterAnswer(typed: Typed, { verdict }: ReachAnswer): string {
  const [what = ''] = typed.words;
  if (verdict === 'yes') return `What else is open: ${command(typed, [what])}`;
  if (verdict === 'depends')
    return 'State what is not in the template: --parameter NAME=VALUE, or --assume FILE (docs/assume.md)';
  if (!isOn(typed, 'explain'))
    return `The smallest change that opens it: ${command(typed, typed.words)} --explain`;
  return `What is open: ${command(typed, [what])}`;
}

function afterServices(typed: Typed, { services }: ReachServices): string {
  const [what = '', from = '', to = ''] = typed.words;
  const open = services.find((each) => each.open.length > 0);
  const flow = flowWord(open?.protocol, open?.open[0]?.ports);
  return `Gate by gate: ${command(typed, [what, from, to, flow])}`;
}

function afterExposure(typed: Typed, exposure: ExposureData | undefined): string {
  const [what = ''] = typed.words;
  const open = exposure?.inbound.find((each) => each.open.length > 0);
  if (open === undefined) return whyNot(typed, exposure?.roles[0]?.ends[0]);
  const [first] = open.open;
  const flow = flowWord(first?.protocol, first?.ports);
  return `Gate by gate: ${command(typed, [what, 'internet', open.end, flow])}`;
}

function whyNot(typed: Typed, end: string | undefined): string {
  const [what = ''] = typed.words;
  if (end === undefined) return `What it costs: ./lab cost ${quoted(what)}`;
  return `Why not: ${command(typed, [what, 'internet', end, 'tcp/443'])}`;
}

/** One flow of these: the first port, or where all are open a well-known one. */
function flowWord(protocol = 'tcp', ports = 'all'): string {
  if (protocol === 'icmp') return 'icmp/echo';
  const [first = ''] = ports.split(/[,-]/);
  return `${protocol}/${['all', '0'].includes(first) ? '443' : first}`;
}

/** As typed, with the options that choose what is asked. */
function command(typed: Typed, words: readonly string[]): string {
  const options = ['stage', 'assume', 'source-port'].flatMap((name) => {
    const value = textOption(typed, name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const parameters = listOption(typed, 'parameter').flatMap((each) => ['-c', each]);
  return ['./lab reach', ...[...words, ...options, ...parameters].map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
