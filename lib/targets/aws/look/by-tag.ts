/** Resources that carry tags, wherever they are: the index of AWS's tagging API, asked once more where that is possible. */
import { hasLook, isPart, lookFor } from '../../api/looks.ts';
import { namedBy, type Named } from './arns.ts';
import { everyItem } from '../stacks/every-item.ts';
import type { Sandbox } from '../enter/sandbox.ts';
import { readTags, type Tag, type Tags } from '../stacks/tags.ts';

export interface Tagged extends Named {
  readonly arn: string;
  readonly tags: Tags;
  /** Does it answer? The index goes on naming what is gone; nothing where it cannot be asked. */
  readonly isSeen: boolean | undefined;
}

/**
 * What carries all of these tags and was not seen to be gone.
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function taggedWith(
  sandbox: Sandbox,
  tags: readonly Tag[],
): Promise<readonly Tagged[]> {
  const listed = await everyItem<{ ResourceARN: string; Tags?: readonly Tag[] }>(sandbox.client, {
    service: 'resource-groups-tagging-api',
    command: 'GetResources',
    input: { TagFilters: tags.map(({ Key, Value }) => ({ Key, Values: [Value] })) },
    list: 'ResourceTagMappingList',
    token: ['PaginationToken', 'PaginationToken'],
  });
  const found: Tagged[] = [];
  for (const { ResourceARN: arn, Tags } of listed) {
    const named = namedBy(arn, sandbox);
    if (isPart(named.type)) continue;
    const isSeen = await sees(named, sandbox);
    if (isSeen !== false) found.push({ ...named, arn, tags: readTags(Tags), isSeen });
  }
  return found;
}

async function sees({ type, id }: Named, sandbox: Sandbox): Promise<boolean | undefined> {
  if (!hasLook(type)) return undefined;
  const asIfDeployed = { stack: '', logicalId: 'Found', path: 'Found', properties: {} };
  const seen = await lookFor(sandbox.client, { ...asIfDeployed, type, physicalId: id }, sandbox);
  return typeof seen === 'string' ? seen === 'there' : undefined;
}
