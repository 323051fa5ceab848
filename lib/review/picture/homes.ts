/** In which VPC each subnet stands, also one that the templates only name. Pure. */
import { defaultSubnet } from '../../network/build/ends/card.ts';
import { isUnknown, type Id, type Network } from '../../network/network.ts';

/** Of subnets whose VPC nothing says. */
export const someVpc = 'a VPC';
/** The one that AWS takes where no subnet is named. */
export const defaultVpc = 'the default VPC of the account';

export interface Home {
  readonly vpc: Id;
  /** Equal for subnets that the templates only name and that hold something in common. */
  readonly kin: Id;
}

/**
 * What stands in a subnet that is only named wears groups of its VPC: others, where a group is associated with more than one, are rare.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function homesOf(network: Network): ReadonlyMap<Id, Home> {
  const kin = kinOf(network);
  const worn = new Map<Id, Set<Id>>();
  for (const { subnet, groups } of network.interfaces.values())
    for (const vpc of groups === 'unfiltered' ? [] : groups.flatMap(vpcOfGroup(network))) {
      const family = kin.get(subnet) ?? subnet;
      worn.set(family, (worn.get(family) ?? new Set()).add(vpc));
    }
  return new Map(
    [...network.subnets.values()].map(({ id, vpc }) => {
      const family = kin.get(id) ?? id;
      return [id, { kin: family, vpc: isUnknown(vpc) ? guestsVpc(id, worn.get(family)) : vpc }];
    }),
  );
}

function guestsVpc(subnet: Id, found: ReadonlySet<Id> = new Set()): Id {
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  return subnet === defaultSubnet ? defaultVpc : someVpc;
}

function vpcOfGroup({ groups }: Network): (group: Id) => readonly Id[] {
  return (group) => {
    const vpc = groups.get(group)?.vpc;
    return typeof vpc === 'string' ? [vpc] : [];
  };
}

/** By each subnet that is only named the first of those with which it shares an end, directly or through others. */
function kinOf({ subnets, ends, interfaces }: Network): ReadonlyMap<Id, Id> {
  const kin = new Map<Id, Id>();
  for (const { id, vpc } of subnets.values()) if (isUnknown(vpc)) kin.set(id, id);
  for (const end of ends.values()) {
    const shared = end.interfaces.flatMap((each) => {
      const subnet = interfaces.get(each)?.subnet;
      return kin.get(subnet ?? '') ?? [];
    });
    const [first] = shared;
    if (first === undefined) continue;
    for (const [id, family] of kin) if (shared.includes(family)) kin.set(id, first);
  }
  return kin;
}
