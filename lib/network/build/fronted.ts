/** What stands in target groups to which no listener of the templates forwards: a load balancer of elsewhere may. */
import { isUnknown, type Fronted, type LoadBalancer } from '../network.ts';
import { v2 } from './ends/load-balancers.ts';
import { protocolOf, registeredIn } from './listeners.ts';
import type { Sources } from './source.ts';

/** A rule on a listener of another stack forwards, and so may a listener there. */
export function frontedIn(
  sources: Sources,
  balancers: readonly LoadBalancer[],
): readonly Fronted[] {
  const targets = balancers.flatMap(({ listeners }) => listeners.flatMap((each) => each.targets));
  const known = new Set(targets.map(({ group }) => group));
  const others = sources.ofType(`${v2}::TargetGroup`).filter(({ id }) => !known.has(id));
  return others.flatMap((group) =>
    registeredIn(group).flatMap(({ end, port }) =>
      isUnknown(end)
        ? []
        : {
            ...{ end, group: group.id, type: sources.get(end)?.type ?? '' },
            port: group.properties['TargetType'] === 'lambda' ? undefined : port,
            protocol: protocolOf(group.properties['Protocol']),
            why: `which load balancer forwards to ${group.logicalId} is not in the template`,
          },
    ),
  );
}
