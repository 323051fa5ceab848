/** Parts of the network and the resources that declare them. Pure. */
import type { Id, Network, Route } from '../network/network.ts';
import type { Resource } from '../template/template.ts';
import { listOf, mapOf, textOf } from './values.ts';

/** What the network model calls a resource. */
export function idOf({ stack, logicalId }: Resource): Id {
  return `${stack}/${logicalId}`;
}

/** The resources that these ids stand for, in the order of the template. */
export function declaring(resources: readonly Resource[], ids: Iterable<Id>): readonly Resource[] {
  const wanted = new Set(ids);
  return resources.filter((each) => wanted.has(idOf(each)));
}

/** The routes that a subnet's packets are offered; undefined where the template does not show its table. */
export function routesOf(
  { subnets, tables }: Pick<Network, 'subnets' | 'tables'>,
  subnet: Id | undefined,
): readonly Route[] | undefined {
  const table = subnet === undefined ? undefined : subnets.get(subnet)?.table;
  return typeof table === 'string' ? tables.get(table)?.routes : undefined;
}

/** The value of a tag; empty where there is none. */
export function tagOf({ properties }: Resource, key: string): string {
  const tag = listOf(properties.Tags)
    .map(mapOf)
    .find((each) => each.Key === key);
  return textOf(tag?.Value);
}

/**
 * Does its author call the subnet private? The CDK's tag decides; where there is none, a name does: the Name tag or
 * a construct id with the word Private or Isolated and without Public. That nothing says `MapPublicIpOnLaunch` declares
 * nothing: it is the default, also of public subnets.
 */
export function isDeclaredPrivate(subnet: Resource): boolean {
  const kind = tagOf(subnet, 'aws-cdk:subnet-type');
  if (kind !== '') return ['Private', 'Isolated'].includes(kind);
  // What the stack is called says nothing of one subnet.
  const [, ...below] = subnet.path.split('/');
  const names = [tagOf(subnet, 'Name'), ...below.slice(-2), subnet.logicalId];
  const words = names.flatMap(wordsOf);
  return words.some((each) => /^(private|isolated)$/.test(each)) && !words.includes('public');
}

/** `PrivateSubnet1a` -> `private`, `subnet` */
function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((each) => each.toLowerCase());
}
