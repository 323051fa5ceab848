/** Hosts that no template declares and a question speaks of: somebody in a subnet, with a group of its own. */
import { everywhere, type Address } from '../blocks.ts';
import type { Place } from './places.ts';
import type { Id, Interface, Network, SecurityGroup } from '../network.ts';
import { everything } from '../services.ts';

/** A host somewhere in the subnet; with an address, whoever has that one. */
export function guestIn(subnet: Id, address?: Address): Id {
  return `${subnet}#${address === undefined ? '' : `${address.family}:${address.value}`}`;
}

/** As the end of a flow a subnet means whoever stands in it: nobody knows groups and public address. */
export function asTarget(place: Place): Place {
  return {
    ...place,
    members: place.members.map((some) =>
      some.map((each) =>
        each.kind === 'interface' && each.id.endsWith('#')
          ? { ...each, id: `${each.id}somebody` }
          : each,
      ),
    ),
  };
}

export function isGuest(id: Id): boolean {
  return id.includes('#');
}

/**
 * The network with the guests that these places mean. One without an address has a group of its own: nothing in, everything out. Of who has an
 * address the groups are unknown.
 */
export function withGuests(network: Network, places: readonly Place[]): Network {
  const points = places.flatMap(({ members }) => members.flat());
  const ids = points.flatMap((each) => (each.kind === 'interface' ? each.id : []));
  const guests = ids.filter(isGuest).map((id) => guestOf(network, id));
  if (guests.length === 0) return network;
  const groups = guests.map(groupOf);
  return {
    ...network,
    interfaces: new Map([...network.interfaces, ...guests.map((each) => [each.id, each] as const)]),
    groups: new Map([...network.groups, ...groups.map((each) => [each.id, each] as const)]),
    names: new Map([
      ...network.names,
      ...guests.map((each) => [each.id, nameIn(network, each)] as const),
    ]),
  };
}

function guestOf(network: Network, id: Id): Interface {
  const [subnet = '', written = ''] = id.split('#');
  const shared = {
    id,
    owner: id,
    subnet,
    groups: [id],
    checksSourceDest: true,
    clientPorts: [32_768, 60_999],
  } as const;
  if (written !== '' && written !== 'somebody') return { ...shared, ...addressesIn(written, id) };
  const has6 = network.subnets.get(subnet)?.block6 !== undefined;
  const address6 = has6 ? 'some' : undefined;
  const unsaid = { unknown: `whether ${nameIn(network, { id, subnet })} has a public address` };
  const public4 = written === '' ? undefined : unsaid;
  return { ...shared, address4: undefined, address6, public4 };
}

function addressesIn(
  written: string,
  id: Id,
): Pick<Interface, 'address4' | 'address6' | 'public4'> {
  const [family, value = '0'] = written.split(':');
  return {
    address4: family === '4' ? BigInt(value) : undefined,
    address6: family === '6' ? BigInt(value) : undefined,
    public4: { unknown: `whether ${id} has a public address` },
  };
}

function groupOf({ id, subnet }: Interface): SecurityGroup {
  const vpc = { unknown: `the VPC of ${subnet}` };
  const unknown = { unknown: 'the security groups of whoever is there' };
  if (!id.endsWith('#')) return { id, vpc, inbound: unknown, outbound: unknown };
  const outbound = ([4, 6] as const).map((family) => ({
    id,
    service: everything,
    peer: { kind: 'block', block: everywhere[family] } as const,
  }));
  return { id, vpc, inbound: [], outbound };
}

function nameIn({ names }: Network, { id, subnet }: Pick<Interface, 'id' | 'subnet'>): string {
  const name = names.get(subnet) ?? subnet;
  if (id.endsWith('#')) return `a host in ${name}`;
  return id.endsWith('somebody') ? `whoever is in ${name}` : `whoever has that address in ${name}`;
}
