/** Resolved resources -> what runs in their network. The one place where a template becomes a fleet. */
import { Sources } from '../../network/build/source.ts';
import type { Fleet, Id } from '../fleet.ts';
import { assumedIn } from './assumed.ts';
import { balancersOf } from './balancers.ts';
import { classicsOf } from './classic.ts';
import type { FleetSource, Given } from './given.ts';
import { Launches } from './launches.ts';
import { scalingGroupsOf } from './scaling-groups.ts';
import { targetGroupsOf } from './target-groups.ts';

export type { FleetSource, Given };

export function fleetOf(resources: readonly FleetSource[], given: Given): Fleet {
  const sources = new Sources(resources, given.reasonOf);
  const launches = new Launches(sources, resources, given);
  const classics = classicsOf(sources);
  return {
    instances: byId(launches.instances()),
    groups: byId(scalingGroupsOf(sources, launches)),
    balancers: byId([...balancersOf(sources), ...classics.map(({ balancer }) => balancer)]),
    targetGroups: byId([...targetGroupsOf(sources), ...classics.flatMap(({ groups }) => groups)]),
    assumed: assumedIn(sources),
  };
}

/** Every target group in which an auto scaling group registers: those of its Classic Load Balancers too. */
export function registersIn({ groups, balancers, targetGroups }: Fleet, id: Id): readonly Id[] {
  const group = groups.get(id);
  if (group === undefined) return [];
  const behind = group.classicBalancers.flatMap((each) =>
    (balancers.get(each)?.listeners ?? []).map((listener) => listener.id),
  );
  return [...group.targetGroups, ...behind].filter((each) => targetGroups.has(each));
}

function byId<T extends { readonly id: Id }>(all: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(all.map((each) => [each.id, each]));
}
