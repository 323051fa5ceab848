/**
 * What a template leaves behind when its stacks are removed, as far as it says. Pure.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import { mapOf, textOf } from '../rules/values.ts';
import { hindrance, usualPolicy } from '../template/kept-data.ts';
import { isUnknown } from '../template/placeholder.ts';
import type { Resource } from '../template/template.ts';
import { namedAmong, type Named } from './references.ts';
import type { Leftover } from './report.ts';
import { standing } from './standing.ts';

type Left = Pick<Leftover, 'why' | 'isSure'>;

export function leftoversOf(resources: readonly Resource[]): readonly Leftover[] {
  const named = namedAmong(resources);
  return resources.flatMap((resource) => {
    const left = whatStays(resource, resources) ?? logsOf(resource, resources, named);
    return left === undefined ? [] : [{ ...standing(resource), ...left }];
  });
}

function whatStays(resource: Resource, all: readonly Resource[]): Left | undefined {
  const policy = resource.deletionPolicy ?? usualPolicy(resource);
  if (policy.startsWith('Retain')) return { why: `its policy is ${policy}`, isSure: true };
  const hindered = hindrance(resource, all);
  if (hindered !== undefined) return { ...hindered, why: `${hindered.why}, and its stack stays` };
  return policy === 'Snapshot'
    ? { why: 'a snapshot of it is kept, and paid', isSure: true }
    : undefined;
}

/**
 * The log group that Lambda makes when the function first runs is of no stack.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
function logsOf(resource: Resource, all: readonly Resource[], named: Named): Left | undefined {
  const { type, properties } = resource;
  if (type !== 'AWS::Lambda::Function') return undefined;
  if (mapOf(properties.LoggingConfig).LogGroup !== undefined) return undefined;
  const name = textOf(properties.FunctionName);
  const isIts = (group: Resource): boolean => {
    const { LogGroupName } = group.properties;
    const written = textOf(LogGroupName);
    const isNamed = name !== '' && written === `/aws/lambda/${name}`;
    return (
      isNamed || (/^\/aws\/lambda\//.test(written) && named(LogGroupName, group).includes(resource))
    );
  };
  if (all.some((each) => isLogGroup(each) && isIts(each))) return undefined;
  const group = `/aws/lambda/${name === '' || isUnknown(name) ? 'NAME' : name}`;
  return { why: `its log group ${group} is made when it first runs, and stays`, isSure: false };
}

/** One of the templates; or one that the CDK removes with the stack. */
function isLogGroup({ type, properties }: Resource): boolean {
  return (
    type === 'AWS::Logs::LogGroup' ||
    (type === 'Custom::LogRetention' && properties.RemovalPolicy === 'destroy')
  );
}
