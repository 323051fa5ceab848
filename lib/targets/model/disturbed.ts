/** A disturbance on the model: the network without what it takes away. */
import type { Disturbance } from '../../capabilities.ts';
import { KitError, NotBuilt, Unavailable } from '../../errors.ts';
import { idsCalled } from '../../network/ask/places.ts';
import type { Network } from '../../network/network.ts';
import { withoutResource, withoutZone, zonesOf } from '../../network/view.ts';

/** @throws Unavailable for what happens inside a host, of which the model knows nothing */
export function disturbed(network: Network, disturbance: Disturbance): Network {
  switch (disturbance.kind) {
    case 'lose-zone':
      return withoutZone(network, zoneCalled(network, disturbance.zone));
    case 'stop':
    case 'terminate':
      if (disturbance.process !== undefined) throw new Unavailable('the model knows no processes');
      return withoutResource(network, resourceCalled(network, disturbance.of));
    case 'restart':
      return network;
    default:
      throw new Unavailable(`the model has no '${disturbance.kind}'`);
  }
}

function zoneCalled(network: Network, zone: number): string {
  const name = zonesOf(network)[zone - 1];
  if (name === undefined) throw new Unavailable(`there is no zone ${zone} in the template`);
  return name;
}

function resourceCalled(network: Network, place: string): string {
  const [only, ...more] = idsCalled(network, place);
  if (only === undefined) throw new NotBuilt(place);
  if (more.length > 0) throw new KitError('AmbiguousPlace', `'${place}' means more than one thing`);
  return only;
}
