/** Network ACLs as chains: entries in their order, the first that matches decides, without a look at any connection. */
import type { AclEntry, Id, NetworkAcl, Subnet } from '../../../network/network.ts';
import { blockMatch, chain, serviceMatch } from './match.ts';
import { chainOf } from './names.ts';
import { groupOf, type Scene } from './scene.ts';

type Direction = 'in' | 'out';

export interface AclGates {
  readonly parts: readonly (readonly string[])[];
  /** `123 : jump acl_in_45`, by the device group of a subnet. */
  readonly verdicts: Readonly<Record<Direction, readonly string[]>>;
}

export function aclGates(scene: Scene, subnets: readonly Subnet[]): AclGates {
  const { acls } = scene.settled.network;
  const used = subnets.flatMap(({ id, acl }) => {
    const found = typeof acl === 'string' ? acls.get(acl) : undefined;
    return found === undefined ? [] : { subnet: id, acl: found };
  });
  const distinct = new Map(used.map(({ acl }) => [acl.id, acl]));
  const verdicts = (direction: Direction): readonly string[] =>
    used.flatMap(({ subnet, acl }) =>
      [groupOf.subnet(subnet), groupOf.classic(subnet)].map(
        (group) => `${group} : jump ${nameOf(direction, acl.id)}`,
      ),
    );
  return {
    parts: [...distinct.values()].flatMap((acl) => [
      chainOfAcl(scene, acl, 'in'),
      chainOfAcl(scene, acl, 'out'),
    ]),
    verdicts: { in: verdicts('in'), out: verdicts('out') },
  };
}

function nameOf(direction: Direction, acl: Id): string {
  return chainOf(`acl_${direction}`, acl);
}

function chainOfAcl(scene: Scene, acl: NetworkAcl, direction: Direction): readonly string[] {
  const entries = direction === 'in' ? acl.inbound : acl.outbound;
  const denied = dropOf(scene, acl, { direction, rule: acl.id });
  return chain(nameOf(direction, acl.id), [
    ...entries.flatMap((entry) => entryRule(scene, acl, { entry, direction })),
    denied,
  ]);
}

function entryRule(
  scene: Scene,
  acl: NetworkAcl,
  { entry, direction }: { readonly entry: AclEntry; readonly direction: Direction },
): readonly string[] {
  const service = serviceMatch(entry.service);
  const block = blockMatch(entry.block, direction === 'in' ? 'saddr' : 'daddr');
  if (service === undefined || block === undefined) return [];
  const verdict = entry.allows ? 'return' : dropOf(scene, acl, { direction, rule: entry.id });
  return [`${block} ${service} ${verdict}`];
}

function dropOf(
  { gates }: Scene,
  { id }: NetworkAcl,
  { direction, rule }: { readonly direction: Direction; readonly rule: Id },
): string {
  const kind = direction === 'in' ? 'network ACL in' : 'network ACL out';
  return gates.drop({ kind, at: id, code: 'SUBNET_ACL_RESTRICTION', rule });
}
