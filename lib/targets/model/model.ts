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

/** Parts of the kit that are to prove this, and are not built yet. */
const toCome: Partial<Record<Capability, string>> = {
  may: 'the policy evaluation',
  reach: 'the network model',
  during: 'the network model',
  resolve: 'the DNS model',
};

function lacks(capability: Capability): string {
  const part = toCome[capability];
  if (part !== undefined) return `${part} that would prove it is not built yet`;
  return 'needs something that runs: --on emulator';
}
