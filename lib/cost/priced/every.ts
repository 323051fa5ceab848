/** Which type is priced in which room. */
import { balancers } from './balancers.ts';
import { containers } from './containers.ts';
import { databases } from './databases.ts';
import { edge } from './edge.ts';
import { network } from './network.ts';
import { operations } from './operations.ts';
import type { Pricer, Pricers } from './pricer.ts';
import { serverless } from './serverless.ts';
import { servers } from './servers.ts';
import { stacks } from './stacks.ts';
import { storage } from './storage.ts';
import { volumes } from './volumes.ts';

const pricers: Pricers = {
  ...servers,
  ...volumes,
  ...network,
  ...balancers,
  ...databases,
  ...containers,
  ...serverless,
  ...storage,
  ...edge,
  ...operations,
  ...stacks,
};

export const pricedTypes: readonly string[] = Object.keys(pricers);

/** What prices resources of this type, or nothing where the kit cannot. */
export function pricerOf(type: string): Pricer | undefined {
  return Object.hasOwn(pricers, type) ? pricers[type] : undefined;
}
