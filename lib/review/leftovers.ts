/**
 * What a template leaves behind when its stacks are removed, as far as it says. Pure.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import { isEmptied, usualPolicy } from '../template/kept-data.ts';
import type { Resource } from '../template/template.ts';
import type { Leftover } from './report.ts';
import { standing } from './standing.ts';

export function leftoversOf(resources: readonly Resource[]): readonly Leftover[] {
  return resources.flatMap((resource) => {
    const why = whyLeft(resource, resources);
    return why === undefined ? [] : [{ ...standing(resource), why }];
  });
}

function whyLeft(resource: Resource, all: readonly Resource[]): string | undefined {
  const policy = resource.deletionPolicy ?? usualPolicy(resource);
  if (policy.startsWith('Retain')) return `its policy is ${policy}`;
  if (policy === 'Snapshot') return 'a snapshot of it is kept, and paid';
  if (resource.type === 'AWS::S3::Bucket' && !isEmptied(resource, all))
    return 'a bucket that holds anything is not removed, and its stack stays';
  return undefined;
}
