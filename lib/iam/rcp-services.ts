/**
 * Services whose resources RCPs limit, as of 2026-09-26; AWS adds some every year.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
export const rcpServices: ReadonlySet<string> = new Set(
  `aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch
  cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend
  comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms
  gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch
  pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin
  sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray`.split(
    /\s+/,
  ),
);

/** Do RCPs have a say in the action? Nothing keeps who was granted a key from giving the grant back. */
export function isUnderRcps(action: string): boolean {
  const [service = ''] = action.toLowerCase().split(':');
  return rcpServices.has(service) && action.toLowerCase() !== 'kms:retiregrant';
}
