/** Places of the lab as it stands: what the template calls so, and instances by their id. */
import { KitError, NotBuilt } from '../../../errors.ts';
import { nearest } from '../../../nearest.ts';
import { findPlace, type Hosts as OutsideBlocks, type Place } from '../../../network/ask/places.ts';
import type { OutsideHost } from '../compile/scene.ts';
import type { Hosts } from './hosts.ts';
import type { Plane } from './plane.ts';

export class Places {
  readonly outside: readonly OutsideHost[];
  private readonly plane: Plane;
  private readonly hosts: Hosts;
  private readonly blocks: OutsideBlocks;

  constructor(
    plane: Plane,
    hosts: Hosts,
    outside: { readonly hosts: readonly OutsideHost[]; readonly blocks: OutsideBlocks },
  ) {
    this.plane = plane;
    this.hosts = hosts;
    this.outside = outside.hosts;
    this.blocks = outside.blocks;
  }

  /** @throws NotBuilt, AmbiguousPlace */
  called(text: string): Place {
    const host = this.hosts.find(text);
    if (host !== undefined)
      return { name: text, members: [host.faces.map(({ id }) => ({ kind: 'interface', id }))] };
    const { network } = this.plane.stands.settled;
    const found = findPlace(network, text, this.blocks);
    if ('place' in found) return found.place;
    if (found.problem === 'ambiguous')
      throw new KitError('AmbiguousPlace', `'${text}' means ${found.candidates.join(', ')}`, {
        next: 'name more of the path',
      });
    const next = nearest(text, found.candidates);
    throw new NotBuilt(`${text}${next === undefined ? '' : ` (${next})`}`);
  }
}
