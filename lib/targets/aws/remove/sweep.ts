/** What the kit once made in an account and nobody looks after any more. */
import { AwsRefusal } from '../../../capabilities.ts';
import type { Host } from '../../../output/host.ts';
import { KitError } from '../../../errors.ts';
import { labsWithState, readState, type LabState } from '../../../state/state.ts';
import { clientFor } from '../../api/client.ts';
import { assetsId } from '../deploy/asset-bucket.ts';
import { sameAs } from '../look/by-name.ts';
import { taggedWith } from '../look/by-tag.ts';
import { readConfig } from '../enter/config.ts';
import { isOnlyReviewed } from '../stacks/existing.ts';
import { isOurs, type Finding } from '../look/finding.ts';
import { inSandbox } from '../enter/in-sandbox.ts';
import { findLeftovers } from '../look/leftovers.ts';
import { madeByChecks, type MadeByCheck } from '../look/made-by-checks.ts';
import { notesOf } from '../stacks/notes.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { deletedStacks, everyStack, eventsOf, stackNamed, type Stack } from '../stacks/stacks.ts';
import { createdByKit, isOfKit, type Tags } from '../stacks/tags.ts';
import { workIn } from '../enter/working.ts';

export interface Forgotten extends Finding {
  readonly lab: string | null;
  readonly owner: string | null;
  /** The lab is up on this machine's word: it goes by `down`, which knows more. One whose `down` left this is not. */
  readonly isUpHere: boolean;
}

export interface Swept {
  readonly account: string;
  readonly title: string;
  /** Of the allow-list. */
  readonly regions: readonly string[];
  readonly found: readonly Forgotten[];
  /** What could not be looked into, with the service's word. */
  readonly notLookedFor: readonly string[];
}

/** Looks in every region that the person has allowed for this account. */
export function findForgotten(host: Host): Promise<Swept> {
  return inSandbox(host, async ({ sandbox }) => {
    const { account, title } = sandbox;
    const allowed = readConfig().allow.filter((each) => each.account === account);
    const regions = [...new Set(allowed.flatMap((each) => each.regions))];
    const found: Forgotten[] = [];
    const notLookedFor = new Set<string>();
    for (const region of regions) {
      host.progress(`looking in ${region}`);
      const there = await ifOpen(region, () => forgottenIn(sandboxIn(sandbox, region), host));
      found.push(...there.found);
      for (const each of there.notLookedFor) notLookedFor.add(each);
    }
    return { account, title, regions, found, notLookedFor: [...notLookedFor] };
  });
}

type Looked = Pick<Swept, 'found' | 'notLookedFor'>;

/** A region may be switched off, or closed by a policy of the organization. */
async function ifOpen(region: string, look: () => Promise<Looked>): Promise<Looked> {
  try {
    const { found, notLookedFor } = await look();
    return { found, notLookedFor: notLookedFor.map((each) => `${each} in ${region}`) };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return { found: [], notLookedFor: [`region ${region} (${error.code})`] };
  }
}

/** The same account and caller, elsewhere. */
export function sandboxIn(sandbox: Sandbox, region: string): Sandbox {
  if (region === sandbox.region) return sandbox;
  return { ...sandbox, region, client: clientFor({ ...sandbox.client.connection, region }) };
}

/** Who asks, and what is up here by the states of this machine. */
interface Keeping {
  readonly region: string;
  readonly owner: string;
  /** Labs that are up in this region. */
  readonly labs: readonly string[];
  /** Their stacks. */
  readonly stacks: readonly string[];
}

/** What is forgotten in one region. */
export async function forgottenIn(sandbox: Sandbox, host: Host): Promise<Looked> {
  const keeping = keptIn(sandbox);
  const all = await everyStack(sandbox.client);
  const stacks = await forgottenStacks(all, keeping, { sandbox, host });
  const checks = await ofChecks(sandbox);
  const tagged = [...checks.made, ...(await taggedWith(sandbox, [createdByKit]))];
  const deleted = await leftOfDeleted(all, keeping, sandbox);
  const found: Forgotten[] = [...stacks];
  for (const each of [...forgottenOf(tagged, all, keeping), ...deleted.found])
    if (!found.some((other) => sameAs(other, each))) found.push(each);
  const notLookedFor = new Set([...checks.notLookedFor, ...deleted.notLookedFor]);
  return { found, notLookedFor: [...notLookedFor] };
}

function keptIn({ account, region }: Sandbox): Keeping {
  const here = readableStates()
    .filter(({ target, left }) => target === 'aws' && left === undefined)
    .filter((state) => notesOf(state).account === account && notesOf(state).region === region);
  return {
    region,
    owner: readConfig().owner,
    labs: here.map(({ lab }) => lab),
    stacks: here.flatMap((state) => notesOf(state).stacks),
  };
}

/** What a state that cannot be read knew nobody looks after. */
function readableStates(): readonly LabState[] {
  return labsWithState().flatMap((lab) => {
    try {
      return readState(lab) ?? [];
    } catch (error) {
      if (error instanceof KitError && error.code === 'BadState') return [];
      throw error;
    }
  });
}

/** Why nobody looks after it: expired, whosever it is; or ours, and no lab of this machine knows it. */
function whyForgotten(tags: Tags, { owner }: Keeping, isKept: boolean): string | undefined {
  const { 'lab:owner': whose, 'lab:expires': expires } = tags;
  if (expires !== undefined && new Date(expires).getTime() < Date.now())
    return `it expired at ${expires}`;
  return whose === owner && !isKept ? 'no lab that is up on this machine knows it' : undefined;
}

async function forgottenStacks(
  all: readonly Stack[],
  keeping: Keeping,
  { sandbox, host }: { sandbox: Sandbox; host: Host },
): Promise<readonly Forgotten[]> {
  const found: Forgotten[] = [];
  for (const stack of all) {
    const { name, tags, id } = stack;
    const isUpHere = keeping.stacks.includes(name);
    const says =
      !isOfKit(tags) && (await isOnlyReviewed(stack, workIn(sandbox, host)))
        ? 'a dry run left it'
        : isOfKit(tags) && whyForgotten(tags, keeping, isUpHere);
    if (typeof says !== 'string') continue;
    const type = 'AWS::CloudFormation::Stack';
    found.push({ type, id, region: sandbox.region, why: 'tag', says, ...whose(tags), isUpHere });
  }
  return found;
}

function whose(tags: Tags): Pick<Forgotten, 'lab' | 'owner'> {
  return { lab: tags['lab:id'] ?? null, owner: tags['lab:owner'] ?? null };
}

/** Where the person may not look, that is told, and the rest is looked at. */
async function ofChecks(
  sandbox: Sandbox,
): Promise<Pick<Looked, 'notLookedFor'> & { readonly made: readonly MadeByCheck[] }> {
  try {
    return { made: await madeByChecks(sandbox, [createdByKit]), notLookedFor: [] };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return { made: [], notLookedFor: [`what checks make (${error.code})`] };
  }
}

/** What carries the kit's tags and belongs to no stack that stands. */
function forgottenOf(
  tagged: readonly MadeByCheck[],
  all: readonly Stack[],
  keeping: Keeping,
): readonly Forgotten[] {
  const standing = new Set(all.map(({ id }) => id));
  const isNeeded = keeping.labs.length > 0 || all.some(({ tags }) => isOfKit(tags));
  return tagged
    .filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
    .filter(({ tags }) => !standing.has(tags['aws:cloudformation:stack-id'] ?? ''))
    .flatMap(({ type, id, tags }) => {
      const isAssets = tags['lab:id'] === assetsId;
      const says = isAssets
        ? !isNeeded && 'no lab uploads to it any more'
        : whyForgotten(tags, keeping, keeping.labs.includes(tags['lab:id'] ?? ''));
      const region = keeping.region;
      const found = { type, id, region, why: 'tag' as const, isUpHere: false };
      return typeof says === 'string' ? [{ ...found, says, ...whose(tags) }] : [];
    });
}

/** Stacks that are gone for up to 90 days still tell what they held: what of it is left, and what it left behind. */
async function leftOfDeleted(
  all: readonly Stack[],
  keeping: Keeping,
  sandbox: Sandbox,
): Promise<Looked> {
  const found: Forgotten[] = [];
  const notLookedFor: string[] = [];
  for (const id of await deletedStacks(sandbox.client)) {
    const stack = await stackNamed(sandbox.client, id);
    if (stack === undefined || stack.tags['lab:owner'] !== keeping.owner) continue;
    // Under the name of a stack that stands again, what is found may be that one's.
    const standsAgain = all.some(({ name }) => name === stack.name);
    if (!isOfKit(stack.tags) || standsAgain) continue;
    const { lab, owner } = whose(stack.tags);
    const searched = { lab: lab ?? '', owner: owner ?? '', stacks: [stack.name] };
    const deployed = await heldBy(stack, sandbox);
    const left = await findLeftovers(sandbox, { ...searched, deployed });
    found.push(
      ...left.findings.map((each) => ({
        ...each,
        ...(isOurs(each) ? { lab, owner } : { lab: null, owner: null }),
        isUpHere: false,
      })),
    );
    notLookedFor.push(...left.notLookedFor);
  }
  return { found, notLookedFor };
}

/** Its events name every resource that it ever made. */
async function heldBy({ id, name }: Stack, sandbox: Sandbox) {
  const events = await eventsOf(sandbox.client, id);
  const made = events.filter(({ physicalId, type }) => physicalId !== '' && !isItself(type));
  const known = new Map(made.map((each) => [`${each.type} ${each.physicalId}`, each]));
  return [...known.values()].map(({ logicalId, physicalId, type }) => ({
    ...{ stack: name, logicalId, path: logicalId, type, physicalId, properties: {} },
  }));
}

function isItself(type: string): boolean {
  return type === 'AWS::CloudFormation::Stack';
}
