/** Keys of users that the template makes: an emulator's, and worth nothing anywhere else. */
import type { Client, Identity } from '../api/client.ts';
import type { Deployed } from '../api/deployed.ts';

type Keys = readonly { readonly AccessKeyId: string }[];

/** A new key each time, instead of those before: IAM lets a user have two. */
export async function keyOf(client: Client, UserName: string): Promise<Identity> {
  await removeKeysOf(client, UserName);
  const { AccessKey } = await client.send('iam', 'CreateAccessKey', { UserName });
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey as Readonly<Record<string, string>>;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
}

/** Users with keys do not go with their stack. */
export async function removeKeys(client: Client, deployed: readonly Deployed[]): Promise<void> {
  for (const { physicalId } of deployed.filter(({ type }) => type === 'AWS::IAM::User'))
    await removeKeysOf(client, physicalId);
}

async function removeKeysOf(client: Client, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.send('iam', 'ListAccessKeys', { UserName });
  for (const { AccessKeyId } of AccessKeyMetadata as Keys)
    await client.send('iam', 'DeleteAccessKey', { UserName, AccessKeyId });
}
