/** Every rule of the kit. A rule finds what a template shows; a value that only the deployment knows is no finding. */
import { apiAuthorized } from './kit/api-authorized.ts';
import { apiCacheIdentity } from './kit/api-cache-identity.ts';
import { apiValidated } from './kit/api-validated.ts';
import { appSgFromLbOnly } from './kit/app-sg-from-lb-only.ts';
import { asgElbHealth } from './kit/asg-elb-health.ts';
import { asgMinLtMax } from './kit/asg-min-lt-max.ts';
import { asgMinPerAz } from './kit/asg-min-per-az.ts';
import { bucketName } from './kit/bucket-name.ts';
import { bucketNotPublic } from './kit/bucket-not-public.ts';
import { cacheNodes } from './kit/cache-nodes.ts';
import { conditionKey } from './kit/condition-key.ts';
import { corsOrigins } from './kit/cors-origins.ts';
import { defaultActionExplicit } from './kit/default-action-explicit.ts';
import { defaultSgClosed } from './kit/default-sg-closed.ts';
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
import { natInPublicSubnet } from './kit/nat-in-public-subnet.ts';
import { natPerAz } from './kit/nat-per-az.ts';
import { noAcls } from './kit/no-acls.ts';
import { noLiteralAmi } from './kit/no-literal-ami.ts';
import { noLongTermKeys } from './kit/no-long-term-keys.ts';
import { noPublicIpBehindLb } from './kit/no-public-ip-behind-lb.ts';
import { noSecretsInUserData } from './kit/no-secrets-in-user-data.ts';
import { oneS3Alias } from './kit/one-s3-alias.ts';
import { privateSubnetNoIgw } from './kit/private-subnet-no-igw.ts';
import { queueDlq } from './kit/queue-dlq.ts';
import { queuePolicy } from './kit/queue-policy.ts';
import { recordTtl } from './kit/record-ttl.ts';
import { s3AliasBucketName } from './kit/s3-alias-bucket-name.ts';
import { shadowedNaclRule } from './kit/shadowed-nacl-rule.ts';
import { sshNotWorld } from './kit/ssh-not-world.ts';
import { subnetCapacity } from './kit/subnet-capacity.ts';
import { subscriptionDlq } from './kit/subscription-dlq.ts';
import { topicPolicy } from './kit/topic-policy.ts';
import { visibilityCovers } from './kit/visibility-covers.ts';
import type { Rule } from './rule.ts';

export const kitRules: readonly Rule[] = [
  apiAuthorized,
  apiCacheIdentity,
  apiValidated,
  appSgFromLbOnly,
  asgElbHealth,
  asgMinLtMax,
  asgMinPerAz,
  bucketName,
  bucketNotPublic,
  cacheNodes,
  conditionKey,
  corsOrigins,
  defaultActionExplicit,
  defaultSgClosed,
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
  natInPublicSubnet,
  natPerAz,
  noAcls,
  noLiteralAmi,
  noLongTermKeys,
  noPublicIpBehindLb,
  noSecretsInUserData,
  oneS3Alias,
  privateSubnetNoIgw,
  queueDlq,
  queuePolicy,
  recordTtl,
  s3AliasBucketName,
  shadowedNaclRule,
  sshNotWorld,
  subnetCapacity,
  subscriptionDlq,
  topicPolicy,
  visibilityCovers,
];
