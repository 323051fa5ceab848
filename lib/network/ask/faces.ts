/** What interfaces show towards the internet, judged once for all that behave alike. */
import type { Family } from '../blocks.ts';
import type { Id, Network } from '../network.ts';
import { classesOf } from '../sets/classes.ts';
import { openPortsOf, type Direction, type Judged } from './open-ports.ts';

/** What one interface of each class shows, and for whom it was judged. */
export interface Face {
  readonly example: Id;
  readonly in: Judged;
  readonly out: Judged;
}
export type Faces = ReadonlyMap<Id, readonly Face[]>;

export function facesOf(network: Network): Faces {
  const faces = new Map<Id, Face[]>();
  for (const family of familiesIn(network))
    for (const { example, members } of classesOf(network, family)) {
      const judged = (direction: Direction): Judged =>
        openPortsOf(network, example, { family, direction });
      const face = { example, in: judged('in'), out: judged('out') };
      for (const id of members) faces.set(id, [...(faces.get(id) ?? []), face]);
    }
  return faces;
}

/** IPv6 where anybody has an address of it. */
export function familiesIn({ interfaces }: Network): readonly Family[] {
  const has6 = [...interfaces.values()].some(({ address6 }) => address6 !== undefined);
  return has6 ? [4, 6] : [4];
}
