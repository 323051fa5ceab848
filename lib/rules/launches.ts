/** What instances are launched from: an instance itself, a launch template, a launch configuration. Pure. */
import type { Properties } from '../capabilities.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { mapOf, textOf } from './values.ts';

/** The launch settings that a resource writes down; undefined for a resource that launches nothing. */
export function launchOf({ type, properties }: Resource): Properties | undefined {
  if (type === 'AWS::EC2::LaunchTemplate') return mapOf(properties.LaunchTemplateData);
  const isLaunch =
    type === 'AWS::EC2::Instance' || type === 'AWS::AutoScaling::LaunchConfiguration';
  return isLaunch ? properties : undefined;
}

/** The image that it names, or all that it may name; empty where it names none. */
export function imagesOf(resource: Resource): readonly string[] {
  const written = textOf(launchOf(resource)?.ImageId);
  if (written === '') return [];
  return (own(resource.choices, written) ?? [written]).map(textOf);
}
