/** What an instance is started with where a launch template or configuration describes it. */
import type { Resource, Surroundings } from '../surroundings.ts';
import { at, shown, type Properties } from '../values.ts';

/** The properties that launch template or configuration give; where it stands elsewhere, they are not known. */
export function launchProperties(
  naming: unknown,
  from: Resource,
  around: Surroundings,
): Properties {
  const configuration = at(naming, 'LaunchConfigurationName');
  if (configuration !== undefined)
    return around.named(configuration, from)?.properties ?? elsewhere(configuration);
  const template =
    at(naming, 'LaunchTemplate', 'LaunchTemplateId') ??
    at(naming, 'LaunchTemplate', 'LaunchTemplateName');
  if (template === undefined) return {};
  const found = around.named(template, from) ?? templateCalled(template, around);
  return found === undefined
    ? elsewhere(template)
    : { ...(at(found.properties, 'LaunchTemplateData') as Properties | undefined) };
}

function templateCalled(name: unknown, around: Surroundings): Resource | undefined {
  return around
    .ofType('AWS::EC2::LaunchTemplate')
    .find(({ properties }) => at(properties, 'LaunchTemplateName') === name);
}

function elsewhere(named: unknown): Properties {
  const name = shown(named).replace(/[${}]/g, '');
  return {
    InstanceType: `\${InstanceType of ${name}}`,
    NetworkInterfaces: [{ SubnetId: `\${SubnetId of ${name}}` }],
  };
}
