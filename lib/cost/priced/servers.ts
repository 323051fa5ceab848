/** EC2: instances by type, alone or as many as an Auto Scaling group starts with; their volumes and public addresses. */
import { fixed, several, unpriced, type Charge } from '../charge.ts';
import { at, isUnknown, quantityAt, shown, type Properties, type Quantity } from '../values.ts';
import { hasElasticAddress, launchAddresses } from './addresses.ts';
import { launchProperties } from './launch.ts';
import type { Pricer, Pricers } from './pricer.ts';
import { instanceVolumes } from './volumes.ts';

/** What EC2 starts where nothing is said. */
const defaultType = 'm1.small';

const instance: Pricer = (resource, around) => {
  const own = resource.properties;
  const properties = { ...launchProperties(own, resource, around), ...own };
  const subnets = [at(own, 'SubnetId') ?? []].flat();
  const one = { quantity: 1 };
  return [
    ...machines(properties, one),
    ...(hasElasticAddress(resource, around)
      ? []
      : launchAddresses(resource, around, { properties, subnets, count: 1 })),
  ];
};

const group: Pricer = (resource, around) => {
  const own = resource.properties;
  const mixed = at(own, 'MixedInstancesPolicy', 'LaunchTemplate');
  const first = at(mixed, 'Overrides', 0, 'InstanceType');
  const properties = {
    ...launchProperties(own, resource, around),
    ...launchProperties(
      { LaunchTemplate: at(mixed, 'LaunchTemplateSpecification') },
      resource,
      around,
    ),
    ...(first === undefined ? {} : { InstanceType: first }),
  };
  const count = startsWith(own);
  const subnets = [at(own, 'VPCZoneIdentifier') ?? []].flat();
  return [
    ...machines(properties, count),
    ...launchAddresses(resource, around, { properties, subnets, count: count.quantity }),
  ];
};

/** A group starts with its desired capacity, and with its minimum where none is said. */
function startsWith(properties: Properties): Quantity {
  const least = quantityAt(properties, 'MinSize', 0);
  const desired = quantityAt(properties, 'DesiredCapacity', least.quantity);
  return desired.quantity >= least.quantity ? { ...least, ...desired } : least;
}

/** The charges of so many equal instances, without their addresses. */
function machines(properties: Properties, count: Quantity): readonly Charge[] {
  if (count.quantity === 0)
    return count.atLeast === undefined ? [] : [unpriced(`how many: ${count.atLeast}`)];
  const type = at(properties, 'InstanceType') ?? defaultType;
  const volumes = instanceVolumes(properties, count.quantity);
  if (typeof type !== 'string' || isUnknown(type))
    return [unpriced(`InstanceType is ${shown(type)}`), ...volumes];
  return [fixed(several(count.quantity, `${type} instance`), `ec2/${type}`, count), ...volumes];
}

export const servers: Pricers = {
  'AWS::EC2::Instance': instance,
  'AWS::AutoScaling::AutoScalingGroup': group,
};
