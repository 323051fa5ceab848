/** Target `model`: proves from the synthesized template, in milliseconds, with no account. */
import type {
  Capability,
  Disturbance,
  FlowRequest,
  Passage,
  Place,
  Properties,
} from '../../capabilities.ts';
import { KitError, NotBuilt, Unavailable } from '../../errors.ts';
import type { Hosts } from '../../network/ask/places.ts';
import { parseBlock } from '../../network/blocks.ts';
import { networkOf } from '../../network/build/build.ts';
import type { Network } from '../../network/network.ts';
import { outsideHosts } from '../../outside.ts';
import type { Parameters } from '../../parameters.ts';
import { openTemplates, type Opened } from '../../template/open.ts';
import { placeOf, resourceAt, resourcesAt } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import type { Judge } from '../target.ts';
import { Permissions } from '../../iam/permissions.ts';
import { disturbed } from './disturbed.ts';
import { permissionOf } from './may.ts';
import { passageOf } from './reach.ts';

/** A judge of the assembly in this folder. */
export function modelOf(folder: string, parameters: Parameters = {}): Judge {
  const opened = openTemplates(folder);
  const { resources } = opened;
  const world = new World(opened, parameters);
  return {
    target: 'model',
    title: 'model',
    features: new Set(),
    capabilities: {
      fact: (place) => Promise.resolve(factOf(resources, place)),
      facts: (type) => Promise.resolve(factsOf(resources, type)),
      reach: (request) => Promise.resolve(world.reach(request)),
      may: (request) => Promise.resolve(permissionOf(world.permissions, request)),
      during: (disturbance, judge) => world.during(disturbance, judge),
    },
    strengthOf: (capability) =>
      capability === 'fact' || capability === 'facts' ? 'read' : 'proved',
    lacks,
    confirmAlive: () => Promise.resolve(),
  };
}

/** The network that is asked: as the template has it, or for a while without something. */
class World {
  readonly hosts: Hosts;
  private readonly opened: Opened;
  private built: Network | undefined;
  private evaluated: Permissions | undefined;
  private view: Network | undefined;

  constructor(opened: Opened, parameters: Parameters) {
    this.opened = opened;
    this.hosts = Object.fromEntries(
      Object.entries(outsideHosts(parameters)).map(([name, addresses]) => [
        name,
        addresses.map(parseBlock).filter((each) => each !== undefined),
      ]),
    );
  }

  get permissions(): Permissions {
    this.evaluated ??= new Permissions(this.opened.resources, { namesOthers: true });
    return this.evaluated;
  }

  get network(): Network {
    this.built ??= networkOf(this.opened.resources, this.opened.reasonOf);
    return this.view ?? this.built;
  }

  /** What is lost for a while is not missing: nothing reaches it, and nothing comes from it. */
  reach(request: FlowRequest): Passage {
    try {
      return passageOf(this.network, request, this.hosts);
    } catch (error) {
      if (!(error instanceof Unavailable) || this.view === undefined) throw error;
      if (this.built !== undefined) passageOf(this.built, request, this.hosts);
      const because = `nothing is left of ${request.from} or of ${request.to}`;
      return { arrives: 'no', because, trace: { kind: 'trace', hops: [] } };
    }
  }

  async during<T>(disturbance: Disturbance, judge: () => Promise<T>): Promise<T> {
    const before = this.view;
    this.view = disturbed(this.network, disturbance);
    try {
      return await judge();
    } finally {
      this.view = before;
    }
  }
}

function factOf(resources: readonly Resource[], place: Place): Properties {
  if (resourcesAt(resources, place).length === 0) throw new NotBuilt(place);
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
  resolve: 'the DNS model',
};

function lacks(capability: Capability): string {
  const part = toCome[capability];
  if (part !== undefined) return `${part} that would prove it is not built yet`;
  return 'needs something that runs';
}
