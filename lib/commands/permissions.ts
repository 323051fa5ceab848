/** `lab permissions LAB`: the least-privilege policy of the person who brings the lab up on AWS. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyOf } from '../assembly/assembly.ts';
import { exitCodes } from '../errors.ts';
import type { Host, Outcome } from '../output/host.ts';
import { columns, count, wrapped } from '../output/table.ts';
import { root } from '../root.ts';
import { stageInWords } from '../stages.ts';
import { readConfig } from '../targets/aws/enter/config.ts';
import {
  permissionsFor,
  type ActionSource,
  type ActionTable,
  type Permissions,
} from '../targets/aws/permissions/permissions.ts';
import { openTemplates } from '../template/open.ts';
import { readStacks } from '../template/read.ts';
import type { Typed } from './command.ts';
import { typedLab } from './lab-words.ts';

interface Data extends Permissions {
  readonly lab: string;
  readonly stage: string;
  readonly stageInWords: string;
  /** Twelve digits, or `*` where lab.config.json allows none or several. */
  readonly account: string;
  readonly regions: readonly string[];
  readonly sources: ActionTable['sources'];
}

export async function run(typed: Typed, host: Host): Promise<Outcome<Data>> {
  const { id, lab, stage, parameters } = await typedLab(typed);
  host.progress(`synthesizing ${id} at ${stage}`);
  const { folder } = await assemblyOf({ lab: id, stage, parameters });
  const table = actionTable();
  const where = allowedPlace();
  const stacks = readStacks(folder);
  const declared = stacks.flatMap(({ raw }) => Object.values(raw.Parameters ?? {}));
  const wanted = {
    resources: openTemplates(folder).resources,
    readsPublicParameters: declared.some(({ Type }) => Type.startsWith('AWS::SSM::Parameter')),
  };
  const place = { ...where, stacks: stacks.map(({ stack }) => stack) };
  const data = {
    lab: id,
    stage,
    stageInWords: stageInWords(lab, stage),
    ...where,
    sources: table.sources,
    ...permissionsFor(wanted, table, place),
  };
  return { data, exitCode: exitCodes.asTold };
}

function actionTable(): ActionTable {
  const file = join(root, 'lib', 'targets', 'aws', 'permissions', 'actions.json');
  return JSON.parse(readFileSync(file, 'utf8')) as ActionTable;
}

/** The policy can name the account and the regions only where the person has. */
function allowedPlace(): Pick<Data, 'account' | 'regions'> {
  const { allow } = readConfig();
  const accounts = [...new Set(allow.map(({ account }) => account))];
  const regions = [...new Set(allow.flatMap((each) => each.regions))];
  const [account = '*'] = accounts.length === 1 ? accounts : [];
  return { account, regions: regions.length === 0 ? ['*'] : regions };
}

export function text(data: Data): readonly string[] {
  const { policies, account, regions } = data;
  const many = policies.length > 1 ? `, in ${policies.length} policies of the size IAM takes` : '';
  return [
    `Who brings ${data.lab} up on aws, ${data.stageInWords}, needs this${many}:`,
    ...policies.flatMap((policy) => ['', JSON.stringify(policy, null, 2)]),
    '',
    account === '*'
      ? 'For any account: with one account in lab.config.json the policy names it (docs/sandbox.md).'
      : `For account ${account}, ${regions.join(', ')}.`,
    ...notes(data),
  ];
}

function notes({ known, notKnown, wildcards, sources }: Data): readonly string[] {
  const of = (source: string): number =>
    Object.values(known).filter((each) => each === source).length;
  const told = columns([
    [count(of('handlers'), 'type'), sourceText(sources.handlers)],
    [count(of('reference'), 'type'), sourceText(sources.reference)],
  ]);
  return [
    ...told,
    ...(notKnown.length === 0
      ? []
      : [
          wrapped(`not known: ${notKnown.join(', ')}. What these types need is not in the policy.`),
        ]),
    ...(wildcards.length === 0
      ? []
      : [wrapped(`Wildcards, as AWS itself writes them: ${wildcards.join(', ')}.`)]),
    'Nobody has tried it on an account from here: a call that is missing is named by AccessDenied.',
  ];
}

function sourceText({ what, readIn, date }: ActionSource): string {
  return `${what} (read in ${readIn}${date === null ? '' : `, of ${date}`})`;
}
