/** A zone that is lost: network ACLs that let nothing through, as AWS Fault Injection Service does it. */
import type { Properties } from '../../../../capabilities.ts';
import { Unavailable } from '../../../../errors.ts';
import type { Client } from '../../../api/client.ts';
import type { LiveLab } from '../live-lab.ts';
import type { Repairs } from './repairs.ts';
import type { Tag } from '../../stacks/tags.ts';

interface Losing {
  /** Counted from 1 among the zones in which the lab has subnets, by name. */
  readonly zone: number;
  readonly repairs: Repairs;
  readonly tags: readonly Tag[];
}

/**
 * Every subnet of the zone gets an ACL without a rule, which denies all. Hosts run on, and those in one subnet still
 * hear each other: that is said.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html (aws:network:disrupt-connectivity)
 */
export async function loseZone(lab: LiveLab, { zone, repairs, tags }: Losing): Promise<void> {
  const subnets = await subnetsOf(lab);
  const zones = [...new Set(subnets.map((each) => each.zone))].sort();
  const name = zones[zone - 1];
  if (name === undefined) throw new Unavailable(`the lab has no subnet in a zone ${zone}`);
  const lost = subnets.filter((each) => each.zone === name);
  lab.host.say(
    `${name} is lost for this check: an ACL that denies everything on its ${lost.length} subnets. Its hosts run on, and inside one subnet they still hear each other.`,
  );
  const acls = new Map<string, string>();
  for (const { vpc, id } of lost) {
    const acl = acls.get(vpc) ?? (await closedAcl(lab.client, { vpc, repairs, tags }));
    acls.set(vpc, acl);
    await swap(lab.client, { subnet: id, acl, repairs });
  }
}

interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
}

async function subnetsOf({ client, deployed }: LiveLab): Promise<readonly Subnet[]> {
  const ids = deployed
    .filter(({ type }) => type === 'AWS::EC2::Subnet')
    .map(({ physicalId }) => physicalId);
  if (ids.length === 0) return [];
  const { Subnets } = await client.send('ec2', 'DescribeSubnets', { SubnetIds: ids });
  return ((Subnets ?? []) as readonly Properties[]).map((each) => ({
    id: String(each['SubnetId']),
    vpc: String(each['VpcId']),
    zone: String(each['AvailabilityZone']),
  }));
}

async function closedAcl(
  client: Client,
  { vpc, repairs, tags }: Omit<Losing, 'zone'> & { readonly vpc: string },
): Promise<string> {
  const { NetworkAcl } = await client.send('ec2', 'CreateNetworkAcl', {
    VpcId: vpc,
    TagSpecifications: [{ ResourceType: 'network-acl', Tags: tags }],
  });
  const id = String((NetworkAcl as Properties)['NetworkAclId']);
  repairs.add(`delete ${id}`, async () => {
    await client.send('ec2', 'DeleteNetworkAcl', { NetworkAclId: id });
  });
  return id;
}

async function swap(
  client: Client,
  { subnet, acl, repairs }: { subnet: string; acl: string; repairs: Repairs },
): Promise<void> {
  const before = await associationOf(client, subnet);
  // An association gets another id each time: the one of now is looked for.
  repairs.add(`give ${subnet} back its ${before.acl}`, async () => {
    const { id: AssociationId, acl: now } = await associationOf(client, subnet);
    if (now !== before.acl)
      await client.send('ec2', 'ReplaceNetworkAclAssociation', {
        AssociationId,
        NetworkAclId: before.acl,
      });
  });
  await client.send('ec2', 'ReplaceNetworkAclAssociation', {
    AssociationId: before.id,
    NetworkAclId: acl,
  });
}

async function associationOf(
  client: Client,
  subnet: string,
): Promise<{ readonly id: string; readonly acl: string }> {
  const { NetworkAcls } = await client.send('ec2', 'DescribeNetworkAcls', {
    Filters: [{ Name: 'association.subnet-id', Values: [subnet] }],
  });
  const associations = ((NetworkAcls ?? []) as readonly Properties[]).flatMap(
    ({ Associations }) => (Associations ?? []) as readonly Readonly<Record<string, string>>[],
  );
  const found = associations.find(({ SubnetId }) => SubnetId === subnet);
  if (found === undefined) throw new Unavailable(`${subnet} has no network ACL`);
  const { NetworkAclAssociationId = '', NetworkAclId = '' } = found;
  return { id: NetworkAclAssociationId, acl: NetworkAclId };
}
