/** An assembly's resources: as they are meant to be, and as AWS made them. */
import { readStacks, resolveStack } from '../../../template/read.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';
import { resourcesIn, stackNamed } from './stacks.ts';

/** What the assembly says, before anything is made. */
export interface Meant {
  /** In the order of their deployment. */
  readonly stacks: readonly string[];
  /** Without physical ids. */
  readonly deployed: readonly Deployed[];
}

export function meantBy(folder: string): Meant {
  const files = readStacks(folder);
  const exports = new Map<string, unknown>();
  const deployed = files
    .flatMap((file) => resolveStack(file, exports).resources)
    .map(({ stack, logicalId, path, type, properties, deletionPolicy }) => ({
      ...{ stack, logicalId, path, type, properties, physicalId: '' },
      ...policyOf(type, deletionPolicy),
    }));
  return { stacks: files.map(({ stack }) => stack), deployed };
}

/**
 * A bucket about which the template says nothing is deleted with its stack.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
function policyOf(type: string, said: string | undefined): Pick<Deployed, 'deletionPolicy'> {
  const deletionPolicy = said ?? (type === 'AWS::S3::Bucket' ? 'Delete' : undefined);
  return deletionPolicy === undefined ? {} : { deletionPolicy };
}

export interface Made {
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** The same with the physical ids of what stands now, and what stands beyond it. */
export async function madeOf(client: Client, { stacks, deployed }: Meant): Promise<Made> {
  const outputs: Record<string, string> = {};
  const all: Deployed[] = [];
  for (const name of stacks) {
    const stack = await stackNamed(client, name);
    Object.assign(outputs, stack?.outputs);
    const there = stack === undefined ? [] : await resourcesIn(client, stack.id);
    const meant = deployed.filter((each) => each.stack === name);
    all.push(...meant.map((each) => ({ ...each, ...idOf(each, there) })));
    const known = new Set(meant.map(({ logicalId }) => logicalId));
    all.push(
      ...there
        .filter(({ logicalId }) => !known.has(logicalId))
        .map((each) => ({ ...each, stack: name, path: each.logicalId, properties: {} })),
    );
  }
  return { deployed: all, outputs };
}

function idOf(
  { logicalId }: Deployed,
  there: readonly Pick<Deployed, 'logicalId' | 'physicalId'>[],
): { physicalId?: string } {
  const physicalId = there.find((each) => each.logicalId === logicalId)?.physicalId ?? '';
  return physicalId === '' ? {} : { physicalId };
}
