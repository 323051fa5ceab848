/** What instances are launched with, and the groups that launch them. */
import type { Id, Interface } from '../../network.ts';
import type { Declared, Sources } from '../source.ts';
import { at, listOf, mapOf, type Values } from '../values.ts';
import { address6In, clientPorts, defaultSubnet, groupsIn, launchAddress } from './card.ts';
import type { Made } from './made.ts';
import { publicAddressOf } from './public-addresses.ts';

export interface Launch {
  /** Where references in the data are written. */
  readonly from: Declared;
  readonly data: Values;
}

/** The launch template or configuration that a resource names, if it stands here. */
export function launchOf(resource: Declared): Launch {
  const template = templateOf(resource);
  if (template !== undefined)
    return { from: template, data: mapOf(template.properties['LaunchTemplateData']) };
  const configuration = resource.find(resource.properties['LaunchConfigurationName']);
  if (configuration === undefined) return { from: resource, data: {} };
  return { from: configuration, data: configuration.properties };
}

function templateOf(resource: Declared): Declared | undefined {
  const named = mapOf(
    at(resource.properties, 'LaunchTemplate') ??
      at(resource.properties, 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification'),
  );
  const { LaunchTemplateId: id, LaunchTemplateName: name } = named;
  if (id !== undefined) return resource.find(id);
  if (name === undefined) return undefined;
  return (
    resource.find(name) ??
    resource.sources
      .ofType('AWS::EC2::LaunchTemplate')
      .find((each) => each.properties['LaunchTemplateName'] === name)
  );
}

/**
 * An auto scaling group: one interface stands for its instances in a subnet. With zones alone they stand in the default VPC.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 */
export function groupEnds(sources: Sources): readonly Made[] {
  return sources.ofType('AWS::AutoScaling::AutoScalingGroup').map((group) => {
    const interfaces = homesOf(group).map((each) => memberIn(each, group));
    return { end: group, interfaces, joins: [] };
  });
}

/** The subnets in which an auto scaling group launches. */
export function homesOf(group: Declared): readonly Id[] {
  const zones = listOf(group.properties['VPCZoneIdentifier']);
  // One text may name several; a comma in a `${...}` is part of what is not known.
  const subnets = zones.flatMap((each) => String(each).split(/ *, *(?![^{}]*\})/));
  const named = subnets.map((each) => group.refer(each));
  return named.length > 0 ? named : [defaultSubnet];
}

function memberIn(subnet: Id, group: Declared): Interface {
  const { from, data } = launchOf(group);
  const [card = {}] = listOf(data['NetworkInterfaces']).map(mapOf);
  const all: Values = { ...data, ...card };
  const id = `${group.id}@${subnet}`;
  const given = launchAddress(all['AssociatePublicIpAddress'], subnet, from);
  const groups = card['Groups'] ?? data['SecurityGroupIds'] ?? data['SecurityGroups'];
  return {
    id,
    owner: group.id,
    subnet,
    groups: groupsIn(groups, subnet, from),
    address4: undefined,
    address6: address6In(all, subnet, from),
    public4: publicAddressOf({ id, owner: group, given }),
    checksSourceDest: true,
    clientPorts: clientPorts(all),
  };
}
