/** Target `model`: proves from the synthesized template, in milliseconds, with no account. */
import type { Capability, Place, Properties } from '../../capabilities.ts';
import { KitError, Unavailable } from '../../errors.ts';
import { readAssembly } from '../../template/read.ts';
import { placeOf, resourceAt, resourcesAt } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import type { Judge } from '../target.ts';

/** A judge of the assembly in this folder. */
export function modelOf(folder: string): Judge {
  const resources = readAssembly(folder).flatMap((template) => template.resources);
  return {
    target: 'model',
    features: new Set(),
    capabilities: {
      fact: (place) => Promise.resolve(factOf(resources, place)),
      facts: (type) => Promise.resolve(factsOf(resources, type)),
    },
    strengthOf: (capability) =>
      capability === 'fact' || capability === 'facts' ? 'read' : 'proved',
    lacks,
    confirmAlive: () => Promise.resolve(),
  };
}

function factOf(resources: readonly Resource[], place: Place): Properties {
  if (resourcesAt(resources, place).length === 0)
    throw new Unavailable(`not built at this stage: ${place}`);
  return resourceAt(resources, place).properties;
}

/** @throws AmbiguousPlace where two resources of the type would go by the same name */
function factsOf(resources: readonly Resource[], type: string): ReadonlyMap<Place, Properties> {
  const found = resources.filter((each) => each.type === type);
  const facts = new Map(found.map((each) => [placeOf(each), each.properties]));
  if (facts.size < found.length)
    throw new KitError(
      'AmbiguousPlace',
      `two resources of type ${type} have the same path in two stacks`,
    );
  return facts;
}

const elsewhere: Partial<Record<Capability, string>> = {
  may: 'needs the policy evaluation, which this version of the kit does not have yet',
  reach: 'needs the network model, which this version of the kit does not have yet',
  resolve: 'needs the DNS model, which this version of the kit does not have yet',
  during: 'needs the network model, which this version of the kit does not have yet',
  http: 'needs a running API: --on emulator',
  sdk: 'needs a running API: --on emulator',
};

function lacks(capability: Capability): string {
  return elsewhere[capability] ?? `needs something that runs (${capability})`;
}
