/** Deletion protection that a learning variant has set for the sake of a lesson, taken off before its stack goes. */
import { refusalOf, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';

interface Protection {
  readonly isOn: (properties: Properties) => boolean;
  readonly off: (
    physicalId: string,
  ) => readonly [service: string, command: string, input: Properties];
  /** What a person types for the same. */
  readonly typed: (physicalId: string) => string;
}

const balancerAttribute = 'deletion_protection.enabled';

const protections: Readonly<Record<string, Protection>> = {
  'AWS::Cognito::UserPool': {
    isOn: ({ DeletionProtection }) => DeletionProtection === 'ACTIVE',
    off: (UserPoolId) => [
      'cognito-identity-provider',
      'UpdateUserPool',
      { UserPoolId, DeletionProtection: 'INACTIVE' },
    ],
    typed: (id) =>
      `cognito-idp update-user-pool --user-pool-id ${id} --deletion-protection INACTIVE`,
  },
  'AWS::DynamoDB::Table': {
    isOn: ({ DeletionProtectionEnabled }) => DeletionProtectionEnabled === true,
    off: (TableName) => [
      'dynamodb',
      'UpdateTable',
      { TableName, DeletionProtectionEnabled: false },
    ],
    typed: (id) => `dynamodb update-table --table-name ${id} --no-deletion-protection-enabled`,
  },
  'AWS::EC2::Instance': {
    isOn: ({ DisableApiTermination }) => DisableApiTermination === true,
    off: (InstanceId) => [
      'ec2',
      'ModifyInstanceAttribute',
      { InstanceId, DisableApiTermination: { Value: false } },
    ],
    typed: (id) => `ec2 modify-instance-attribute --instance-id ${id} --no-disable-api-termination`,
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    isOn: ({ LoadBalancerAttributes = [] }) =>
      (LoadBalancerAttributes as readonly Properties[]).some(
        ({ Key, Value }) => Key === balancerAttribute && String(Value) === 'true',
      ),
    off: (LoadBalancerArn) => [
      'elastic-load-balancing-v2',
      'ModifyLoadBalancerAttributes',
      { LoadBalancerArn, Attributes: [{ Key: balancerAttribute, Value: 'false' }] },
    ],
    typed: (id) =>
      `elbv2 modify-load-balancer-attributes --load-balancer-arn ${id} --attributes Key=${balancerAttribute},Value=false`,
  },
};

/** Takes off what the template itself has put on. What else somebody protects is theirs, and is left so. */
export async function unprotect(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const { type, physicalId, properties } of deployed) {
    const protection = protections[type];
    if (protection?.isOn(properties) !== true || physicalId === '') continue;
    // Where it cannot be taken off, the deletion says why.
    if ((await refusalOf(client.send(...protection.off(physicalId)))) === undefined)
      taken.push(`${type} ${physicalId}`);
  }
  return taken;
}

/** As the services say it of a table, a user pool, a load balancer and an instance. */
const protectedWords = /protected against deletion|deletion protection|disableApiTermination/i;

/** The service's own reason for keeping a resource; of one that is protected also who protects it and how it is let go. */
export function whyKept(kept: {
  readonly type: string;
  readonly physicalId: string;
  readonly reason: string;
}): string {
  const { type, physicalId, reason } = kept;
  const protection = protections[type];
  if (protection === undefined || physicalId === '' || !protectedWords.test(reason)) return reason;
  return `it is protected from deletion, as the production variant has it; aws ${protection.typed(physicalId)} lifts that, then it can be removed`;
}
