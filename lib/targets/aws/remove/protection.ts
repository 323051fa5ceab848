/** Deletion protection that a learning variant has set for the sake of a lesson, taken off before its stack goes. */
import { refusalOf, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';

interface Protection {
  readonly isOn: (properties: Properties) => boolean;
  readonly off: (
    physicalId: string,
  ) => readonly [service: string, command: string, input: Properties];
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
  },
  'AWS::DynamoDB::Table': {
    isOn: ({ DeletionProtectionEnabled }) => DeletionProtectionEnabled === true,
    off: (TableName) => [
      'dynamodb',
      'UpdateTable',
      { TableName, DeletionProtectionEnabled: false },
    ],
  },
  'AWS::EC2::Instance': {
    isOn: ({ DisableApiTermination }) => DisableApiTermination === true,
    off: (InstanceId) => [
      'ec2',
      'ModifyInstanceAttribute',
      { InstanceId, DisableApiTermination: { Value: false } },
    ],
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
