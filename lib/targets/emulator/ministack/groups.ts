/** Groups of users, which MiniStack's CloudFormation does not know and its IAM does. */
import { AwsRefusal, type Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';
import { referred } from './referred.ts';

const type = 'AWS::IAM::Group';

/** Every group as the template has it, with its policies and its members, made or changed. */
export async function makeGroups(client: Client, all: readonly Deployed[]): Promise<boolean> {
  const groups = all.filter((each) => each.type === type);
  for (const group of groups) {
    await makeGroup(client, group.physicalId);
    await attach(client, group, all);
    await putInline(client, group);
    await admit(client, group, all);
  }
  return groups.length > 0;
}

async function makeGroup(client: Client, GroupName: string): Promise<void> {
  try {
    await client.send('iam', 'CreateGroup', { GroupName });
  } catch (error) {
    if (!(error instanceof AwsRefusal) || !error.code.startsWith('EntityAlreadyExists'))
      throw error;
  }
}

async function attach(client: Client, group: Deployed, all: readonly Deployed[]): Promise<void> {
  const GroupName = group.physicalId;
  const wanted = listOf(group.properties['ManagedPolicyArns']).map((arn) => physicalId(arn, all));
  const { AttachedPolicies = [] } = await client.send('iam', 'ListAttachedGroupPolicies', {
    GroupName,
  });
  for (const { PolicyArn } of AttachedPolicies as readonly { PolicyArn: string }[])
    if (!wanted.includes(PolicyArn))
      await client.send('iam', 'DetachGroupPolicy', { GroupName, PolicyArn });
  for (const PolicyArn of wanted)
    await client.send('iam', 'AttachGroupPolicy', { GroupName, PolicyArn });
}

async function putInline(client: Client, { physicalId, properties }: Deployed): Promise<void> {
  for (const policy of listOf(properties['Policies']) as readonly Properties[])
    await client.send('iam', 'PutGroupPolicy', {
      GroupName: physicalId,
      PolicyName: String(policy['PolicyName']),
      PolicyDocument: JSON.stringify(policy['PolicyDocument']),
    });
}

/** Users name their groups. */
async function admit(client: Client, group: Deployed, all: readonly Deployed[]): Promise<void> {
  const GroupName = group.physicalId;
  const wanted = all
    .filter((each) => each.type === 'AWS::IAM::User')
    .filter(({ properties }) =>
      listOf(properties['Groups']).some((each) => physicalId(each, all) === GroupName),
    )
    .map(({ physicalId }) => physicalId);
  const { Users = [] } = await client.send('iam', 'GetGroup', { GroupName });
  for (const { UserName } of Users as readonly { UserName: string }[])
    if (!wanted.includes(UserName))
      await client.send('iam', 'RemoveUserFromGroup', { GroupName, UserName });
  for (const UserName of wanted)
    await client.send('iam', 'AddUserToGroup', { GroupName, UserName });
}

/** Without members and policies a group goes; users with groups do not. */
export async function removeGroups(client: Client, all: readonly Deployed[]): Promise<void> {
  for (const group of all.filter((each) => each.type === type)) {
    await admit(client, group, []);
    await attach(client, { ...group, properties: {} }, all);
    await client.send('iam', 'DeleteGroup', { GroupName: group.physicalId });
  }
}

/** What is not of the template is named by its id already. */
function physicalId(reference: unknown, all: readonly Deployed[]): string {
  return referred(reference, all)?.physicalId ?? String(reference);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}
