/** `expectNetwork(template)`: what can reach what, as assertions of any test runner. */
import { everybodyBut } from '../network/ask/anyone.ts';
import { explain } from '../network/ask/explain.ts';
import { withGuests } from '../network/ask/guests.ts';
import type { Hosts, Place } from '../network/ask/places.ts';
import { networkOf } from '../network/build/build.ts';
import type { Network } from '../network/network.ts';
import type { Code } from '../network/question.ts';
import { wrapped } from '../output/table.ts';
import { questionOf } from '../questions/reach-question.ts';
import { answerText } from '../questions/reach-words.ts';
import { answerTo, type ReachAnswer } from '../review/reach-answer.ts';
import { sourcesOf, type WrittenAt } from '../review/sources.ts';
import { lookedAt } from './look.ts';
import { saying } from '../errors.ts';
import { ExpectationFailed } from './said.ts';
import type { Options, Subject } from './subject.ts';

/** Somewhere on the internet. */
export interface Internet {
  /** `internet`, or `internet:203.0.113.7`. */
  readonly internet: string;
}

/** A resource by its construct id, the tail of its path or its logical id; an address; the internet. */
export type Host = string | Internet;

export interface NetworkExpectation {
  from(host: Host): { to(host: Host): Flows<FlowExpectation> };
  /** These reach it, and nobody else does: no other resource, no host in any subnet, no host of the internet. */
  only(hosts: readonly Host[]): { canReach(host: Host): Flows<void> };
}

export interface Flows<T> {
  /** @param to the last port of a range */
  tcp(port: number, to?: number): T;
  /** @param to the last port of a range */
  udp(port: number, to?: number): T;
  /** An echo request and its answer. */
  icmp(): T;
}

export interface FlowExpectation {
  /** All of it gets there, and the answers get back. */
  isAllowed(): void;
  /** Nothing of it gets there. @param reason the code of the gate that stops it, or one of several */
  isBlocked(reason?: { readonly by: Code | readonly Code[] }): void;
}

/** Any host of the internet, or the one with this address. */
export function internet(address?: string): Internet {
  return { internet: address === undefined ? 'internet' : `internet:${address}` };
}

/**
 * The network that the templates describe. Each assertion throws an Error that explains the answer hop by hop; what depends on something that
 * the templates do not say neither is allowed nor is blocked.
 */
export function expectNetwork(subject: Subject, options?: Options): NetworkExpectation {
  const board = saying(() => boardOf(subject, options));
  return {
    from: (from) => ({ to: (to) => flows((flow) => flowExpectation(board, { from, to, flow })) }),
    only: (senders) => ({
      canReach: (to) =>
        flows((flow) => {
          saying(() => {
            judgeOnly(board, { senders, to, flow });
          });
        }),
    }),
  };
}

interface Board {
  readonly network: Network;
  readonly writtenAt: WrittenAt;
  readonly folder: string;
}

function boardOf(subject: Subject, options: Options | undefined): Board {
  const { resources, reasonOf, folder } = lookedAt(subject, options);
  return { network: networkOf(resources, reasonOf), writtenAt: sourcesOf(resources), folder };
}

function flows<T>(ask: (flow: string) => T): Flows<T> {
  const ports = (port: number, to = port): string => (port === to ? `${port}` : `${port}-${to}`);
  return {
    tcp: (port, to) => ask(`tcp/${ports(port, to)}`),
    udp: (port, to) => ask(`udp/${ports(port, to)}`),
    icmp: () => ask('icmp/echo'),
  };
}

interface Asked {
  readonly from: Host;
  readonly to: Host;
  readonly flow: string;
}

type Settled = ReturnType<typeof settled>;

/** Names of hosts outside are a lab's; without a prototype, so that `constructor` is no name either. */
const nobodyOutside = Object.freeze(Object.create(null)) as Hosts;

/** @throws UnknownPlace, AmbiguousPlace, BadPlace, BadFlow */
function settled({ network }: Board, { from, to, flow }: Asked) {
  const typed = { from: textOf(from), to: textOf(to), flow, sourcePort: undefined };
  const { flow: parsed, ...question } = questionOf(network, typed, nobodyOutside);
  if (parsed === undefined) throw new TypeError(`${flow} is no flow`);
  return { ...question, flow: parsed, typedFlow: flow };
}

function textOf(host: Host): string {
  return typeof host === 'string' ? host : host.internet;
}

function answered({ writtenAt }: Board, question: Settled, explains = false): ReachAnswer {
  const wanted = { typedFlow: question.typedFlow, writtenAt };
  return answerTo(question, explains ? { ...wanted, explain } : wanted);
}

function flowExpectation(board: Board, asked: Asked): FlowExpectation {
  return {
    isAllowed: () => {
      saying(() => {
        judgeAllowed(board, settled(board, asked));
      });
    },
    isBlocked: ({ by } = { by: [] }) => {
      saying(() => {
        judgeBlocked(board, settled(board, asked), [by].flat());
      });
    },
  };
}

function judgeAllowed(board: Board, question: Settled): void {
  const { verdict } = answered(board, question);
  if (verdict === 'yes') return;
  throw new ExpectationFailed(
    `that ${sentence(question)} is allowed`,
    explained(board, answered(board, question, true)),
  );
}

function judgeBlocked(board: Board, question: Settled, by: readonly Code[]): void {
  const answer = answered(board, question);
  const { verdict, code } = answer;
  const isBlocked = verdict === 'no';
  if (isBlocked && (by.length === 0 || by.some((each) => each === code?.code))) return;
  const reason = by.length === 0 ? '' : ` by ${by.join(' or ')}`;
  throw new ExpectationFailed(
    `that ${sentence(question)} is blocked${reason}`,
    explained(board, isBlocked ? answered(board, question, true) : answer),
  );
}

interface AskedOnly {
  readonly senders: readonly Host[];
  readonly to: Host;
  readonly flow: string;
}

function judgeOnly(board: Board, { senders, to, flow }: AskedOnly): void {
  const questions = senders.map((from) => settled(board, { from, to, flow }));
  for (const each of questions) judgeAllowed(board, each);
  const named = questions.map(({ asked }) => asked.from);
  // Without senders the internet is asked about, for the end's own sake.
  const example = questions[0] ?? settled(board, { from: internet(), to, flow });
  const others = everybodyBut(board.network, [...named, example.asked.to]);
  const answers = others.map((from) => answered(board, withSender(board, example, from)));
  const intruders = answers.filter(({ verdict }) => verdict !== 'no');
  const surest = intruders.find(({ verdict }) => verdict !== 'depends') ?? intruders[0];
  if (surest === undefined) return;
  const who = named.map(({ name }) => name).join(', ') || 'nobody';
  const listed = intruders.map(({ from, verdict }) => `${from}${verdict === 'depends' ? '?' : ''}`);
  throw new ExpectationFailed(`that only ${who} can reach ${example.asked.to.name} ${flow}`, [
    wrapped(`Others can: ${listed.join(', ')}`, 2),
    ...explained(board, surest),
  ]);
}

function withSender({ network }: Board, question: Settled, from: Place): Settled {
  const { to } = question.asked;
  return { ...question, network: withGuests(network, [from, to]), asked: { from, to } };
}

function sentence({ asked: { from, to }, typedFlow }: Settled): string {
  return `${from.name} -> ${to.name} ${typedFlow}`;
}

function explained({ folder }: Board, answer: ReachAnswer): readonly string[] {
  const text = answerText(answer, folder);
  if (answer.verdict !== 'depends') return text;
  return [...text, 'State what the template does not say: { parameters } or { assume }'];
}
