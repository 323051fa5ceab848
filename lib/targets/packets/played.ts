/** Templates -> what the engine is asked to play: the network, the fleet in it, the world around it, the doors into it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fleetOf } from '../../fleet/build/build.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { networkOf } from '../../network/build/build.ts';
import { parseBlock, contains, type Block } from '../../network/blocks.ts';
import { isUnknown, type GroupRule, type Interface, type Network } from '../../network/network.ts';
import { protocols } from '../../network/services.ts';
import { outsideHosts } from '../../outside.ts';
import type { Parameters } from '../../parameters.ts';
import { openTemplates, type Opened } from '../../template/open.ts';
import type { OutsideHost } from './compile/scene.ts';
import { usualScale } from './engine/clock.ts';
import type { DoorTo, EngineRequest } from './engine/request.ts';

export interface Played {
  readonly request: EngineRequest;
  readonly opened: Opened;
  readonly doors: readonly DoorTo[];
}

export function playedFrom(folder: string, lab: string, parameters: Parameters): Played {
  const opened = openTemplates(folder);
  const { resources, reasonOf, templates } = opened;
  const network = networkOf(resources, reasonOf);
  const unknowns = new Map(templates.map((each) => [each.stack, each.unknowns]));
  const fleet = fleetOf(resources, {
    unknownsOf: (stack) => unknowns.get(stack) ?? new Map(),
    reasonOf,
  });
  return {
    opened,
    doors: doorsInto(network, fleet, parameters),
    request: {
      ...{ lab, network, fleet, parameters, scale: usualScale },
      outside: outsideOf(parameters),
      objects: objectsIn(folder),
    },
  };
}

/** Named hosts each for itself; whoever else a question speaks of is somewhere in the world. */
function outsideOf(parameters: Parameters): readonly OutsideHost[] {
  const named = Object.entries(outsideHosts(parameters)).map(([name, addresses]) => ({
    name,
    addresses,
  }));
  return [...named, { name: 'world', addresses: ['203.0.113.0/24', '2001:db8:80::/48'] }];
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** Files alone: what AWS would zip is for functions, which do not run here. */
function objectsIn(folder: string): ReadonlyMap<string, string> {
  const names = existsSync(join(folder, 'manifest.json')) ? readdirSync(folder) : [];
  return new Map(
    names
      .filter((each) => each.endsWith('.assets.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as AssetManifest)
      .flatMap(({ files = {} }) => Object.values(files))
      .filter(({ source }) => source.packaging === 'file')
      .flatMap(({ source, destinations }) =>
        Object.values(destinations).map(
          ({ objectKey }) => [objectKey, join(folder, source.path)] as const,
        ),
      ),
  );
}

/** Listeners of load balancers, and single TCP ports that hosts with a public address open to the administrator. */
function doorsInto(network: Network, fleet: Fleet, parameters: Parameters): readonly DoorTo[] {
  const admin = parseBlock(outsideHosts(parameters)['admin']?.[0] ?? '');
  const isPublic = (face: Interface | undefined): boolean => typeof face?.public4 === 'string';
  const ofBalancers = [...fleet.balancers.values()].flatMap(({ id, listeners }) =>
    (network.ends.get(id)?.interfaces ?? []).some((each) => isPublic(network.interfaces.get(each)))
      ? listeners.filter(({ protocol }) => protocol !== 'UDP').map(({ port }) => ({ to: id, port }))
      : [],
  );
  const ofHosts = [...fleet.instances.keys()].flatMap((id) =>
    (network.ends.get(id)?.interfaces ?? []).flatMap((each) => {
      const face = network.interfaces.get(each);
      if (face === undefined || !isPublic(face) || admin === undefined) return [];
      return openPorts(network, face, admin).map((port) => ({ to: id, port }));
    }),
  );
  return [...ofBalancers, ...ofHosts];
}

function openPorts({ groups }: Network, face: Interface, admin: Block): readonly number[] {
  const rules = (face.groups === 'unfiltered' ? [] : face.groups).flatMap((id) => {
    const inbound = groups.get(id)?.inbound;
    return inbound === undefined || isUnknown(inbound) ? [] : inbound;
  });
  return [
    ...new Set(rules.filter((rule) => admits(rule, admin)).map(({ service }) => service.ports[0])),
  ];
}

function admits({ service, peer }: GroupRule, admin: Block): boolean {
  const isOne = service.protocol === protocols.tcp && service.ports[0] === service.ports[1];
  return isOne && peer.kind === 'block' && contains(peer.block, admin);
}
