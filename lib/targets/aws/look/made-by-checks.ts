/**
 * What the kit's own questions and disturbances make: paths and analyses of Reachability Analyzer, ACLs of a lost zone.
 * No stack holds them, and the index of tags learns of them late: so they are asked for where they live.
 */
import type { Sandbox } from '../enter/sandbox.ts';
import { everyItem } from '../stacks/every-item.ts';
import { readTags, type Tag, type Tags } from '../stacks/tags.ts';
import type { Named } from './arns.ts';

export interface MadeByCheck extends Named {
  readonly tags: Tags;
}

interface Kind {
  readonly type: string;
  readonly command: string;
  readonly list: string;
  readonly id: string;
}

/** An analysis goes before its path. */
const kinds: readonly Kind[] = [
  {
    ...{ type: 'AWS::EC2::NetworkInsightsAnalysis', command: 'DescribeNetworkInsightsAnalyses' },
    ...{ list: 'NetworkInsightsAnalyses', id: 'NetworkInsightsAnalysisId' },
  },
  {
    ...{ type: 'AWS::EC2::NetworkInsightsPath', command: 'DescribeNetworkInsightsPaths' },
    ...{ list: 'NetworkInsightsPaths', id: 'NetworkInsightsPathId' },
  },
  {
    ...{ type: 'AWS::EC2::NetworkAcl', command: 'DescribeNetworkAcls' },
    ...{ list: 'NetworkAcls', id: 'NetworkAclId' },
  },
];

/** Those that carry all of these tags. */
export async function madeByChecks(
  { client }: Pick<Sandbox, 'client'>,
  tags: readonly Tag[],
): Promise<readonly MadeByCheck[]> {
  const Filters = tags.map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value] }));
  const found: MadeByCheck[] = [];
  for (const { type, command, list, id } of kinds) {
    const asked = { service: 'ec2', command, input: { Filters }, list };
    const items = await everyItem(client, asked);
    found.push(
      ...items.map((each) => ({ type, id: String(each[id]), tags: readTags(each['Tags']) })),
    );
  }
  // Stand-ins do not filter.
  return found.filter((each) => tags.every(({ Key, Value }) => each.tags[Key] === Value));
}
