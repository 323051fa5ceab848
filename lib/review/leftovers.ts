/**
 * What a template leaves behind when its stacks are removed, as far as it says. Pure.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import type { Properties } from '../capabilities.ts';
import { listOf, mapOf, textOf, textsOf } from '../rules/values.ts';
import { hindrance, usualPolicy, volumesKept } from '../template/kept-data.ts';
import { isUnknown } from '../template/placeholder.ts';
import type { Resource } from '../template/template.ts';
import { own } from '../template/values.ts';
import { namedAmong, type Named } from './references.ts';
import type { Leftover } from './report.ts';
import { standing } from './standing.ts';

type Left = Pick<Leftover, 'why' | 'isSure'>;

export function leftoversOf(resources: readonly Resource[]): readonly Leftover[] {
  const named = namedAmong(resources);
  return resources.flatMap((resource) => {
    const left = [
      whatStays(resource, resources),
      volumesOf(resource),
      logsOf(resource, resources, named),
    ];
    return left
      .filter((each) => each !== undefined)
      .map((each) => ({ ...standing(resource), ...each }));
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

/** How many instances a launch template starts, it does not say. */
function volumesOf(resource: Resource): Left | undefined {
  const kept = volumesKept(resource).join(', ');
  if (kept === '') return undefined;
  return resource.type === 'AWS::EC2::Instance'
    ? { why: `its volume ${kept} stays when it is terminated, and is paid`, isSure: true }
    : {
        why: `the volume ${kept} of each instance that it starts stays, and is paid`,
        isSure: false,
      };
}

function logsOf(resource: Resource, all: readonly Resource[], named: Named): Left | undefined {
  const made = own(logging, resource.type)?.(resource.properties);
  if (made === undefined) return undefined;
  const { before, name, after, when } = made;
  const isIts = (group: Resource, end: string): boolean => {
    const { LogGroupName } = group.properties;
    const written = textOf(LogGroupName);
    if (name !== '' && written === `${before}${name}${end}`) return true;
    const isOfKind = written.startsWith(before) && written.endsWith(end);
    return isOfKind && named(LogGroupName, group).includes(resource);
  };
  const groups = all.filter(isLogGroup);
  const left = after.filter((end) => !groups.some((each) => isIts(each, end)));
  if (left.length === 0) return undefined;
  const shown = name === '' || isUnknown(name) ? 'NAME' : name;
  const names = left.map((end) => `${before}${shown}${end}`).join(', ');
  return { why: `its log group ${names} is made ${when}, and stays`, isSure: false };
}

/** Log groups that a service makes itself are of no stack. */
interface Logging {
  readonly before: string;
  /** As the template gives it; empty where CloudFormation makes it. */
  readonly name: string;
  /** How the name of each group ends. */
  readonly after: readonly string[];
  readonly when: string;
}

/**
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CloudWatchLogsConfig.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
 */
const logging: Readonly<Record<string, (properties: Properties) => Logging | undefined>> = {
  'AWS::Lambda::Function': ({ FunctionName, LoggingConfig }) =>
    mapOf(LoggingConfig).LogGroup === undefined
      ? logs('/aws/lambda/', FunctionName, [''])
      : undefined,
  'AWS::CodeBuild::Project': ({ Name, LogsConfig }) => {
    const { GroupName, Status } = mapOf(mapOf(LogsConfig).CloudWatchLogs);
    return GroupName === undefined && Status !== 'DISABLED'
      ? logs('/aws/codebuild/', Name, [''])
      : undefined;
  },
  'AWS::EKS::Cluster': ({ Name, Logging: written }) => {
    const types = listOf(mapOf(mapOf(written).ClusterLogging).EnabledTypes);
    return logs('/aws/eks/', Name, types.length === 0 ? [] : ['/cluster']);
  },
  'AWS::RDS::DBCluster': ({ DBClusterIdentifier, EnableCloudwatchLogsExports }) =>
    logs('/aws/rds/cluster/', DBClusterIdentifier, endings(EnableCloudwatchLogsExports)),
  'AWS::RDS::DBInstance': ({ DBInstanceIdentifier, EnableCloudwatchLogsExports }) =>
    logs('/aws/rds/instance/', DBInstanceIdentifier, endings(EnableCloudwatchLogsExports)),
};

function logs(before: string, name: unknown, after: readonly string[]): Logging {
  const isRun = after.includes('');
  const when = isRun ? 'when it first runs' : 'with its first log';
  return { before, name: textOf(name), after, when };
}

function endings(types: unknown): readonly string[] {
  return textsOf(types).map((each) => `/${each}`);
}

/** One of the templates; or one that the CDK removes with the stack. */
function isLogGroup({ type, properties }: Resource): boolean {
  return (
    type === 'AWS::Logs::LogGroup' ||
    (type === 'Custom::LogRetention' && properties.RemovalPolicy === 'destroy')
  );
}
