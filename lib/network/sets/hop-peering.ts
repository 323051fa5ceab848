/**
 * A peering connection: from one VPC's addresses to the other's, and not further.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
import { nameAsWritten } from '../names.ts';
import type { Id, Network, Unknown } from '../network.ts';
import { isUnknown } from '../network.ts';
import { cross } from './crossing.ts';
import { deliver } from './delivery.ts';
import type { Hop } from './hop.ts';
import { type Match, type Seen, sameVpc } from './seen.ts';
import { type Road, type Travel, blocked, doubted, lost } from './travel.ts';
import { endText } from './words.ts';

export function toPeering(road: Road, travel: Travel, at: Hop): Travel {
  const { network } = road;
  const leads = leadsTo(network, travel, at);
  if (leads === 'yes') return deliver(road, travel, at.subnet);
  if (leads === 'no') return blocked(travel, () => outside(network, travel, at));
  const doubt = () => {
    const says = `${nameAsWritten(network, at.to)}: the VPC at its other end is not known`;
    return { ...outside(network, travel, at), code: 'KIT_UNKNOWN' as const, says, reasons: [says] };
  };
  if (!isDevice(travel.destination)) return lost(cross(road, travel, { from: at.subnet }), doubt);
  return deliver(road, doubted(travel, doubt), at.subnet);
}

/** From one side to the other, both addresses being of one VPC each? */
function leadsTo(network: Network, { source, destination }: Travel, { subnet, to }: Hop): Match {
  const peering = network.peerings.get(to);
  if (peering === undefined) return 'maybe';
  if (!isDevice(source)) return 'no';
  const { requester, accepter } = peering;
  const ways = [
    [requester, accepter],
    [accepter, requester],
  ] as const;
  const found = ways.map(([near, far]) =>
    all([sameVpc(source.vpc, subnet.vpc), sameVpc(subnet.vpc, near), isIn(destination, far)]),
  );
  return found.includes('yes') ? 'yes' : found.includes('maybe') ? 'maybe' : 'no';
}

function all(matches: readonly Match[]): Match {
  return matches.includes('no') ? 'no' : matches.includes('maybe') ? 'maybe' : 'yes';
}

/** Of a VPC that nobody describes any host may be a part. */
function isIn(end: Seen, vpc: Id | Unknown): Match {
  if (isDevice(end)) return sameVpc(end.vpc, vpc);
  return end.kind === 'host' && isUnknown(vpc) ? 'maybe' : 'no';
}

function isDevice({ kind }: Seen): boolean {
  return kind === 'interface' || kind === 'nat';
}

function outside(network: Network, { source, destination }: Travel, { to, route }: Hop) {
  const name = nameAsWritten(network, to);
  return {
    kind: 'peering connection',
    at: to,
    code: 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    rule: { id: route.id, says: `to ${name}` },
    says: `${name} carries packets between addresses of its two VPCs only, not from ${endText(network, source)} to ${endText(network, destination)}`,
  } as const;
}
