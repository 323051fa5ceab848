/** What stands behind the load balancers of a network, and in which zones. Pure. */
import { defaultSubnet } from '../network/build/ends/card.ts';
import {
  isUnknown,
  type Id,
  type LoadBalancer,
  type Network,
  type Target,
} from '../network/network.ts';
import { isUnknown as isUnknownText } from '../template/placeholder.ts';
import type { Resource } from '../template/template.ts';
import { idOf } from './network-parts.ts';
import { textsOf } from './values.ts';

export interface Balanced {
  readonly balancer: LoadBalancer;
  readonly end: Id;
  readonly port: Target['port'];
}

/** Every target that the templates show, by every listener that leads to it. */
export function balancedBy(network: Network): readonly Balanced[] {
  return [...network.balancers.values()].flatMap((balancer) =>
    balancer.listeners
      .flatMap(({ targets }) => targets)
      .flatMap(({ end, port }) =>
        isUnknown(end) || !network.ends.has(end) ? [] : [{ balancer, end, port }],
      ),
  );
}

/**
 * Zones in which a resource stands: those of its subnets, else those that it names. Undefined where only the deployment
 * knows one of them: `Fn::GetAZs` gives as many as the region has.
 */
export function zonesOf(network: Network, resource: Resource): ReadonlySet<string> | undefined {
  const subnets = subnetsOf(network, idOf(resource));
  const zones =
    subnets.length > 0
      ? subnets.map((subnet) => network.subnets.get(subnet)?.zone)
      : textsOf(resource.properties.AvailabilityZones).map(known);
  const found = zones.filter((zone) => typeof zone === 'string');
  return found.length === zones.length && found.length > 0 ? new Set(found) : undefined;
}

function known(zone: string): string | undefined {
  return isUnknownText(zone) ? undefined : zone;
}

/** Subnets in which a resource has interfaces, each once; nobody knows those of the default VPC. */
export function subnetsOf({ ends, interfaces }: Network, end: Id): readonly Id[] {
  const own = (ends.get(end)?.interfaces ?? []).flatMap((id) => interfaces.get(id)?.subnet ?? []);
  return [...new Set(own)].filter((each) => each !== defaultSubnet);
}
