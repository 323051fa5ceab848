/** Public IPv4 addresses that instances are given at launch: each is billed while it is held. */
import { fixed, several, unpriced, type Charge } from '../charge.ts';
import type { Resource, Surroundings } from '../surroundings.ts';
import { at, isTrue, isUnknown, shown, type Properties } from '../values.ts';

export interface Launched {
  readonly properties: Properties;
  /** The subnets that are named; none: the default VPC. */
  readonly subnets: readonly unknown[];
  readonly count: number;
}

/** As the interface says, else as the subnets do. */
export function launchAddresses(
  from: Resource,
  around: Surroundings,
  launched: Launched,
): readonly Charge[] {
  const { properties, count } = launched;
  if (at(properties, 'NetworkInterfaces', 0, 'NetworkInterfaceId') !== undefined || count === 0)
    return [];
  const answers = answersOf(launched, (subnet) => around.named(subnet, from));
  if (answers.some(isTrue))
    return [fixed(several(count, 'public IPv4 address'), 'public-ipv4', { quantity: count })];
  const open = answers.find(isUnknown);
  return open === undefined ? [] : [unpriced(`whether it gets a public address: ${shown(open)}`)];
}

/** A subnet that stands elsewhere answers with its name, which is unknown. */
function answersOf(
  { properties, subnets }: Launched,
  named: (subnet: unknown) => Resource | undefined,
): readonly unknown[] {
  const interfaces = at(properties, 'NetworkInterfaces', 0);
  const said =
    at(interfaces, 'AssociatePublicIpAddress') ?? at(properties, 'AssociatePublicIpAddress');
  if (said !== undefined) return [said];
  const where = subnets.length > 0 ? subnets : [at(interfaces, 'SubnetId') ?? []].flat();
  // Without a subnet an instance starts in the default VPC, whose subnets give public addresses.
  if (where.length === 0) return [true];
  return where.map((each) => {
    const subnet = named(each)?.properties;
    const elsewhere = `\${MapPublicIpOnLaunch of ${shown(each).replace(/[${}]/g, '')}}`;
    return subnet === undefined ? elsewhere : at(subnet, 'MapPublicIpOnLaunch');
  });
}

/**
 * An Elastic IP takes the place of the address given at launch, which is released.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
export function hasElasticAddress(resource: Resource, around: Surroundings): boolean {
  return ['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'].some((type) =>
    around
      .ofType(type)
      .some((each) => around.named(at(each.properties, 'InstanceId'), each) === resource),
  );
}
