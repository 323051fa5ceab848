/** An entry of a network ACL that earlier entries leave nothing, or nothing of what it is there for. */
import { contains, everywhere } from '../../network/blocks.ts';
import { isUnknown, type AclEntry, type Network } from '../../network/network.ts';
import { leftOf, meets, trafficOf, type Traffic } from '../acl-traffic.ts';
import { declaring } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const shadowedNaclRule: Rule = {
  id: 'kit/shadowed-nacl-rule',
  says: 'comes too late: entries with lower numbers have decided its packets, or allowed some that it denies',
  because:
    'Entries are read from the lowest number and the first match decides: an exception has to stand before the rule that it is an exception of.',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
  breaches({ resources, network }) {
    const shadowed = lists(network).flatMap((entries) =>
      entries.filter((entry, index) =>
        isShadowed(entry, entries.slice(0, index), entries.slice(index + 1)),
      ),
    );
    return declaring(
      resources,
      shadowed.map(({ id }) => id),
    );
  },
};

function lists({ acls }: Network): readonly (readonly AclEntry[])[] {
  return [...acls.values()].flatMap(({ inbound, outbound }) => [inbound, outbound]);
}

/**
 * Entries before it have decided all its packets, or allow everybody what it denies to some. An allow after a wider deny
 * that leaves it something is left alone: so are coarse denies written.
 */
function isShadowed(
  entry: AclEntry,
  earlier: readonly AclEntry[],
  later: readonly AclEntry[],
): boolean {
  const traffic = trafficOf(entry);
  if (traffic === undefined || isRest(entry, later)) return false;
  return leftOf(traffic, earlier).length === 0 || isUndone(entry, traffic, earlier);
}

/** A last deny of everything repeats what `*` says, and is written on purpose. */
function isRest({ allows, block, service }: AclEntry, later: readonly AclEntry[]): boolean {
  const isAll = !isUnknown(block) && contains(block, everywhere[block.family]);
  return !allows && isAll && service.protocol === 'all' && !later.some((each) => each.allows);
}

/** Does an allow for more addresses take packets that this deny is there for? */
function isUndone(deny: AclEntry, traffic: Traffic, earlier: readonly AclEntry[]): boolean {
  return earlier.some((each, index) => {
    const allowed = each.allows && isWider(each, deny) ? trafficOf(each) : undefined;
    if (deny.allows || allowed === undefined) return false;
    return leftOf(traffic, earlier.slice(0, index)).some((left) => meets(left, allowed));
  });
}

/** All the addresses of the other, and more. */
function isWider({ block: one }: AclEntry, { block: other }: AclEntry): boolean {
  if (isUnknown(one) || isUnknown(other)) return false;
  return contains(one, other) && !contains(other, one);
}
