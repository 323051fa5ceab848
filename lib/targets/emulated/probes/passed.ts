/** The probes at one place: each group's stack made there, each of its probes tried. */
import type { Feature, Place } from '../../../capabilities.ts';
import { servedCapabilities } from '../../api/capabilities.ts';
import type { Client } from '../../api/client.ts';
import { referenceTo, type Where } from '../../api/deployed.ts';
import type { Address } from '../../api/request.ts';
import { makeUsers } from '../../api/users.ts';
import type { Deployment } from '../deployment.ts';
import type { ProbeGroup, Served } from './group.ts';
import { groups } from './groups.ts';

/** The stack of a group as it was made. */
export type MadeGroup = Pick<Deployment, 'deployed' | 'outputs'>;

/** Somewhere that speaks the AWS API. */
export interface ProbedPlace {
  readonly client: Client;
  readonly where: Where;
  /** Nothing where not all of it is made. */
  make(group: ProbeGroup): Promise<MadeGroup | undefined>;
  /** @throws Unavailable where it answers no HTTP */
  addressOf(made: MadeGroup, name: Place): Address;
}

/** Features whose probe passed there; one that throws has not. The stacks stay. */
export async function passedAt(place: ProbedPlace): Promise<readonly Feature[]> {
  const passed = await Promise.all(groups.map((group) => passedOf(group, place)));
  return passed.flat();
}

async function passedOf(group: ProbeGroup, place: ProbedPlace): Promise<readonly Feature[]> {
  const served = await servedBy(group, place).catch(() => undefined);
  if (served === undefined) return [];
  const tried = Object.entries(group.probes).map(async ([feature, probe]) => {
    const isPassed = await probe(served).catch(() => false);
    return isPassed ? [feature] : [];
  });
  return (await Promise.all(tried)).flat();
}

async function servedBy(group: ProbeGroup, place: ProbedPlace): Promise<Served | undefined> {
  const { client, where } = place;
  const made = await place.make(group);
  if (made === undefined) return undefined;
  const { deployed, outputs } = made;
  const capabilities = servedCapabilities({
    ...{ client, where, deployed, outputs },
    users: await makeUsers(client, deployed, []),
    addressOf: (name) => place.addressOf(made, name),
  });
  return {
    ...capabilities,
    connection: client.connection,
    idOf: (name) => referenceTo(deployed, name, where),
  };
}
