/** What it takes to use the topic's key. */
import type { Permitted } from '../../../lib/checks/permissions.ts';

const key = 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Sales/Key}';

/** The questions whether somebody may write an encrypted message with it. */
export function keyUses(who: string): readonly Permitted[] {
  return ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
    ...{ who, action },
    ...{ on: key, expect: 'allowed' as const },
  }));
}
