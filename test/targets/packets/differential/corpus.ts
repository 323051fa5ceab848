/** What the kernel said, written down: a model can be held against it where there is no such kernel, and bugs can be planted in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Code, GateKind, Packet, Point } from '../../../../lib/network/question.ts';
import type { walk } from '../../../../lib/network/walk/walk.ts';
import { serviceLists } from '../../../network/random/plan.ts';
import { settledOf, walkOf } from './cases.ts';
import { asPlayed } from './accepted.ts';
import { differenceOf, hasArrived, type Told } from './comparing.ts';
import type { Drop } from './drops.ts';
import type { Probed } from './ground.ts';

/** From, to, family, protocol, port, source port, and where in `words` the kernel's is. */
type Line = readonly [string, string, number, number, number, number, number];

export interface Corpus {
  readonly words: readonly string[];
  readonly networks: readonly { readonly seed: number; readonly lines: readonly Line[] }[];
}

export const corpusFile = join(import.meta.dirname, 'corpus.json');

export function readCorpus(): Corpus {
  return JSON.parse(readFileSync(corpusFile, 'utf8')) as Corpus;
}

export interface Recorded {
  readonly seed: number;
  readonly line: readonly (string | number)[];
  readonly word: string;
}

export function recorded(seed: number, { packet, told }: Probed): Recorded {
  const { from, to, family, protocol, port, sourcePort } = packet;
  const line = [pointText(from), pointText(to), family, protocol, port, sourcePort];
  return { seed, line, word: wordOf(told) };
}

/** One text for each network and for each word, as there are few. */
export function corpusOf(all: readonly Recorded[]): string {
  const words = [...new Set(all.map(({ word }) => word))].sort();
  const seeds = [...new Set(all.map(({ seed }) => seed))].sort((one, other) => one - other);
  const networks = seeds.map((seed) => {
    const lines = all
      .filter((each) => each.seed === seed)
      .map(({ line, word }) => JSON.stringify([...line, words.indexOf(word)]));
    return `{"seed":${seed},"lines":[\n${lines.join(',\n')}\n]}`;
  });
  return `{"words":${JSON.stringify(words, undefined, 1)},"networks":[\n${networks.join(',\n')}\n]}\n`;
}

/** How the walker differs from what the kernel said, one sentence each, as soon as asked. */
export function* differencesFrom(corpus: Corpus, walker: typeof walk): Generator<string> {
  for (const { seed, lines } of corpus.networks) {
    const settled = settledOf(seed);
    const played = asPlayed(settled.network);
    for (const [from, to, family, protocol, port, sourcePort, word] of lines) {
      const ends = { from: pointOf(from), to: pointOf(to) };
      const packet: Packet = {
        ...{ ...ends, family: family === 4 ? 4 : 6 },
        ...{ protocol, port, sourcePort },
      };
      const walked = walkOf({ settled, played }, packet, walker);
      const says = differenceOf(settled, { packet, walked }, toldBy(corpus.words[word] ?? ''));
      if (says !== undefined) yield `seed ${seed}: ${from} to ${to}: ${says}`;
    }
  }
}

function pointText(point: Point): string {
  switch (point.kind) {
    case 'interface':
      return `i ${point.id}`;
    case 'public':
      return `p ${point.of}`;
    case 'service':
      return `s ${point.list.id}`;
    case 'host':
      return `h ${point.address.family} ${point.address.value}`;
  }
}

function pointOf(text: string): Point {
  const [kind, one = '', other = '0'] = text.split(' ');
  if (kind === 'i') return { kind: 'interface', id: one };
  if (kind === 'p') return { kind: 'public', of: one };
  if (kind === 'h')
    return { kind: 'host', address: { family: one === '4' ? 4 : 6, value: BigInt(other) } };
  const list = serviceLists.find(({ id }) => id === one);
  if (list === undefined) throw new Error(`'${text}' is no end of a packet`);
  return { kind: 'service', list };
}

function wordOf(told: Told): string {
  const { answer, drop } = told;
  if (hasArrived(told)) return `yes|${answer.seen?.peer.address ?? ''}`;
  const gate = drop?.gate;
  if (drop === undefined || gate === undefined) return `no|${answer.outcome}`;
  return ['no', answer.outcome, drop.way, gate.kind, gate.at, gate.code].join('|');
}

function toldBy(text: string): Told {
  const [word, said = '', way, kind, at = '', code] = text.split('|');
  if (word === 'yes') {
    const seen = said === '' ? {} : { seen: { node: '', peer: { address: said, port: 0 } } };
    return { answer: { outcome: 'open', ...seen }, drop: undefined };
  }
  const gate = { kind: kind as GateKind, at, code: code as Code };
  const drop = way === undefined ? undefined : { node: '', way: way as Drop['way'], gate };
  return { answer: { outcome: 'timeout' }, drop };
}
