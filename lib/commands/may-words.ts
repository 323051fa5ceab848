/** An answer about a permission as a person reads it: the sentence first, then what each kind of policy says. */
import { count, wrapped, wrappedColumns } from '../output/table.ts';
import type { Typed } from './command.ts';
import type { MayAnswer, StatementData } from './may-answer.ts';
import { inFolder } from './sources.ts';

interface Shown {
  readonly folder: string;
  readonly explain: boolean;
}

export function answerText(answer: MayAnswer, { folder, explain }: Shown): readonly string[] {
  const { steps, dependsOn, decision } = answer;
  const rows = steps.map(({ policies, says, by }) => [
    policies,
    marks[says],
    placeText(by, folder),
  ]);
  return [
    wrapped(sentence(answer), 2),
    ...wrappedColumns(rows, 2),
    ...(steps.length === 0 ? ['  No policy has a say in it.'] : []),
    ...(decision === 'depends'
      ? ['It depends on:', ...dependsOn.map((each) => `  ${wrapped(each, 4)}`)]
      : []),
    ...(folder === '' || !steps.some(({ by }) => by?.source)
      ? []
      : [`Lines are of files in ${folder}/`]),
    ...(explain ? explanation(answer, folder) : []),
    nextLine(answer, explain),
  ];
}

const marks = {
  allows: 'allows',
  denies: 'DENIES',
  depends: 'DEPENDS',
  'is silent': 'SILENT',
} as const;

/** `Todos -> dynamodb:Scan on Todos: implicit deny, no policy allows it` */
function sentence({ who, action, on, decision, reason }: MayAnswer): string {
  return `${who} -> ${action} on ${on}: ${decision}, ${reason}`;
}

function placeText(by: StatementData | null, folder: string): string {
  if (by === null) return '';
  const { says, source } = by;
  return source === null ? says : `${says} (${inFolder(source, folder)})`;
}

function explanation(answer: MayAnswer, folder: string): readonly string[] {
  const { decision, nearMisses, action, resource, caller } = answer;
  if (decision === 'allowed') return [];
  if (decision !== 'implicit deny')
    return [wrapped(`${caller} asks for ${action} on ${resource}`, 2)];
  const near = nearMisses.map(
    (each) => `  ${wrapped(`${placeText(each, folder)} ${each.lacks}`, 4)}`,
  );
  return [
    `Missing: a statement that allows ${action}`,
    `         on ${resource}`,
    `         to ${caller}`,
    ...(near.length === 0 ? [] : ['Nearly:', ...near]),
  ];
}

function nextLine({ decision }: MayAnswer, explain: boolean): string {
  if (decision === 'depends') return 'Say what the request carries: --context KEY=VALUE';
  if (decision === 'implicit deny' && !explain) return 'What is missing: the same with --explain';
  return 'Who else may: --who ACTION RESOURCE';
}

interface Who {
  readonly head: string;
  readonly answers: readonly MayAnswer[];
  readonly denied: number;
  readonly folder: string;
}

export function whoText(
  { head, answers, denied, folder }: Who,
  { words }: Typed,
): readonly string[] {
  const [, action = '', on = ''] = words;
  const rows = answers.map(({ who, decision, reason, by }) => [
    who,
    decision,
    decision === 'depends' ? reason : placeText(by, folder) || reason,
  ]);
  const may = count(answers.filter(({ decision }) => decision === 'allowed').length, 'principal');
  return [`${head}: ${action} on ${on}: ${may} may, ${denied} may not`, ...wrappedColumns(rows, 2)];
}
