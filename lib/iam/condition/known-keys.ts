/**
 * Condition keys as AWS lists them, by what stands before the colon; `*` for any text. `aws:SourceOwner` is of SNS alone.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
const listed: Readonly<Record<string, string>> = {
  aws: `
    PrincipalArn PrincipalAccount PrincipalOrgPaths PrincipalOrgID PrincipalTag/*
    PrincipalIsAWSService PrincipalServiceName PrincipalServiceNamesList PrincipalType userid
    username AssumedRoot FederatedProvider TokenIssueTime SignInSessionArn MultiFactorAuthAge
    MultiFactorAuthPresent ChatbotSourceArn Ec2InstanceSourceVpc Ec2InstanceSourcePrivateIPv4
    SourceIdentity SourceIp SourceVpc SourceVpcArn SourceVpce VpceAccount VpceOrgID VpceOrgPaths
    VpcSourceIp ResourceAccount ResourceOrgID ResourceOrgPaths ResourceTag/* CalledVia
    CalledViaFirst CalledViaLast CalledViaAWSMCP ViaAWSService ViaAWSMCPService CurrentTime
    EpochTime referer RequestedRegion RequestTag/* TagKeys SecureTransport SourceAccount SourceArn
    SourceOrgID SourceOrgPaths UserAgent IsMcpServiceAction SourceOwner`,
  sns: `
    Endpoint Protocol`,
  sqs: '',
  kms: `
    BypassPolicyLockoutSafetyCheck CallerAccount CustomerMasterKeySpec CustomerMasterKeyUsage
    DataKeyPairSpec EncryptionAlgorithm EncryptionContext:* EncryptionContextKeys ExpirationModel
    GrantConstraintSourceArn GrantConstraintType GrantIsForAWSResource GrantOperations
    GranteePrincipal GranteeServicePrincipal KeyAgreementAlgorithm KeyOrigin KeySpec KeyUsage
    MacAlgorithm MessageType MultiRegion MultiRegionKeyType PrimaryRegion ReEncryptOnSameKey
    RecipientAttestation:ImageSha384 RecipientAttestation:NitroTPMPCR* RecipientAttestation:PCR*
    ReplicaRegion RequestAlias ResourceAliases RetiringPrincipal RetiringServicePrincipal
    RotationPeriodInDays ScheduleKeyDeletionPendingWindowInDays SigningAlgorithm
    TrailingDaysWithoutKeyUsage ValidTo ViaService WrappingAlgorithm WrappingKeySpec`,
  s3: `
    AccessGrantScope AccessGrantsInstanceArn AccessGrantsLocationScope AccessPointNetworkOrigin
    AccessPointTag/* BucketTag/* DataAccessPointAccount DataAccessPointArn ExistingJobOperation
    ExistingJobPriority ExistingObjectTag/* InventoryAccessibleOptionalFields JobSuspendedCause
    ObjectCreationOperation RequestJobOperation RequestJobPriority RequestObjectTag/*
    RequestObjectTagKeys ResourceAccount TlsVersion annotation-prefix authType delimiter
    deliverySourceArn destinationRegion if-match if-none-match isReplicationPauseRequest
    locationconstraint logType max-annotation-results max-keys object-lock-legal-hold
    object-lock-mode object-lock-remaining-retention-days object-lock-retain-until-date prefix
    resourceArnBeingAuthorized signatureAge signatureversion versionid x-amz-acl
    x-amz-bucket-namespace x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control
    x-amz-grant-read x-amz-grant-read-acp x-amz-grant-write x-amz-grant-write-acp
    x-amz-metadata-directive x-amz-object-annotation-directive x-amz-object-if-match
    x-amz-object-ownership x-amz-server-side-encryption
    x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-customer-algorithm
    x-amz-storage-class x-amz-website-redirect-location`,
  lambda: `
    CodeSigningConfigArn EventSourceToken FunctionArn FunctionUrlAuthType InvokedViaFunctionUrl
    Layer Principal SecurityGroupIds SourceFunctionArn SubnetIds VpcIds`,
  dynamodb: `
    Attributes EnclosingOperation FirstPartitionKeyValues FisActionId FisTargetArns
    FourthPartitionKeyValues FullTableScan LeadingKeys ReturnConsumedCapacity ReturnValues
    SecondPartitionKeyValues Select ThirdPartitionKeyValues`,
  events: `
    EventBusArn ManagedBy TargetArn creatorAccount detail-type detail.eventTypeCode detail.service
    detail.userIdentity.principalId eventBusInvocation source`,
  iam: `
    AWSServiceName AccountPropertyNamespaces AssociatedResourceArn DelegationDuration
    DelegationRequestOwner FIDO-FIPS-140-2-certification FIDO-FIPS-140-3-certification
    FIDO-certification NotificationChannel OrganizationsPolicyId PassedToService
    PermissionsBoundary PolicyARN RegisterSecurityKey ResourceTag/* RoleTemplateARN
    ServiceSpecificCredentialAgeDays ServiceSpecificCredentialServiceName TemplateArn`,
  sts: `
    AWSServiceName DurationSeconds ExternalId IdentityTokenAudience RequestContext/*
    RequestContextProviders RoleAuthorizedByIdp RoleSessionName SigningAlgorithm SourceIdentity
    TaskPolicyArn TransitiveTagKeys`,
  logs: `
    DeliveryDestinationResourceArn LogGeneratingResourceArns data_source_name data_source_type`,
};

interface Known {
  readonly names: ReadonlySet<string>;
  /** `tag/*` */
  readonly patterns: readonly string[];
}

const known: ReadonlyMap<string, Known> = new Map(
  Object.entries(listed).map(([prefix, keys]) => {
    const all = keys.toLowerCase().split(/\s+/);
    const patterns = all.filter((key) => key.includes('*'));
    return [prefix, { names: new Set(all), patterns }];
  }),
);

/**
 * Is there such a key, in lower case? A prefix of which no list is kept, such as an identity provider's host, is
 * taken on trust; a key without any prefix is none.
 */
export function isConditionKey(key: string): boolean {
  const [, prefix = '', name = ''] = /^([^:]*):(.*)$/s.exec(key) ?? [];
  if (prefix === '' || name === '') return false;
  const keys = known.get(prefix);
  if (keys === undefined) return true;
  return keys.names.has(name) || keys.patterns.some((each) => isNamed(each, name));
}

/** `tag/*` has a name of somebody's own behind it; a star anywhere else stands for a number. */
function isNamed(key: string, name: string): boolean {
  const [before = '', after = ''] = key.split('*');
  return name.startsWith(before) && name.endsWith(after) && name.length > before.length;
}
