/** What a person calls the parts of a network. */
import type { Id, Network } from './network.ts';

/** How a person reads an id, also one that the template only names. */
export function nameOf(network: Pick<Network, 'names'>, id: Id): string {
  const known = network.names.get(id);
  if (known !== undefined) return known;
  // An interface of a resource that has several: `Stack/Fleet@Stack/PrivateA` -> `Fleet in PrivateA`.
  const [owner, subnet] = id.split('@');
  if (owner !== undefined && subnet !== undefined)
    return `${nameOf(network, owner)} in ${nameOf(network, subnet)}`;
  // `${VpcId}`, which the template only names, is read as VpcId.
  return id.replace(/^\$\{(.*)\}$/, '$1');
}

/** What the template only names stays as it is written there: `${VpcId}`. */
export function nameAsWritten(network: Pick<Network, 'names'>, id: Id): string {
  return network.names.get(id) ?? id;
}
