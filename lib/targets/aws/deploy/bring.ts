/** A lab brought up on AWS: every refusal and every question before the first thing is made. */
import { KitError } from '../../../errors.ts';
import type { LabState } from '../../../state/state.ts';
import { makeUsers } from '../../api/users.ts';
import { standInFeatures } from '../judge/stand-in.ts';
import type { UpRequest } from '../../target.ts';
import { assetBuckets, makeBucket, missingBuckets } from './asset-bucket.ts';
import { readConfig } from '../enter/config.ts';
import { refuseOtherAccounts } from '../enter/other-accounts.ts';
import { deleteStack } from '../stacks/delete-stack.ts';
import { deployAssembly } from './deploy.ts';
import { isDead, standing } from '../stacks/existing.ts';
import { madeOf, meantBy } from '../stacks/made.ts';
import { notesIn, type Notes } from '../stacks/notes.ts';
import { fullQuota, planLines, planOf } from '../plan/plan.ts';
import { previewLines } from '../plan/preview.ts';
import type { Stack } from '../stacks/stacks.ts';
import { stackNamed } from '../stacks/stacks.ts';
import type { Label } from '../stacks/tags.ts';
import type { Working } from '../enter/working.ts';

/**
 * Brings the lab up, or changes it in place.
 * @throws OtherAccount, ForeignStack, OtherOwner, StackBusy, OtherSandbox, NotConfirmed, DeploymentFailed
 */
export async function bringUp(
  request: UpRequest,
  running: LabState | undefined,
  working: Working,
): Promise<Notes> {
  const { sandbox } = working;
  refuseOtherAccounts(request.folder, sandbox);
  const before = running === undefined ? undefined : notesIn(sandbox, running);
  const label = labelOf(request.lab);
  const meant = meantBy(request.folder);
  const found = await standing(meant.stacks, label, working);
  const buckets = assetBuckets(request.folder, sandbox);
  const inTheWay = { dead: found.filter(isDead), missing: await missingBuckets(buckets, sandbox) };
  await agree(request, inTheWay, working);
  const notes: Notes = {
    ...(before ?? { ...meant, assetBuckets: [], outputs: {}, users: [] }),
    ...placeOf(working),
    // What is up is not forgotten while it is changed.
    stacks: union(before?.stacks, meant.stacks),
    assetBuckets: union(before?.assetBuckets, buckets),
    ...{ folder: request.folder, owner: label.owner, expires: label.expires },
    deployedMilliseconds: 0,
  };
  request.note({ ...notes });
  const goesOn = working.host.onInterrupt(async () => {
    working.host.warn(
      `CloudFormation goes on with what it began; ./lab down ${request.lab} removes it.`,
    );
  });
  try {
    return await make({ request, label, notes, ...inTheWay }, working);
  } finally {
    goesOn.forget();
  }
}

function union(before: readonly string[] = [], now: readonly string[]): readonly string[] {
  return [...new Set([...before, ...now])];
}

function placeOf({ sandbox }: Working): Pick<Notes, 'account' | 'region' | 'endpoint' | 'title'> {
  const { account, region, endpoint, title } = sandbox;
  return { account, region, ...(endpoint === undefined ? {} : { endpoint }), title };
}

function labelOf(lab: string): Label {
  const { owner, expiresAfterHours } = readConfig();
  const expires = new Date(Date.now() + expiresAfterHours * 3_600_000).toISOString();
  return { lab, owner, expires };
}

interface InTheWay {
  readonly dead: readonly Stack[];
  readonly missing: readonly string[];
}

/** @throws NotConfirmed, QuotaFull */
async function agree(
  { lab, folder }: UpRequest,
  { dead, missing }: InTheWay,
  { sandbox, host }: Working,
): Promise<void> {
  host.progress('reading what it costs and whether there is room');
  const plan = await planOf(sandbox, folder);
  for (const line of planLines(plan, sandbox)) host.say(line.replace('LAB', lab));
  const full = fullQuota(plan);
  if (full !== undefined)
    throw new KitError(
      'QuotaFull',
      `${sandbox.title} has no room: ${full.name} needs ${full.needs}, ${full.used ?? '?'} of ${full.limit} are used`,
      { next: `ask for more (Service Quotas ${full.code}), or take another lab down` },
    );
  const questions = [
    ...dead.map(
      ({ name, status }) => `The stack ${name} never came up (${status}). Delete it first?`,
    ),
    ...missing.map(
      (name) =>
        `There is no bucket ${name} to upload to. Make it, private and encrypted, and take it away with the last lab? (npx cdk bootstrap makes one that stays)`,
    ),
    `Make ${lab} in ${sandbox.title}?`,
  ];
  for (const question of questions)
    if (!(await host.confirm(question)))
      throw new KitError('NotConfirmed', 'nothing was made', { next: 'answer y, or add --yes' });
}

interface ToMake extends InTheWay {
  readonly request: UpRequest;
  readonly label: Label;
  readonly notes: Notes;
}

async function make(
  { request, label, notes, dead, missing }: ToMake,
  working: Working,
): Promise<Notes> {
  const { sandbox } = working;
  for (const stack of dead) await clear(stack, request.lab, working);
  for (const name of missing) await makeBucket(name, sandbox);
  const since = Date.now();
  await deployAssembly(request.folder, label, working);
  const meant = meantBy(request.folder);
  // A stage that no longer has a stack which the running one has takes it away.
  for (const name of [...notes.stacks].reverse().filter((each) => !meant.stacks.includes(each))) {
    const gone = await stackNamed(sandbox.client, name);
    if (gone !== undefined) await clear(gone, request.lab, working);
  }
  const made = await madeOf(sandbox.client, meant);
  const users = await makeUsers(sandbox.client, made.deployed, notes.users);
  const deployedMilliseconds = Date.now() - since;
  const up = { ...notes, ...made, stacks: meant.stacks, users, deployedMilliseconds };
  if (sandbox.endpoint === undefined) return up;
  return { ...up, features: notes.features ?? (await standInFeatures(sandbox, working.host)) };
}

/** @throws NotRemoved */
async function clear(stack: Stack, lab: string, working: Working): Promise<void> {
  const { failed, failures } = await deleteStack(stack, working);
  if (failed === undefined) return;
  const [first] = failures;
  const why = first === undefined ? failed : `${first.logicalId}: ${first.reason}`;
  throw new KitError('NotRemoved', `the stack ${stack.name} cannot be deleted: ${why}`, {
    next: `./lab down ${lab} looks what is left of it`,
  });
}

/** What `up` would say and CloudFormation would do. Nothing is made that stays. */
export async function previewUp(request: UpRequest, working: Working): Promise<readonly string[]> {
  const { sandbox } = working;
  const label = labelOf(request.lab);
  const found = await standing(meantBy(request.folder).stacks, label, working);
  const plan = planLines(await planOf(sandbox, request.folder), sandbox);
  const asked = { folder: request.folder, label, standing: found };
  const changes = await previewLines(asked, working);
  return [...plan.map((line) => line.replace('LAB', request.lab)), ...changes];
}
