/** `lab reach WHAT [FROM TO [PROTO/PORT]]`: what can reach what, and which rule decides. */
import { exitCodes, KitError } from '../errors.ts';
import type { Hosts } from '../network/ask/places.ts';
import { parseBlock } from '../network/blocks.ts';
import { networkOf } from '../network/build/build.ts';
import type { Network } from '../network/network.ts';
import type { Verdict } from '../network/question.ts';
import type { Host, Outcome } from '../output/host.ts';
import { outsideHosts } from '../outside.ts';
import { isOn, textOption, type Typed } from './command.ts';
import { exposureData, type ExposureData } from '../review/exposure.ts';
import { exposureText } from './exposure-words.ts';
import { nextOf } from './reach-next.ts';
import {
  answerTo,
  servicesTo,
  type ReachAnswer,
  type ReachServices,
} from '../review/reach-answer.ts';
import { questionOf } from '../questions/reach-question.ts';
import { answerText, servicesText } from '../questions/reach-words.ts';
import { sourcesOf, type WrittenAt } from '../review/sources.ts';
import { openedWhat, type What } from './what.ts';

interface Data {
  /** As typed. */
  readonly what: string;
  readonly stageInWords: string | null;
  /** Where the templates are, as a person at this prompt would type it; empty: here. */
  readonly folder: string;
  readonly answer: ReachAnswer | null;
  readonly services: ReachServices | null;
  readonly exposure: ExposureData | null;
  /** What to type next. */
  readonly next: string;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const [, from, to] = typed.words;
  if (from !== undefined && to === undefined)
    throw new KitError('MissingWord', `from ${from} to what?`, {
      next: './lab reach WHAT FROM TO tcp/80; without FROM and TO it shows what is exposed',
    });
  const what = await openedWhat(typed, host);
  const { resources, reasonOf } = what.opened;
  const network = networkOf(resources, reasonOf);
  const seen = { what, network, writtenAt: sourcesOf(resources) };
  return from === undefined || to === undefined ? exposed(seen, typed) : asked(seen, typed);
}

interface Looked {
  readonly what: What;
  readonly network: Network;
  readonly writtenAt: WrittenAt;
}

async function exposed({ what, network, writtenAt }: Looked, typed: Typed): Promise<Outcome<Data>> {
  const { exposureOf } = await import('../network/ask/exposure.ts');
  const exposure = exposureData(network, exposureOf(network), writtenAt);
  const data = { ...headOf(what), exposure, next: nextOf(typed, { exposure }) };
  return { data, exitCode: exitCodes.asTold };
}

/** What one question needs is loaded for it: most of the time of a short command is loading. */
async function asked({ what, network, writtenAt }: Looked, typed: Typed): Promise<Outcome<Data>> {
  const [, from = '', to = '', flow] = typed.words;
  const sourcePort = textOption(typed, 'source-port');
  const question = questionOf(network, { from, to, flow, sourcePort }, hostsOf(what));
  if (question.flow === undefined || flow === undefined) {
    const { summaryOf } = await import('../network/ask/summary.ts');
    const summaries = summaryOf(question.network, question.asked);
    const services = { from, to, services: servicesTo(question.network, summaries) };
    const verdicts = summaries.flatMap(({ pieces }) =>
      pieces.map(({ reached }) => reached.verdict),
    );
    const data = { ...headOf(what), services, next: nextOf(typed, { services }) };
    return { data, exitCode: exitOf(bestOf(verdicts)) };
  }
  const { explain } = isOn(typed, 'explain')
    ? await import('../network/ask/explain.ts')
    : { explain: undefined };
  const wanted = { typedFlow: flow, explain, writtenAt };
  const answer = answerTo({ ...question, flow: question.flow }, wanted);
  const data = { ...headOf(what), answer, next: nextOf(typed, { answer }) };
  return { data, exitCode: exitOf(answer.verdict) };
}

function headOf({ name, lab, folder }: What): Omit<Data, 'next'> {
  const stage = lab === null ? null : lab.stage;
  const nothing = { answer: null, services: null, exposure: null };
  return { what: name, stageInWords: stage, folder, ...nothing };
}

/** The outside world of a lab by name; of a foreign template nothing is known but addresses. */
function hostsOf({ lab }: What): Hosts {
  if (lab === null) return {};
  return Object.fromEntries(
    Object.entries(outsideHosts(lab.parameters)).map(([name, addresses]) => [
      name,
      addresses.map(parseBlock).filter((each) => each !== undefined),
    ]),
  );
}

/** Without a port: something surely gets through. */
function bestOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('yes')) return 'yes';
  return verdicts.length > 0 ? 'partial' : 'no';
}

function exitOf(verdict: Verdict): number {
  if (verdict === 'yes') return exitCodes.asTold;
  return verdict === 'no' ? exitCodes.otherwise : exitCodes.nothingJudged;
}

export function text(data: Data): readonly string[] {
  const { what, stageInWords, folder, answer, services, exposure, next } = data;
  const head = stageInWords === null ? what : `${what}, ${stageInWords}`;
  if (answer !== null) return [...answerText(answer, folder), next];
  if (services !== null) return [...servicesText(services), next];
  return exposure === null ? [] : [...exposureText(head, exposure), next];
}
