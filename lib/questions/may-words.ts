/** An answer about a permission as a person reads it: the sentence first, then what each kind of policy says. */
import { count, wrapped, wrappedColumns } from '../output/table.ts';
import type { MayAnswer, StatementData } from './may-answer.ts';
import { inFolder, isIn } from '../review/sources.ts';

export interface Shown {
  readonly what: string;
  /** Of a lab. */
  readonly stageInWords: string | null;
  readonly folder: string;
  readonly isInTemplate: boolean;
  readonly explain: boolean;
}

export function answerText(answer: MayAnswer, shown: Shown): readonly string[] {
  const { steps, dependsOn, decision } = answer;
  const { folder } = shown;
  const rows = steps.map(({ policies, says, by }) => [
    policies,
    marks[says],
    placeText(by, folder),
  ]);
  return [
    wrapped(sentence(answer), 2),
    ...wrappedColumns(rows, 2),
    ...(steps.length === 0 ? ['  No policy has a say in it.'] : []),
    ...resourceLines(answer.on, shown),
    ...(decision === 'depends'
      ? ['It depends on:', ...dependsOn.map((each) => `  ${wrapped(each, 4)}`)]
      : []),
    ...placeLines(answer, shown),
    ...(shown.explain ? explanation(answer, folder) : []),
    ...nextLines(answer, shown),
  ];
}

function resourceLines(on: string, { isInTemplate }: Shown): readonly string[] {
  if (isInTemplate || on === '*') return [];
  return ['  The resource is not in the template: what its own policy says is not known here.'];
}

function placeLines(
  { steps }: MayAnswer,
  { folder, what, stageInWords }: Shown,
): readonly string[] {
  const hasLines = steps.some(({ by }) => isIn(by?.source ?? '', folder));
  return [
    ...(stageInWords === null ? [] : [`Asked of ${what} at ${stageInWords}`]),
    ...(hasLines ? [`Lines are of files in ${folder}/`] : []),
  ];
}

const marks = {
  allows: 'allows',
  denies: 'DENIES',
  depends: 'DEPENDS',
  'is silent': 'SILENT',
} as const;

/** `Todos -> dynamodb:Scan on Todos: implicit deny, no policy allows it` */
function sentence({ who, caller, action, on, decision, reason }: MayAnswer): string {
  return `${/^\d{12}$/.test(who) ? caller : who} -> ${action} on ${on}: ${decision}, ${reason}`;
}

function placeText(by: StatementData | null, folder: string): string {
  if (by === null) return '';
  const { says, source } = by;
  return source === null ? says : `${says} (${inFolder(source, folder)})`;
}

function explanation(answer: MayAnswer, folder: string): readonly string[] {
  const { decision, nearMisses, action, resource, caller } = answer;
  const near = nearMisses.map(
    (each) => `  ${wrapped(`${placeText(each, folder)} ${each.lacks}`, 4)}`,
  );
  if (decision === 'allowed') return near.length === 0 ? [] : ['Nearly denied:', ...near];
  if (decision !== 'implicit deny')
    return [wrapped(`${caller} asks for ${action} on ${resource}`, 2)];
  return [
    `Missing: a statement that allows ${action}`,
    `         on ${resource}`,
    `         to ${caller}`,
    ...(near.length === 0 ? [] : ['Nearly:', ...near]),
  ];
}

function nextLines(answer: MayAnswer, { stageInWords, explain }: Shown): readonly string[] {
  const { decision, dependsOn } = answer;
  if (decision === 'implicit deny' && !explain) return ['What is missing: the same with --explain'];
  if (decision !== 'depends') return ['Who else may: --who ACTION RESOURCE'];
  return sayings(dependsOn, stageInWords !== null);
}

/** Examples of what only the deployment knows. */
const deployed: Readonly<Record<string, string>> = {
  '${AWS::AccountId}': 'AWS::AccountId=111122223333',
  '${AWS::Region}': 'AWS::Region=eu-west-1',
};

/** How to say what an answer depends on, as far as one can. */
function sayings(dependsOn: readonly string[], isLab: boolean): readonly string[] {
  // No word with a space before the colon, no ARN and no `${...}`.
  const key = dependsOn
    .map((each) => /^\$\{(aws:[^{}]+)\}$/.exec(each)?.[1] ?? each)
    .find((each) => /^(?!arn:)[\w./-]+:./.test(each));
  const places = Object.keys(deployed).filter((each) => dependsOn.includes(each));
  const hasPolicies = dependsOn.some((each) =>
    /^(AWS managed policy|policy|the policies of) /.test(each),
  );
  const isResources = dependsOn.some((each) => each.startsWith('the policy of '));
  return [
    ...(key === undefined ? [] : [`Say what the request carries: --context ${key}=VALUE`]),
    ...(isResources ? ["Say what the resource's own policy is: --policy resource=FILE"] : []),
    ...(isLab || places.length === 0
      ? []
      : [
          `Say where it is deployed: ${places.map((each) => `-c ${deployed[each] ?? ''}`).join(' ')}`,
        ]),
    ...(hasPolicies
      ? ['Such policies are not in the template: what they say is not known here']
      : []),
  ];
}

interface Who extends Shown {
  /** As typed. */
  readonly action: string;
  readonly on: string;
  readonly answers: readonly MayAnswer[];
  readonly denied: number;
}

export function whoText(shown: Who): readonly string[] {
  const { what, stageInWords, action, on, answers, denied, explain } = shown;
  const rows = answers.map((each) => [each.who, each.decision, whyText(each, shown)]);
  const may = count(answers.filter(({ decision }) => decision === 'allowed').length, 'principal');
  const head = stageInWords === null ? what : `${what}, ${stageInWords}`;
  return [
    `${head}: ${action} on ${on}: ${may} may, ${denied} may not`,
    ...wrappedColumns(rows, 2),
    ...resourceLines(on, shown),
    ...(denied === 0 || explain ? [] : ['Who may not, and why: the same with --explain']),
  ];
}

/** One line: the statement, or what is missing and which statement nearly allows it. */
function whyText({ decision, reason, by, nearMisses }: MayAnswer, { folder }: Shown): string {
  if (decision !== 'implicit deny')
    return decision === 'depends' ? reason : placeText(by, folder) || reason;
  const [near] = nearMisses;
  return near === undefined ? reason : `${reason}; ${placeText(near, folder)} ${near.lacks}`;
}
