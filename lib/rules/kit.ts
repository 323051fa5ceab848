/** Every rule of the kit. A rule finds what a template shows; a value that only the deployment knows is no finding. */
import { apiAuthorized } from './kit/api-authorized.ts';
import { apiCacheIdentity } from './kit/api-cache-identity.ts';
import { apiValidated } from './kit/api-validated.ts';
import { appSgFromLbOnly } from './kit/app-sg-from-lb-only.ts';
import { asgElbHealth } from './kit/asg-elb-health.ts';
import { asgMinLtMax } from './kit/asg-min-lt-max.ts';
import { asgMinPerAz } from './kit/asg-min-per-az.ts';
import { cacheNodes } from './kit/cache-nodes.ts';
import { defaultActionExplicit } from './kit/default-action-explicit.ts';
import { defaultSgClosed } from './kit/default-sg-closed.ts';
import { deregDelayExplicit } from './kit/dereg-delay-explicit.ts';
import { eipJustified } from './kit/eip-justified.ts';
import { endpointOnAllTables } from './kit/endpoint-on-all-tables.ts';
import { ephemeralReturn } from './kit/ephemeral-return.ts';
import { failoverHasCheck } from './kit/failover-has-check.ts';
import { functionExplicit } from './kit/function-explicit.ts';
import { healthPathExplicit } from './kit/health-path-explicit.ts';
import { httpsOrRedirect } from './kit/https-or-redirect.ts';
import { identityPoolScoped } from './kit/identity-pool-scoped.ts';
import { identityPoolTrust } from './kit/identity-pool-trust.ts';
import { imdsv2 } from './kit/imdsv2.ts';
import { launchTemplateOnly } from './kit/launch-template-only.ts';
import { lbCoversAsgZones } from './kit/lb-covers-asg-zones.ts';
import { lbTwoAzs } from './kit/lb-two-azs.ts';
import { natInPublicSubnet } from './kit/nat-in-public-subnet.ts';
import { natPerAz } from './kit/nat-per-az.ts';
import { noLiteralAmi } from './kit/no-literal-ami.ts';
import { noLongTermKeys } from './kit/no-long-term-keys.ts';
import { noPublicIpBehindLb } from './kit/no-public-ip-behind-lb.ts';
import { noSecretsInUserData } from './kit/no-secrets-in-user-data.ts';
import { oneS3Alias } from './kit/one-s3-alias.ts';
import { privateSubnetNoIgw } from './kit/private-subnet-no-igw.ts';
import { recordTtl } from './kit/record-ttl.ts';
import { s3AliasBucketName } from './kit/s3-alias-bucket-name.ts';
import { shadowedNaclRule } from './kit/shadowed-nacl-rule.ts';
import { sshNotWorld } from './kit/ssh-not-world.ts';
import { subnetCapacity } from './kit/subnet-capacity.ts';
import type { Rule } from './rule.ts';

export const kitRules: readonly Rule[] = [
  apiAuthorized,
  apiCacheIdentity,
  apiValidated,
  appSgFromLbOnly,
  asgElbHealth,
  asgMinLtMax,
  asgMinPerAz,
  cacheNodes,
  defaultActionExplicit,
  defaultSgClosed,
  deregDelayExplicit,
  eipJustified,
  endpointOnAllTables,
  ephemeralReturn,
  failoverHasCheck,
  functionExplicit,
  healthPathExplicit,
  httpsOrRedirect,
  identityPoolScoped,
  identityPoolTrust,
  imdsv2,
  launchTemplateOnly,
  lbCoversAsgZones,
  lbTwoAzs,
  natInPublicSubnet,
  natPerAz,
  noLiteralAmi,
  noLongTermKeys,
  noPublicIpBehindLb,
  noSecretsInUserData,
  oneS3Alias,
  privateSubnetNoIgw,
  recordTtl,
  s3AliasBucketName,
  shadowedNaclRule,
  sshNotWorld,
  subnetCapacity,
];
