/** What the loss of one zone, or one call too many, takes away. Pure. */
import type { Network } from '../network/network.ts';
import { subnetsOf, zonesOf } from '../rules/balanced.ts';
import { heldBy, protectionOf } from '../template/kept-data.ts';
import { idOf } from '../template/places.ts';
import type { Resource } from '../template/template.ts';
import { textOf } from '../template/values.ts';
import { aroundOf, lookOf, unless } from './looks.ts';
import type { Looked, Unjudged, Weakness } from './report.ts';
import { standing } from './standing.ts';

export function weaknessesOf(
  resources: readonly Resource[],
  network: Network,
): readonly Weakness[] {
  const around = aroundOf(resources, network);
  const zones = spreadOver(resources, network);
  return resources.flatMap((resource) => {
    const protection = protectionOf(resource);
    return [
      ...(lookOf(resource)?.(resource, around) ?? []),
      ...inOneZone(zones(resource)),
      ...(protection === undefined
        ? []
        : unless(protection.setTo, 'one call removes it: it is not protected against deletion')),
    ].map((says) => ({ ...standing(resource), says }));
  });
}

/** What was looked at, and what was not although something of it could be lost. */
export function lookedAt(resources: readonly Resource[], network: Network): Looked {
  const zones = spreadOver(resources, network);
  const judged = new Set(resources.filter(isJudged).map(({ type }) => type));
  return {
    judged: [...judged].sort(),
    unjudged: resources.flatMap((resource) => {
      const why = isJudged(resource)
        ? zones(resource) === 'not known' && ('its zones are not known' as const)
        : whyUnjudged(resource, network);
      return why === false ? [] : [{ ...standing(resource), why }];
    }),
    holdsData: resources.some((each) => heldBy(each) !== undefined),
  };
}

function isJudged(resource: Resource): boolean {
  return (
    lookOf(resource) !== undefined ||
    spread.includes(resource.type) ||
    protectionOf(resource) !== undefined
  );
}

function whyUnjudged(resource: Resource, network: Network): Unjudged['why'] | false {
  if (heldBy(resource) !== undefined) return 'holds data';
  const id = idOf(resource);
  const isInZone =
    network.ends.has(id) ||
    network.unmodelled.has(id) ||
    network.nats.get(id)?.subnet !== undefined;
  return isInZone && 'stands in a zone';
}

/** Of these one does not expect that a zone takes all of them. */
const spread = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::EC2::VPCEndpoint',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Function',
];

/** Names of the zones, or of the subnets where those are as good; nothing of what stands in none. */
type Zones = readonly string[] | 'not known';

function spreadOver(
  resources: readonly Resource[],
  network: Network,
): (resource: Resource) => Zones {
  const byId = new Map(resources.map((each) => [idOf(each), each]));
  return (resource) => {
    if (!spread.includes(resource.type) || !network.ends.has(idOf(resource))) return [];
    const known = zonesOf(network, resource);
    if (known !== undefined) return [...known];
    const subnets = subnetsOf(network, idOf(resource)).map((id) => byId.get(id));
    const written = subnets.map((each) => each && writtenZone(each));
    return written.length === 0 || written.includes(undefined)
      ? 'not known'
      : [...new Set(written.filter((each) => each !== undefined))];
  };
}

/** As it is written: what is written alike is one zone. Where nothing is written, one subnet is. */
function writtenZone({ logicalId, properties }: Resource): string {
  const written = textOf(properties['AvailabilityZone'] ?? properties['AvailabilityZoneId']);
  return written === '' ? `that of ${logicalId}` : written;
}

function inOneZone(zones: Zones): readonly string[] {
  return zones !== 'not known' && zones.length === 1
    ? [`all of it stands in one zone, ${zones.join()}`]
    : [];
}
