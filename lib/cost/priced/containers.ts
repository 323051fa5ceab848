/** ECS on Fargate, EKS and its nodes: tasks and nodes that run all the time. */
import { fixed, several, unpriced, used, type Charge } from '../charge.ts';
import { at, isUnknown, listAt, numberOf, quantityAt, shown, textAt } from '../values.ts';
import type { Properties, Quantity } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';
import { volumeCharges } from './volumes.ts';

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

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-nodegroup.html its defaults */
const nodeGroup: Pricer = ({ properties }) => {
  const nodes = quantityAt({ Size: at(properties, 'ScalingConfig', 'DesiredSize') }, 'Size', 2);
  const type = at(properties, 'InstanceTypes', 0) ?? 't3.medium';
  const disk = { type: 'gp3', size: at(properties, 'DiskSize') ?? 20 };
  if (at(properties, 'LaunchTemplate') !== undefined || isUnknown(type))
    return [unpriced('its nodes are described elsewhere')];
  const what = several(nodes.quantity, `${shown(type)} node`);
  return [fixed(what, `ec2/${shown(type)}`, nodes), ...volumeCharges(disk, nodes.quantity)];
};

export const containers: Pricers = {
  'AWS::ECS::Service': service,
  'AWS::EKS::Cluster': () => [fixed('control plane', 'eks/cluster')],
  'AWS::EKS::Nodegroup': nodeGroup,
  'AWS::ECR::Repository': () => [used('images', 'ecr/storage', 'stored')],
};
