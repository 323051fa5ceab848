/** The last metres: to the interface or NAT gateway whose address the packet names, and the turn of the flow there. */
import type { Network, Subnet } from '../network.ts';
import { cross } from './crossing.ts';
import { askGroups } from './group-gate.ts';
import { type Seen, interfaceOf, subnetOf } from './seen.ts';
import type { Road, Stage, Travel } from './travel.ts';

/** The subnet of an interface or of a zonal NAT gateway. */
export function homeOf(network: Network, { kind, id }: Seen): Subnet | undefined {
  if (kind === 'interface') return subnetOf(network, interfaceOf(network, id).subnet);
  const subnet = kind === 'nat' ? network.nats.get(id)?.subnet : undefined;
  return subnet === undefined ? undefined : subnetOf(network, subnet);
}

export function stageOf({ kind, id }: Seen): Stage {
  return { kind: kind === 'nat' ? 'nat' : 'interface', id };
}

/** By the local routes of the VPC, or from a gateway where there is no subnet that it left. */
export function deliver(road: Road, travel: Travel, from: Subnet | undefined): Travel {
  const to = homeOf(road.network, travel.destination);
  return { ...cross(road, travel, { from, to }), stage: stageOf(travel.destination) };
}

/** The request is at the interface that it names. */
export function arrive(road: Road, travel: Travel, id: string): Travel {
  road.arrivals.push(travel);
  const admitted =
    road.asksGroups === 'all'
      ? askGroups(road, travel, { interface: id, direction: 'inbound' })
      : travel;
  return {
    ...answered(admitted),
    met: [id],
    tracked: [...travel.met, id],
    stage: { kind: 'subnet', id: interfaceOf(road.network, id).subnet },
  };
}

/** The reply to a request that got where it was sent: to the address that it came with. */
export function answered(travel: Travel): Travel {
  return {
    ...travel,
    way: 'reply',
    source: travel.destination,
    destination: travel.source,
    met: [],
    tracked: travel.met,
    seenAs: travel.source.seenAs,
  };
}
