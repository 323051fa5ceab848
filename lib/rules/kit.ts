/** Every rule of the kit. A rule finds what a template shows; a value that only the deployment knows is no finding. */
import { apiAuthorized } from './kit/api-authorized.ts';
import { apiCacheIdentity } from './kit/api-cache-identity.ts';
import { apiValidated } from './kit/api-validated.ts';
import { appSgFromLbOnly } from './kit/app-sg-from-lb-only.ts';
import { arnLevel } from './kit/arn-level.ts';
import { asgElbHealth } from './kit/asg-elb-health.ts';
import { asgMinLtMax } from './kit/asg-min-lt-max.ts';
import { asgMinPerAz } from './kit/asg-min-per-az.ts';
import { boundaryOnDelegated } from './kit/boundary-on-delegated.ts';
import { bucketName } from './kit/bucket-name.ts';
import { bucketNotPublic } from './kit/bucket-not-public.ts';
import { cacheNodes } from './kit/cache-nodes.ts';
import { conditionKey } from './kit/condition-key.ts';
import { corsOrigins } from './kit/cors-origins.ts';
import { defaultActionExplicit } from './kit/default-action-explicit.ts';
import { defaultSgClosed } from './kit/default-sg-closed.ts';
import { denyIpViaService } from './kit/deny-ip-via-service.ts';
import { deregDelayExplicit } from './kit/dereg-delay-explicit.ts';
import { dlqOutlives } from './kit/dlq-outlives.ts';
import { eipJustified } from './kit/eip-justified.ts';
import { endpointOnAllTables } from './kit/endpoint-on-all-tables.ts';
import { ephemeralReturn } from './kit/ephemeral-return.ts';
import { failoverHasCheck } from './kit/failover-has-check.ts';
import { fifoDecided } from './kit/fifo-decided.ts';
import { functionExplicit } from './kit/function-explicit.ts';
import { healthPathExplicit } from './kit/health-path-explicit.ts';
import { httpsOrRedirect } from './kit/https-or-redirect.ts';
import { identityPoolScoped } from './kit/identity-pool-scoped.ts';
import { identityPoolTrust } from './kit/identity-pool-trust.ts';
import { imdsv2 } from './kit/imdsv2.ts';
import { kmsLetsService } from './kit/kms-lets-service.ts';
import { launchTemplateOnly } from './kit/launch-template-only.ts';
import { lbCoversAsgZones } from './kit/lb-covers-asg-zones.ts';
import { lbTwoAzs } from './kit/lb-two-azs.ts';
import { longPoll } from './kit/long-poll.ts';
import { mfaIfexists } from './kit/mfa-ifexists.ts';
import { natInPublicSubnet } from './kit/nat-in-public-subnet.ts';
import { natPerAz } from './kit/nat-per-az.ts';
import { noAcls } from './kit/no-acls.ts';
import { noLiteralAmi } from './kit/no-literal-ami.ts';
import { noLongTermKeys } from './kit/no-long-term-keys.ts';
import { noPublicIpBehindLb } from './kit/no-public-ip-behind-lb.ts';
import { noSecretsInUserData } from './kit/no-secrets-in-user-data.ts';
import { noUserPolicy } from './kit/no-user-policy.ts';
import { oneS3Alias } from './kit/one-s3-alias.ts';
import { policyParses } from './kit/policy-parses.ts';
import { privateSubnetNoIgw } from './kit/private-subnet-no-igw.ts';
import { queueDlq } from './kit/queue-dlq.ts';
import { queuePolicy } from './kit/queue-policy.ts';
import { recordTtl } from './kit/record-ttl.ts';
import { s3AliasBucketName } from './kit/s3-alias-bucket-name.ts';
import { servicePrincipalPinned } from './kit/service-principal-pinned.ts';
import { shadowedNaclRule } from './kit/shadowed-nacl-rule.ts';
import { sshNotWorld } from './kit/ssh-not-world.ts';
import { subnetCapacity } from './kit/subnet-capacity.ts';
import { subscriptionDlq } from './kit/subscription-dlq.ts';
import { topicPolicy } from './kit/topic-policy.ts';
import { trustNamed } from './kit/trust-named.ts';
import { visibilityCovers } from './kit/visibility-covers.ts';
import type { Rule } from './rule.ts';

export const kitRules: readonly Rule[] = [
  apiAuthorized,
  apiCacheIdentity,
  apiValidated,
  appSgFromLbOnly,
  arnLevel,
  asgElbHealth,
  asgMinLtMax,
  asgMinPerAz,
  boundaryOnDelegated,
  bucketName,
  bucketNotPublic,
  cacheNodes,
  conditionKey,
  corsOrigins,
  defaultActionExplicit,
  defaultSgClosed,
  denyIpViaService,
  deregDelayExplicit,
  dlqOutlives,
  eipJustified,
  endpointOnAllTables,
  ephemeralReturn,
  failoverHasCheck,
  fifoDecided,
  functionExplicit,
  healthPathExplicit,
  httpsOrRedirect,
  identityPoolScoped,
  identityPoolTrust,
  imdsv2,
  kmsLetsService,
  launchTemplateOnly,
  lbCoversAsgZones,
  lbTwoAzs,
  longPoll,
  mfaIfexists,
  natInPublicSubnet,
  natPerAz,
  noAcls,
  noLiteralAmi,
  noLongTermKeys,
  noPublicIpBehindLb,
  noSecretsInUserData,
  noUserPolicy,
  oneS3Alias,
  policyParses,
  privateSubnetNoIgw,
  queueDlq,
  queuePolicy,
  recordTtl,
  s3AliasBucketName,
  servicePrincipalPinned,
  shadowedNaclRule,
  sshNotWorld,
  subnetCapacity,
  subscriptionDlq,
  topicPolicy,
  trustNamed,
  visibilityCovers,
];
