/** What stands in subnets of the template and is of a type that the model does not know: named, never forgotten. */
import type { Id } from '../network.ts';
import { textOf, type Declared, type Sources } from './source.ts';

/** Name subnets without standing in them. */
const plumbing = [
  /^AWS::EC2::(Subnet|Route|VPC|NetworkAcl|NatGateway|FlowLog|LaunchTemplate|TransitGateway|SecurityGroup)/,
  /^AWS::EC2::(ClientVpn|CarrierGateway|NetworkInsights|Host|PlacementGroup)/,
  /(SubnetGroup|DBSubnetGroup)$/,
  /^AWS::(CloudFormation|Route53|SSM|RAM|IAM|ElasticLoadBalancing|ElasticLoadBalancingV2|AutoScaling)::/,
];

/** Stand in a network whether or not they name a subnet of the templates; of some only where they state the property. */
const standing: ReadonlyMap<string, string | undefined> = new Map([
  ['AWS::Batch::ComputeEnvironment', 'ComputeResources'],
  ['AWS::DMS::ReplicationInstance', undefined],
  ['AWS::EC2::EC2Fleet', undefined],
  ['AWS::EC2::SpotFleet', undefined],
  ['AWS::EKS::Nodegroup', undefined],
  ['AWS::ElasticBeanstalk::Environment', undefined],
  ['AWS::EMR::Cluster', undefined],
  ['AWS::Transfer::Server', 'EndpointDetails'],
]);

function isStanding({ type, properties }: Declared): boolean {
  const property = standing.get(type);
  return standing.has(type) && (property === undefined || properties[property] !== undefined);
}

/** By id their type. */
export function unmodelledIn(sources: Sources, ends: ReadonlySet<Id>): ReadonlyMap<Id, string> {
  const subnets = new Set(sources.ofType('AWS::EC2::Subnet').map(({ id }) => id));
  const found = sources.all.filter(
    (each) =>
      !ends.has(each.id) &&
      !plumbing.some((pattern) => pattern.test(each.type)) &&
      (isStanding(each) ||
        namedIn(textOf(each.properties)).some((text) => subnets.has(each.refer(text)))),
  );
  return new Map(found.map(({ id, type }) => [id, type]));
}

/** Every placeholder in the text, each once. */
function namedIn(text: string): readonly string[] {
  return [...new Set(text.match(/\$\{[^{}]+\}/g) ?? [])];
}
