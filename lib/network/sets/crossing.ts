/** A subnet's edge: the network ACL of the subnet that is left, then that of the subnet that is entered. */
import { nameAsWritten } from '../names.ts';
import type { Id, Subnet } from '../network.ts';
import { isUnknown } from '../network.ts';
import { type AclQuestion, type Reached, deciders } from './acls.ts';
import { isEmpty } from './intervals.ts';
import { rememberedFilter } from './memory.ts';
import type { Loss, Obstacle } from './obstacles.ts';
import { trafficOf, trafficText } from './traffic.ts';
import { type Road, type Travel, doubted, gate } from './travel.ts';
import { addressDoubt, endText, entryText, preposition } from './words.ts';

export interface Edge {
  /** Undefined: it comes from a gateway. */
  readonly from?: Subnet | undefined;
  /** Undefined: it goes to a gateway. */
  readonly to?: Subnet | undefined;
}

/** Nothing is asked inside one subnet, but of what a Classic Load Balancer sends. */
export function cross(road: Road, travel: Travel, { from, to }: Edge): Travel {
  const isInside = from !== undefined && from.id === to?.id;
  if (isInside && !isFromClassic(road, travel)) return travel;
  const out =
    from === undefined
      ? travel
      : atEdge(road, travel, { subnet: from, direction: 'outbound', isInside });
  return to === undefined || isInside
    ? out
    : atEdge(road, out, { subnet: to, direction: 'inbound', isInside });
}

/**
 * "Classic Load Balancers apply network ACLs to outbound traffic, even if it's destined for a target in the same subnet."
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
function isFromClassic({ network }: Road, { source: { kind, id } }: Travel): boolean {
  const owner = kind === 'interface' ? network.interfaces.get(id)?.owner : undefined;
  return owner !== undefined && network.balancers.get(owner)?.kind === 'classic';
}

interface Side {
  readonly subnet: Subnet;
  readonly direction: 'inbound' | 'outbound';
  readonly isInside: boolean;
}

function atEdge(road: Road, travel: Travel, side: Side): Travel {
  const { subnet, direction } = side;
  const { acl } = subnet;
  if (isUnknown(acl)) {
    const reason = `the network ACL of ${nameAsWritten(road.network, subnet.id)}: ${acl.unknown}`;
    return doubted(travel, () => ({
      kind: kindOf(direction),
      at: subnet.id,
      code: 'KIT_UNKNOWN',
      says: reason,
      reasons: [reason],
    }));
  }
  const far = direction === 'inbound' ? travel.source : travel.destination;
  const traffic = trafficOf(travel.protocol, travel.way);
  const question: AclQuestion = { acl, direction, far, traffic };
  return gate(travel, rememberedFilter(road, question), (loss) =>
    obstacle(road, { question, acl, isInside: side.isInside }, loss),
  );
}

function kindOf(direction: 'inbound' | 'outbound'): 'network ACL in' | 'network ACL out' {
  return direction === 'inbound' ? 'network ACL in' : 'network ACL out';
}

interface Asked {
  readonly question: AclQuestion;
  readonly acl: Id;
  readonly isInside: boolean;
}

function obstacle({ network }: Road, { question, acl, isInside }: Asked, loss: Loss): Obstacle {
  const { direction, far, traffic } = question;
  const isTaken = !isEmpty(loss.taken);
  const found = deciders(network, question, isTaken ? loss.taken : loss.doubtful);
  const wanted = found.find(({ entry, match }) =>
    isTaken ? !entry.allows && match === 'yes' : match === 'maybe',
  );
  const what = trafficText(traffic, isTaken ? loss.taken : loss.doubtful);
  const asked = `${what} ${preposition(direction)} ${endText(network, far)}`;
  const says = isTaken
    ? `${asked} is denied; ${trafficText(traffic, loss.came)} came`
    : `${asked} depends on an entry that may match`;
  return {
    kind: kindOf(direction),
    at: acl,
    code: isInside ? 'ELB_ACL_RESTRICTION' : 'SUBNET_ACL_RESTRICTION',
    says,
    rule: wanted === undefined ? star(acl) : ruleOf(wanted, direction),
    reasons: reasonsOf(found, () => addressDoubt(network, far)),
    remedy: { kind: 'ACL entry', question, ports: loss.came },
  };
}

function star(acl: Id): { id: Id; says: string } {
  return { id: acl, says: '* deny all' };
}

function ruleOf({ entry }: Reached, direction: 'inbound' | 'outbound') {
  return { id: entry.id, says: entryText(entry, direction) };
}

function reasonsOf(found: readonly Reached[], doubt: () => string): readonly string[] {
  return found
    .filter(({ match }) => match === 'maybe')
    .map(({ entry: { block, service } }) =>
      isUnknown(block) ? block.unknown : (service.unknown ?? doubt()),
    );
}
