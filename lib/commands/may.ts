/** `lab may WHAT PRINCIPAL ACTION RESOURCE`: who may do what, and which statement decides. */
import { exitCodes, KitError } from '../errors.ts';
import type { Documents } from '../iam/policies.ts';
import { Permissions, type Answer } from '../iam/permissions.ts';
import type { Host, Outcome } from '../output/host.ts';
import { isOn, listOption, type Typed } from './command.ts';
import { answerData, type MayAnswer } from '../questions/may-answer.ts';
import { contextOf, unknownNames, type Context } from '../questions/may-context.ts';
import { documentsOf } from './may-policies.ts';
import { refuseUnknownAction, resourceTypesOf, unknownKeys } from '../questions/may-names.ts';
import { isInTemplate, namedPrincipal, refuseResource } from '../questions/may-target.ts';
import { answerText, whoText } from '../questions/may-words.ts';
import { openedWhat } from './what.ts';

interface Data {
  /** As typed. */
  readonly what: string;
  readonly stageInWords: string | null;
  readonly folder: string;
  /** Is the resource one of the template? Of another only the caller's own policies are asked. */
  readonly isInTemplate: boolean;
  /** One for the principal; with --who one for each that may, or may not be known to; with --explain for all. */
  readonly answers: readonly MayAnswer[];
  /** With --who: how many may not. */
  readonly denied: number | null;
}

interface Asked {
  readonly who: string | undefined;
  readonly action: string;
  readonly on: string;
  readonly context: Context;
  readonly documents: Documents;
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const asked = await askedIn(typed);
  for (const key of await unknownKeys(Object.keys(asked.context)))
    host.warn(`AWS knows no condition key ${key}.`);
  const { name, lab, opened, folder } = await openedWhat(typed, host);
  for (const each of unknownNames(asked.context, opened.resources))
    host.warn(`No resource is called '${each}': in --context it stands for itself.`);
  const permissions = new Permissions(opened.resources);
  for (const each of permissions.refused(asked.documents))
    host.warn(`AWS takes no such policy, and it counts for nothing: ${each}`);
  const types = await resourceTypesOf(asked.action);
  refuseResource(permissions, opened.resources, { ...asked, types });
  const all = answersTo(permissions, asked);
  const shown = all.filter((each) => isShown(each, typed));
  const data = {
    what: name,
    stageInWords: lab === null ? null : lab.stage,
    folder,
    isInTemplate: isInTemplate(permissions, opened.resources, asked),
    answers: shown.map((each) => answerData(each, asked)),
    denied: asked.who === undefined ? all.filter(isDenied).length : null,
  };
  return { data, exitCode: exitOf(all) };
}

function answersTo(permissions: Permissions, { who, ...question }: Asked): readonly Answer[] {
  if (who === undefined) return permissions.who(question);
  return [namedPrincipal(who, () => permissions.may({ ...question, who }))];
}

function isShown(answer: Answer, typed: Typed): boolean {
  return !isOn(typed, 'who') || isOn(typed, 'explain') || !isDenied(answer);
}

/** @throws MissingWord, BadAction, BadOption */
async function askedIn(typed: Typed): Promise<Asked> {
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
  await refuseUnknownAction(action);
  const context = await contextOf(listOption(typed, 'context'), listOption(typed, 'without'));
  const documents = documentsOf(listOption(typed, 'policy'));
  return { who: wanted === 3 ? words[0] : undefined, action, on, context, documents };
}

function isDenied({ decision }: Answer): boolean {
  return decision === 'explicit deny' || decision === 'implicit deny';
}

/** Nobody to ask about is nothing judged. */
function exitOf(all: readonly Answer[]): number {
  if (all.length === 0) return exitCodes.nothingJudged;
  const decisions = all.map(({ decision }) => decision);
  if (decisions.includes('allowed')) return exitCodes.asTold;
  return decisions.includes('depends') ? exitCodes.nothingJudged : exitCodes.otherwise;
}

export function text(data: Data, typed: Typed): readonly string[] {
  const [answer] = data.answers;
  const shown = { ...data, explain: isOn(typed, 'explain') };
  const [, action = '', on = ''] = typed.words;
  if (data.denied !== null) return whoText({ ...shown, action, on, denied: data.denied });
  return answer === undefined ? [] : answerText(answer, shown);
}
