/** `lab may WHAT PRINCIPAL ACTION RESOURCE`: who may do what, and which statement decides. */
import { exitCodes, KitError } from '../errors.ts';
import { Permissions, type Answer } from '../iam/permissions.ts';
import type { Host, Outcome } from '../output/host.ts';
import { isOn, listOption, type Typed } from './command.ts';
import { answerData, type MayAnswer } from './may-answer.ts';
import { answerText, whoText } from './may-words.ts';
import { refuseUnknownAction, unknownKeys } from './may-names.ts';
import { openedWhat } from './what.ts';

interface Data {
  /** As typed. */
  readonly what: string;
  readonly stageInWords: string | null;
  readonly folder: string;
  /** One for the principal; with --who one for each that may, or may not be known to. */
  readonly answers: readonly MayAnswer[];
  /** With --who: how many may not. */
  readonly denied: number | null;
}

interface Asked {
  readonly who: string | undefined;
  readonly action: string;
  readonly on: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const asked = askedIn(typed);
  await refuseUnknownAction(asked.action);
  for (const key of await unknownKeys(Object.keys(asked.context)))
    host.warn(`AWS knows no condition key ${key}.`);
  const { name, lab, opened, folder } = await openedWhat(typed, host);
  const permissions = new Permissions(opened.resources);
  for (const each of permissions.refused)
    host.warn(`AWS takes no such policy, and it counts for nothing: ${each}`);
  const all =
    asked.who === undefined
      ? permissions.who(asked)
      : [permissions.may({ ...asked, who: asked.who })];
  const answers = all.filter((each) => asked.who !== undefined || !isDenied(each));
  const data = {
    what: name,
    stageInWords: lab === null ? null : lab.stage,
    folder,
    answers: answers.map((each) => answerData(each, asked)),
    denied: asked.who === undefined ? all.length - answers.length : null,
  };
  return { data, exitCode: exitOf(all) };
}

/** @throws MissingWord, BadOption */
function askedIn(typed: Typed): Asked {
  const [, ...words] = typed.words;
  const wanted = isOn(typed, 'who') ? 2 : 3;
  if (words.length !== wanted)
    throw new KitError(
      'MissingWord',
      `may takes ${wanted + 1} words here, not ${words.length + 1}`,
      {
        next: './lab may WHAT PRINCIPAL ACTION RESOURCE, or ./lab may WHAT --who ACTION RESOURCE',
      },
    );
  const [action = '', on = ''] = words.slice(-2);
  const without = Object.fromEntries(listOption(typed, 'without').map((key) => [key, []]));
  const who = wanted === 3 ? words[0] : undefined;
  return { who, action, on, context: { ...contextOf(listOption(typed, 'context')), ...without } };
}

/** A key that is given twice has several values. */
function contextOf(pairs: readonly string[]): Asked['context'] {
  const context: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined)
      throw new KitError('BadOption', `--context ${pair} is no KEY=VALUE`, {
        next: 'such as --context aws:SourceIp=203.0.113.7',
      });
    (context[key] ??= []).push(value);
  }
  return context;
}

function isDenied({ decision }: Answer): boolean {
  return decision === 'explicit deny' || decision === 'implicit deny';
}

function exitOf(all: readonly Answer[]): number {
  const decisions = all.map(({ decision }) => decision);
  if (decisions.includes('allowed')) return exitCodes.asTold;
  return decisions.includes('depends') ? exitCodes.nothingJudged : exitCodes.otherwise;
}

export function text(data: Data, typed: Typed): readonly string[] {
  const { what, stageInWords, folder, answers, denied } = data;
  const head = stageInWords === null ? what : `${what}, ${stageInWords}`;
  if (denied !== null) return whoText({ head, answers, denied, folder }, typed);
  const [answer] = answers;
  return answer === undefined
    ? []
    : answerText(answer, { folder, explain: isOn(typed, 'explain') });
}
