/** ECS on Fargate, EKS and its nodes: tasks and nodes that run all the time. */
import { fixed, several, unpriced, used, type Charge } from '../charge.ts';
import { at, isUnknown, listAt, numberOf, quantityAt, shown, textAt } from '../values.ts';
import type { Properties, Quantity } from '../values.ts';
import type { Resource, Surroundings } from '../surroundings.ts';
import { launchProperties } from './launch.ts';
import type { Pricer, Pricers } from './pricer.ts';
import { instanceVolumes, volumeCharges } from './volumes.ts';

/** On instances a service costs nothing of its own; on Fargate each task costs by its size. */
const service: Pricer = (resource, around) => {
  const { properties } = resource;
  if (!isOnFargate(properties)) return [];
  const tasks = quantityAt(properties, 'DesiredCount', 1);
  if (tasks.quantity === 0) return [];
  const definition = around.named(at(properties, 'TaskDefinition'), resource);
  if (definition === undefined)
    return [unpriced(`TaskDefinition is ${shown(at(properties, 'TaskDefinition'))}`)];
  const network = at(properties, 'NetworkConfiguration', 'AwsvpcConfiguration');
  const isPublic = at(network, 'AssignPublicIp') === 'ENABLED';
  const addresses = several(tasks.quantity, 'public IPv4 address');
  return [
    ...taskCharges(definition.properties, tasks),
    ...(isPublic ? [fixed(addresses, 'public-ipv4', tasks)] : []),
  ];
};

function isOnFargate(properties: Properties): boolean {
  const providers = listAt(properties, 'CapacityProviderStrategy').map((each) =>
    textAt(each, 'CapacityProvider'),
  );
  return textAt(properties, 'LaunchType') === 'FARGATE' || providers.includes('FARGATE');
}

function taskCharges(definition: Properties, tasks: Quantity): readonly Charge[] {
  const chip =
    at(definition, 'RuntimePlatform', 'CpuArchitecture') === 'ARM64' ? 'arm64' : 'x86_64';
  const cpus = sized(at(definition, 'Cpu'), /\s*vcpu$/i);
  const gigabytes = sized(at(definition, 'Memory'), /\s*gb$/i);
  if (cpus === undefined || gigabytes === undefined)
    return [unpriced('the size of its task is not known')];
  const { quantity } = tasks;
  return [
    fixed(`${several(quantity, 'task')}, ${cpus} vCPU`, `fargate/${chip}-cpu`, {
      ...tasks,
      quantity: quantity * cpus,
    }),
    fixed(`${several(quantity, 'task')}, ${gigabytes} GB`, `fargate/${chip}-memory`, {
      ...tasks,
      quantity: quantity * gigabytes,
    }),
  ];
}

/** `256` and `512` are 1024ths of a vCPU and of a gigabyte; `.25 vCPU` and `0.5 GB` are whole ones. */
function sized(value: unknown, whole: RegExp): number | undefined {
  const text = String(value);
  if (whole.test(text)) return numberOf(text.replace(whole, ''));
  const parts = numberOf(value);
  return parts === undefined ? undefined : parts / 1024;
}

/**
 * The type of its nodes stands in the group or in its launch template, their disks in the one that there is.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-nodegroup.html its defaults
 * @see https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
const nodeGroup: Pricer = (resource, around) => {
  const { properties } = resource;
  const nodes = quantityAt({ Size: at(properties, 'ScalingConfig', 'DesiredSize') }, 'Size', 2);
  const launched = launchOfNodes(resource, around);
  const type = at(properties, 'InstanceTypes', 0) ?? at(launched, 'InstanceType') ?? 't3.medium';
  const what = several(nodes.quantity, `${shown(type)} node`);
  return [
    isUnknown(type)
      ? unpriced(`the type of its nodes is ${shown(type)}`)
      : fixed(what, `ec2/${shown(type)}`, nodes),
    ...disksOfNodes(properties, launched, nodes.quantity),
  ];
};

function launchOfNodes(group: Resource, around: Surroundings): Properties {
  const { Id: LaunchTemplateId, Name: LaunchTemplateName } = (at(
    group.properties,
    'LaunchTemplate',
  ) ?? {}) as Properties;
  return launchProperties(
    { LaunchTemplate: { LaunchTemplateId, LaunchTemplateName } },
    group,
    around,
  );
}

function disksOfNodes(
  properties: Properties,
  launched: Properties,
  count: number,
): readonly Charge[] {
  // What a launch template that stands elsewhere says of the type is a placeholder.
  if (isUnknown(at(launched, 'InstanceType')) && at(launched, 'BlockDeviceMappings') === undefined)
    return [unpriced('the disks of its nodes are described elsewhere')];
  if (listAt(launched, 'BlockDeviceMappings').length > 0) return instanceVolumes(launched, count);
  return volumeCharges({ type: 'gp3', size: at(properties, 'DiskSize') ?? 20 }, count);
}

export const containers: Pricers = {
  'AWS::ECS::Service': service,
  'AWS::EKS::Cluster': () => [fixed('control plane', 'eks/cluster')],
  'AWS::EKS::Nodegroup': nodeGroup,
  'AWS::ECR::Repository': () => [used('images', 'ecr/storage', 'stored')],
};
