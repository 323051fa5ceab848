/** Rights by groups where something runs: who has policies of their own, and what a group gives whoever joins it. */
import { randomUUID } from 'node:crypto';
import type { Capabilities, Properties } from '../../../lib/capabilities.ts';
import { Unavailable } from '../../../lib/errors.ts';
import { every, failed, held, unverified, type Verdict } from '../../../lib/verdict.ts';
import { eachTold } from './asking.ts';
import { comesOf } from './calls.ts';
import { cases } from './cases.ts';
import { inTurn } from './turns.ts';

type Sdk = Capabilities['sdk'];
type Eyes = Pick<Capabilities, 'sdk' | 'eventually'>;

const people = ['Dave', 'Olga', 'NewHire'];

export async function judgeMembership(eyes: Eyes): Promise<Verdict> {
  return eachTold([
    ...(await Promise.all(people.map((name) => judgeUser(eyes.sdk, name)))),
    await judgeJoining(eyes.sdk),
    await judgeRights(eyes.sdk),
    await judgeReport(eyes),
  ]);
}

async function judgeUser(sdk: Sdk, name: string): Promise<Verdict> {
  const UserName = `\${${name}}`;
  const { PolicyNames = [] } = await sdk('iam', 'ListUserPolicies', { UserName });
  const { AttachedPolicies = [] } = await sdk('iam', 'ListAttachedUserPolicies', { UserName });
  const own = [PolicyNames, AttachedPolicies].flat();
  return own.length === 0
    ? held(`${name} has no policy of their own`)
    : failed(`${name} has ${own.length} policies of their own`);
}

/** Somebody who stays for this check alone: what others ask of newhire meanwhile is not changed by it. */
async function judgeJoining(sdk: Sdk): Promise<Verdict> {
  const UserName = `newcomer-${randomUUID().slice(0, 8)}`;
  const member = { UserName, GroupName: '${People/Developers}' };
  await sdk('iam', 'CreateUser', { UserName });
  try {
    await sdk('iam', 'AddUserToGroup', member);
    const { Users = [] } = await sdk('iam', 'GetGroup', { GroupName: member.GroupName });
    await sdk('iam', 'RemoveUserFromGroup', member);
    return (Users as readonly Properties[]).some((each) => each['UserName'] === UserName)
      ? held('who joins is a member of developers')
      : failed('who joined is no member of developers');
  } finally {
    await sdk('iam', 'DeleteUser', { UserName });
  }
}

/** What dave is asked by calls elsewhere. */
const actions = [
  ...new Set(
    cases
      .filter(({ isReal, asked }) => isReal && asked.who === 'Dave')
      .map(({ asked }) => asked.action),
  ),
];

/** A target that has no keys of theirs has seen the membership alone, and says so. */
async function judgeRights(sdk: Sdk): Promise<Verdict> {
  try {
    const daves = await comeOf(sdk, 'Dave');
    return await inTurn(() => judgeShared(sdk, daves));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return held(`what a member may do was not asked: ${error.message}`);
  }
}

/** Newhire's calls, as a member of the group for as long as they take. */
async function judgeShared(sdk: Sdk, daves: readonly string[]): Promise<Verdict> {
  const member = { UserName: '${NewHire}', GroupName: '${People/Developers}' };
  await sdk('iam', 'AddUserToGroup', member);
  try {
    const newHires = await comeOf(sdk, 'NewHire');
    const told = actions.map((action, at) => {
      const [dave, newHire] = [daves[at] ?? '', newHires[at] ?? ''];
      return dave === newHire
        ? held(`${action}: ${dave} for both`)
        : failed(`${action}: ${dave} for dave, ${newHire} for newhire in his group`);
    });
    const verdict = every(told);
    return verdict.outcome === 'held'
      ? held(`${told.length} calls came to the same for dave and for newhire in his group`)
      : verdict;
  } finally {
    await sdk('iam', 'RemoveUserFromGroup', member);
  }
}

function comeOf(sdk: Sdk, who: string): Promise<readonly string[]> {
  return Promise.all(
    actions.map(async (action) => (await comesOf(sdk, action, who))?.code ?? 'it goes through'),
  );
}

async function judgeReport({ sdk, eventually }: Eyes): Promise<Verdict> {
  const isMade = await eventually('the credential report', 30, async () => {
    const { State } = await sdk('iam', 'GenerateCredentialReport', {});
    return State === 'COMPLETE';
  });
  if (!isMade) return unverified('no credential report within 30 s');
  const { Content } = await sdk('iam', 'GetCredentialReport', {});
  const lines = Buffer.from((Content ?? []) as Uint8Array)
    .toString()
    .split('\n');
  return lines.some((line) => line.startsWith('newhire,'))
    ? held('the credential report lists newhire')
    : failed('the credential report does not list newhire');
}
