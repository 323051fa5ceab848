/** A group that starts from a launch configuration, or a configuration that no group of the templates uses. */
import type { Resource } from '../../template/template.ts';
import { finderOf, type Find } from '../references.ts';
import type { Rule } from '../rule.ts';
import { isScalingGroup } from '../scaling-groups.ts';

const configuration = 'AWS::AutoScaling::LaunchConfiguration';

export const launchTemplateOnly: Rule = {
  id: 'kit/launch-template-only',
  says: 'is or uses a launch configuration',
  because:
    'Launch configurations get no new features and new accounts cannot create them; a launch template can do all that they do.',
  source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html',
  breaches({ resources }) {
    const find = finderOf(resources);
    const groups = resources.filter(isScalingGroup);
    // One fault, one finding: the group is where it is mended.
    return resources.filter((each) =>
      each.type === configuration
        ? !groups.some((group) => uses(group, each, find))
        : isScalingGroup(each) && startsFromOne(each),
    );
  },
};

/** A group that is made from an instance gets a launch configuration of that instance. */
function startsFromOne({ properties }: Resource): boolean {
  return properties.LaunchConfigurationName !== undefined || properties.InstanceId !== undefined;
}

/** By reference, or by the name that the configuration is given. */
function uses(group: Resource, config: Resource, find: Find): boolean {
  const name = group.properties.LaunchConfigurationName;
  if (name === undefined) return false;
  return find(name, group) === config || name === config.properties.LaunchConfigurationName;
}
