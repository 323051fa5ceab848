/** A DAX cluster that does not survive the loss of nodes. The learning variant may save them. */
import type { Rule } from '../rule.ts';
import { numberOf } from '../values.ts';

/** One primary and two replicas, each in a zone of its own. */
const faultTolerantNodes = 3;

export const cacheNodes: Rule = {
  id: 'kit/cache-nodes',
  says: `has fewer than ${String(faultTolerantNodes)} nodes`,
  because:
    'Losing the only node loses the cache, and the table takes the whole load at once; AWS calls three nodes in three zones fault tolerant.',
  source:
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.console.create-cluster.html',
  breaches({ resources, variant }) {
    if (variant === 'learning') return [];
    return resources.filter(({ type, properties }) => {
      const nodes = numberOf(properties.ReplicationFactor) ?? faultTolerantNodes;
      return type === 'AWS::DAX::Cluster' && nodes < faultTolerantNodes;
    });
  },
};
