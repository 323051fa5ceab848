/** What the state file keeps of a lab on AWS: enough to judge it and to remove it without synthesizing it again. */
import type { Feature } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import type { LabState } from '../../../state/state.ts';
import type { Deployed } from '../../api/deployed.ts';
import type { User } from '../../api/users.ts';
import type { Sandbox } from '../enter/sandbox.ts';

export interface Notes {
  readonly account: string;
  readonly region: string;
  /** The stand-in that played AWS, where there was one. */
  readonly endpoint?: string;
  readonly title: string;
  /** What the stand-in really does, as it was probed; absent on AWS, which does all. */
  readonly features?: readonly Feature[];
  /** In the order of their deployment. */
  readonly stacks: readonly string[];
  /** Without physical ids while the deployment has not ended. */
  readonly deployed: readonly Deployed[];
  /** Where the assets were uploaded to. */
  readonly assetBuckets: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly users: readonly User[];
  /** The assembly that is deployed. */
  readonly folder: string;
  readonly owner: string;
  /** ISO time after which `lab sweep` removes it. */
  readonly expires: string;
  readonly deployedMilliseconds: number;
}

export function notesOf({ live }: Pick<LabState, 'live'>): Notes {
  return live as unknown as Notes;
}

/**
 * The notes, where the sandbox is the one that the lab is up in.
 * @throws OtherSandbox where the caller's account, region or stand-in is another
 */
export function notesIn(sandbox: Sandbox, state: LabState): Notes {
  const notes = notesOf(state);
  if (
    notes.account === sandbox.account &&
    notes.region === sandbox.region &&
    notes.endpoint === sandbox.endpoint
  )
    return notes;
  const says = `${state.lab} is up in ${placeOf(notes)}, and you call as ${placeOf(sandbox)}`;
  throw new KitError('OtherSandbox', says, {
    next: `choose the profile of account ${notes.account} and set AWS_REGION=${notes.region}`,
  });
}

function placeOf({ account, region, endpoint }: Sandbox | Notes): string {
  return `account ${account}, ${region}${endpoint === undefined ? '' : `, played by ${endpoint}`}`;
}
