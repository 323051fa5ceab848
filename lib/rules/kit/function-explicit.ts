/** A function whose timeout or memory nobody chose. */
import type { Resource } from '../../template/template.ts';
import type { Rule } from '../rule.ts';

/**
 * Functions that the CDK writes for its own work: the author cannot set their timeout or memory, so a finding on
 * them has no remedy. Known by the construct path or, where there is none, by the logical id.
 */
const cdkOwnFunctions: readonly RegExp[] = [
  // Providers of custom resources: Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler
  /(^|\/)Custom::/,
  /CustomResourceProvider\/?Handler/,
  // Singletons, a purpose and a UUID: AWS679f53fac002430cb0da5b7982bd2287 is AwsCustomResource
  /(AWS|LogRetention|BucketNotificationsHandler|CDKBucketDeployment)[0-9a-f]{32}/i,
  // The provider framework around the author's own handlers
  /framework-?(onEvent|isComplete|onTimeout)/,
];

export const functionExplicit: Rule = {
  id: 'kit/function-explicit',
  says: 'leaves its timeout or its memory to the default (3 seconds, 128 MB)',
  because:
    'Both decide what a run may cost and when it is cut off, and memory decides how fast it is: a default is a decision nobody made.',
  source:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html',
  breaches({ resources }) {
    return resources.filter(
      (each) => each.type === 'AWS::Lambda::Function' && leavesDefault(each) && !isCdkOwn(each),
    );
  },
};

function leavesDefault({ properties }: Resource): boolean {
  return properties.Timeout === undefined || properties.MemorySize === undefined;
}

function isCdkOwn({ path, logicalId }: Resource): boolean {
  return cdkOwnFunctions.some((known) => known.test(path) || known.test(logicalId));
}
