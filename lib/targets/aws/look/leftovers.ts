/** After a removal: looks, in every way there is, for what a lab may have left behind. */
import { AwsRefusal } from '../../../capabilities.ts';
import type { Deployed } from '../../api/deployed.ts';
import { lookForEach, notLookedFor } from '../../api/leftovers.ts';
import { logGroupsNamed, namedLike, sameAs } from './by-name.ts';
import { taggedWith } from './by-tag.ts';
import { everyItem } from '../stacks/every-item.ts';
import type { Finding } from './finding.ts';
import { interfacesOf } from './interfaces.ts';
import { isImplicitOf, implicitPrefixes } from './log-groups.ts';
import { madeByChecks } from './made-by-checks.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { createdByKit, type Label, type Tag } from '../stacks/tags.ts';

/** What is looked for: a lab of an owner, and what its stacks held. */
export interface Searched extends Pick<Label, 'lab' | 'owner'> {
  readonly stacks: readonly string[];
  readonly deployed: readonly Deployed[];
}

export interface Leftovers {
  readonly findings: readonly Finding[];
  /** What nobody could look for, with the service's word where it gave one. */
  readonly notLookedFor: readonly string[];
}

type Search = (sandbox: Sandbox, searched: Searched) => Promise<Leftovers>;

/** In this order: what the first search names is not named again by a later one. */
const searches: readonly Search[] = [
  ofStacks,
  ofChecks,
  ofTags,
  ofLogGroups,
  ofInterfaces,
  ofSnapshots,
];

/** Everything that is left, and everything that only looks so. */
export async function findLeftovers(sandbox: Sandbox, searched: Searched): Promise<Leftovers> {
  const findings: Finding[] = [];
  const unsaid: string[] = [];
  for (const search of searches) {
    const found = await allowed(search, sandbox, searched);
    findings.push(...found.findings.filter((each) => !isIn(findings, each)));
    unsaid.push(...found.notLookedFor);
  }
  const named = await namedLike(searched.stacks, sandbox);
  const known = searched.deployed.map(({ type, physicalId: id }) => ({ type, id }));
  const foreign = named.found
    .filter((each) => !isIn([...findings, ...known], each))
    .map(({ type, id }) => foreignFinding({ type, id, region: sandbox.region }));
  return { findings: [...findings, ...foreign], notLookedFor: [...unsaid, ...named.notLookedFor] };
}

function isIn(all: readonly Pick<Finding, 'type' | 'id'>[], one: Pick<Finding, 'type' | 'id'>) {
  return all.some((each) => sameAs(each, one));
}

export function foreignFinding(found: Pick<Finding, 'type' | 'id' | 'region'>): Finding {
  const says = 'its name begins like ours, and neither tag nor stack says that it is ours';
  return { ...found, why: 'foreign', says };
}

/** A search that the person may not make is named, and the others go on. */
async function allowed(search: Search, sandbox: Sandbox, searched: Searched): Promise<Leftovers> {
  try {
    return await search(sandbox, searched);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return { findings: [], notLookedFor: [`${search.name.slice(2)} (${error.code})`] };
  }
}

async function ofStacks(sandbox: Sandbox, { deployed }: Searched): Promise<Leftovers> {
  const looked = await lookForEach(sandbox.client, deployed, sandbox);
  const there = looked.filter(({ seen }) => seen === 'there');
  return {
    findings: there.map(({ resource: { type, physicalId, stack, deletionPolicy } }) => ({
      ...{ type, id: physicalId, region: sandbox.region, why: 'stack' },
      says: `it was in stack ${stack}${keeps(deletionPolicy)}`,
    })),
    notLookedFor: notLookedFor(deployed, looked),
  };
}

function keeps(deletionPolicy = 'Delete'): string {
  return deletionPolicy === 'Delete' ? '' : `, whose template says ${deletionPolicy}`;
}

function tagsFor({ lab, owner }: Searched): readonly Tag[] {
  return [{ Key: 'lab:id', Value: lab }, { Key: 'lab:owner', Value: owner }, createdByKit];
}

/** Checks make such things only in a network of the lab. */
async function ofChecks(sandbox: Sandbox, searched: Searched): Promise<Leftovers> {
  const nothing = { findings: [], notLookedFor: [] };
  if (!searched.deployed.some(({ type }) => type === 'AWS::EC2::VPC')) return nothing;
  const made = await madeByChecks(sandbox, tagsFor(searched));
  const findings = made.map(({ type, id }) => ({
    ...{ type, id, region: sandbox.region, why: 'tag' as const },
    says: `a check of ${searched.lab} made it, and was ended before it took it away`,
  }));
  return { ...nothing, findings };
}

async function ofTags(sandbox: Sandbox, searched: Searched): Promise<Leftovers> {
  const tagged = await taggedWith(sandbox, tagsFor(searched));
  // A stack that could not be deleted is told with its reason by whoever tried.
  const left = tagged.filter(({ type }) => type !== 'AWS::CloudFormation::Stack');
  const findings = left.map(({ type, id, isSeen }) => ({
    ...{ type, id, region: sandbox.region, why: 'tag' as const },
    says: `its tag lab:id says ${searched.lab}${isSeen === true ? '' : "; only AWS's index of tags was asked"}`,
  }));
  return { findings, notLookedFor: [] };
}

async function ofLogGroups(sandbox: Sandbox, searched: Searched): Promise<Leftovers> {
  const { stacks, deployed } = searched;
  const groups = await logGroupsNamed(sandbox.client, implicitPrefixes(stacks, deployed));
  const findings = groups.map((id): Finding => {
    const found = { type: 'AWS::Logs::LogGroup', id, region: sandbox.region };
    const maker = isImplicitOf(id, deployed);
    return maker === undefined
      ? foreignFinding(found)
      : { ...found, why: 'name', says: `${maker} made it by itself; no stack removes it` };
  });
  return { findings, notLookedFor: [] };
}

async function ofInterfaces(sandbox: Sandbox, { deployed }: Searched): Promise<Leftovers> {
  const held = await interfacesOf(sandbox.client, deployed);
  const findings = held.map(({ id, description, isFree }): Finding => ({
    ...{ type: 'AWS::EC2::NetworkInterface', id, region: sandbox.region, why: 'name' },
    says: `${description}${isFree ? ', attached to nothing' : ', which Lambda has not let go yet'}`,
  }));
  return { findings, notLookedFor: [] };
}

/** What a volume leaves whose template says `Snapshot`. */
async function ofSnapshots(sandbox: Sandbox, { deployed }: Searched): Promise<Leftovers> {
  const volumes = deployed
    .filter(({ type, physicalId }) => type === 'AWS::EC2::Volume' && physicalId !== '')
    .map(({ physicalId }) => physicalId);
  if (volumes.length === 0) return { findings: [], notLookedFor: [] };
  const snapshots = await everyItem(sandbox.client, {
    service: 'ec2',
    command: 'DescribeSnapshots',
    input: { OwnerIds: ['self'], Filters: [{ Name: 'volume-id', Values: volumes }] },
    list: 'Snapshots',
  });
  const ours = snapshots.filter(({ VolumeId }) => volumes.includes(String(VolumeId)));
  const findings = ours.map(({ SnapshotId, VolumeId }): Finding => ({
    ...{ type: 'AWS::EC2::Snapshot', id: String(SnapshotId), region: sandbox.region },
    ...{ why: 'stack', says: `taken of volume ${String(VolumeId)}` },
  }));
  return { findings, notLookedFor: [] };
}
