/** A lab on AWS removed: by what was noted when it came up, without synthesizing anything; then looked for. */
import { refusalOf } from '../../../capabilities.ts';
import type { LabState } from '../../../state/state.ts';
import type { Deployed } from '../../api/deployed.ts';
import { emptyBuckets } from '../../api/empty.ts';
import type { Removed } from '../../target.ts';
import { removeUnneededBuckets } from '../deploy/asset-bucket.ts';
import { deleteStack, type Deletion } from '../stacks/delete-stack.ts';
import { isOwn } from '../stacks/existing.ts';
import { inWords, isOurs } from '../look/finding.ts';
import { clearInterfaces } from '../look/interfaces.ts';
import { findLeftovers } from '../look/leftovers.ts';
import { ownGroups } from '../look/log-groups.ts';
import { madeOf } from '../stacks/made.ts';
import { notesIn, type Notes } from '../stacks/notes.ts';
import { unprotect, whyKept } from './protection.ts';
import { resourcesIn, stackNamed, type Stack } from '../stacks/stacks.ts';
import { everythingRepaired } from '../judge/disturb/during.ts';
import type { Working } from '../enter/working.ts';

/**
 * Removes the lab and looks.
 * @throws OtherSandbox where the caller is somewhere else than the lab, BucketNotEmptied
 */
export async function removeLab(state: LabState, working: Working): Promise<Removed> {
  const { sandbox, host } = working;
  const notes = notesIn(sandbox, state);
  await everythingRepaired(host);
  const { own: stacks, others } = await standingOf(state.lab, notes, working);
  const deployed = await heldBy(notes, others, working);
  if (!isProduction(state)) await makeRemovable(deployed, working);
  const deletions: Deletion[] = [];
  for (const stack of stacks) deletions.push(await removeStack(stack, deployed, working));
  const stuck = deletions.filter(({ failed }) => failed !== undefined).map(({ stack }) => stack);
  const gone = deployed.filter(({ stack }) => !stuck.includes(stack));
  if (!isProduction(state)) await removeOwnGroups(gone, working);
  await removeUnneededBuckets(notes.assetBuckets, working);
  host.progress('looking for what is left');
  const { stacks: names, owner } = notes;
  const searched = { lab: state.lab, owner, stacks: names, deployed };
  const { findings, notLookedFor } = await findLeftovers(sandbox, searched);
  for (const foreign of findings.filter((each) => !isOurs(each)))
    host.warn(`Not touched: ${inWords(foreign)}.`);
  return {
    left: [...deletions.flatMap(failureLines), ...findings.filter(isOurs).map(inWords)],
    notLookedFor,
  };
}

/** Production keeps what it protects, and its logs; a lab to learn from leaves nothing. */
function isProduction({ parameters }: LabState): boolean {
  return parameters['variant'] === 'production';
}

interface Standing {
  readonly own: readonly Stack[];
  readonly others: readonly Stack[];
}

/** The stacks that stand, the last one first. One that somebody else has made since under the name is left alone. */
async function standingOf(lab: string, notes: Notes, working: Working): Promise<Standing> {
  const { client, title } = working.sandbox;
  const own: Stack[] = [];
  const others: Stack[] = [];
  for (const name of [...notes.stacks].reverse()) {
    const stack = await stackNamed(client, name);
    if (stack === undefined) continue;
    if (await isOwn(stack, { lab, owner: notes.owner }, working)) own.push(stack);
    else {
      others.push(stack);
      working.host.warn(`Not touched: the stack ${name} in ${title} is not of this lab.`);
    }
  }
  return { own, others };
}

/** What was made of the lab. Of a stack whose name is somebody else's now: what was noted and is not in theirs. */
async function heldBy(
  { stacks, deployed }: Notes,
  others: readonly Stack[],
  { sandbox: { client } }: Working,
): Promise<readonly Deployed[]> {
  const taken = others.map(({ name }) => name);
  const names = stacks.filter((name) => !taken.includes(name));
  const made = await madeOf(client, { stacks: names, deployed });
  const held = await Promise.all(others.map(({ id }) => resourcesIn(client, id)));
  const theirs = new Set(held.flat().map(({ physicalId }) => physicalId));
  const noted = deployed.filter(
    ({ stack, physicalId }) => taken.includes(stack) && !theirs.has(physicalId),
  );
  return [...made.deployed, ...noted];
}

/** What CloudFormation would stumble over. */
async function makeRemovable(
  deployed: readonly Deployed[],
  { sandbox, host }: Working,
): Promise<void> {
  host.progress('emptying buckets');
  const emptied = await emptyBuckets(sandbox.client, deployed);
  for (const { bucket, objects } of emptied)
    host.say(`Emptied ${bucket}: ${objects} objects, versions and markers counted.`);
  const unprotected = await unprotect(sandbox.client, deployed);
  for (const each of unprotected) host.say(`Took the deletion protection off ${each}.`);
}

/** What a second try may get over, each with what has to happen before it. */
async function removeStack(
  stack: Stack,
  deployed: readonly Deployed[],
  working: Working,
): Promise<Deletion> {
  const own = deployed.filter((each) => each.stack === stack.name);
  const first = await deleteStack(stack, working);
  const reasons = first.failures.map(({ reason }) => reason).join(' ');
  const inVpc = own.some(
    ({ type, properties }) =>
      type === 'AWS::Lambda::Function' && properties['VpcConfig'] !== undefined,
  );
  if (inVpc && /DependencyViolation|dependen|in use|interface/i.test(reasons)) {
    working.host.say(
      `${stack.name}: AWS has not let go yet of the network interfaces of functions in a VPC, which may take up to 45 minutes; waiting, then trying once more.`,
    );
    await clearInterfaces(own, working);
    return deleteStack(stack, working);
  }
  if (/not empty/i.test(reasons)) {
    working.host.say(`${stack.name}: a bucket was written to while it went; trying once more.`);
    await emptyBuckets(working.sandbox.client, own);
    return deleteStack(stack, working);
  }
  return first;
}

/** Functions make a group at their first line, also while their stack goes. */
async function removeOwnGroups(
  deployed: readonly Deployed[],
  { sandbox, host }: Working,
): Promise<void> {
  for (const logGroupName of ownGroups(deployed)) {
    const asked = sandbox.client.send('cloudwatch-logs', 'DeleteLogGroup', { logGroupName });
    if ((await refusalOf(asked)) === undefined)
      host.say(`Removed log group ${logGroupName}, which its function had made by itself.`);
  }
}

function failureLines({ stack, failed, failures }: Deletion): readonly string[] {
  if (failed === undefined) return [];
  const whys = failures.map(
    (each) => `${each.type} ${each.logicalId} of ${stack}: ${whyKept(each)}`,
  );
  return [`AWS::CloudFormation::Stack ${stack}: ${failed}`, ...whys];
}
