/** A lab removed from a played account: what is left, what was said, which calls it took. */
import type { Host } from '../../../../lib/output/host.ts';
import type { LabState } from '../../../../lib/state/state.ts';
import type { Deployed } from '../../../../lib/targets/api/deployed.ts';
import type { Notes } from '../../../../lib/targets/aws/stacks/notes.ts';
import { removeLab } from '../../../../lib/targets/aws/remove/remove.ts';
import type { Working } from '../../../../lib/targets/aws/enter/working.ts';
import type { AwsStub, PlayedAnswers } from '../../../support/aws-stub.ts';
import { account, deployedAs, region, workingIn } from '../played-stacks.ts';

export const table = deployedAs('Table', 'AWS::DynamoDB::Table', {
  physicalId: 'TodoApi-Table-1',
});

interface More {
  readonly interfacesMilliseconds?: number;
  readonly notes?: Partial<Notes>;
  readonly variant?: string;
  readonly host?: Partial<Host>;
}

/** The state of a lab that is up there. */
export function stateOf(
  { sandbox }: Working,
  deployed: readonly Deployed[],
  { notes: parts = {}, variant = 'learning' }: Pick<More, 'notes' | 'variant'> = {},
): LabState {
  const notes: Notes = {
    ...{ account, region, endpoint: sandbox.endpoint ?? '', title: sandbox.title },
    ...{ stacks: ['TodoApi'], deployed, assetBuckets: [], outputs: {}, users: [] },
    ...{ folder: '', owner: 'ann', expires: '', deployedMilliseconds: 0 },
    ...parts,
  };
  return {
    ...({ schemaVersion: 1, lab: 'todo-api', target: 'aws', stage: 'rest', phase: 'up' } as const),
    ...{ parameters: { variant }, since: '', live: { ...notes } },
  };
}

interface Told {
  readonly left: readonly string[];
  readonly notLookedFor: readonly string[];
  readonly said: readonly string[];
  readonly calls: AwsStub['calls'];
}

/** Removes the lab of these resources from an account that answers so. */
export async function removed(
  answers: PlayedAnswers,
  deployed: readonly Deployed[] = [table],
  more: More = {},
): Promise<Told> {
  const said: string[] = [];
  const host = {
    say: (line: string) => said.push(line),
    warn: (line: string) => said.push(line),
    ...more.host,
  };
  return workingIn(
    answers,
    async (working, stub) => {
      const state = stateOf(working, deployed, more);
      return { ...(await removeLab(state, working)), said, calls: [...stub.calls] };
    },
    { ...more, host },
  );
}
