/** A zone that is lost for a while, played. */
import type { Disturbance, Properties } from '../../../../../lib/capabilities.ts';
import { withAws, type PlayedAnswers } from '../../../../support/aws-stub.ts';
import { quietHost } from '../../../../support/quiet-host.ts';
import { changes, disturbing } from './disturbing.ts';

/** A VPC with an ACL for everything, whose associations get other ids as they are replaced. */
function vpc(parts: PlayedAnswers = {}): PlayedAnswers {
  const acls = new Map([
    ['subnet-a1', 'acl-web'],
    ['subnet-a2', 'acl-app'],
    ['subnet-b', 'acl-app'],
  ]);
  const associations = new Map([...acls.keys()].map((subnet) => [subnet, `aclassoc-${subnet}`]));
  let next = 0;
  return {
    'ec2.DescribeSubnets': {
      Subnets: [
        { SubnetId: 'subnet-b', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1b' },
        { SubnetId: 'subnet-a1', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a' },
        { SubnetId: 'subnet-a2', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a' },
      ],
    },
    'ec2.CreateNetworkAcl': { NetworkAcl: { NetworkAclId: 'acl-closed' } },
    'ec2.DescribeNetworkAcls': ({ Filters }) => {
      const [subnet = ''] = (Filters as { Values: string[] }[])[0]?.Values ?? [];
      return {
        NetworkAcls: [
          {
            Associations: [
              {
                SubnetId: subnet,
                NetworkAclId: acls.get(subnet),
                NetworkAclAssociationId: associations.get(subnet),
              },
            ],
          },
        ],
      };
    },
    'ec2.ReplaceNetworkAclAssociation': ({ AssociationId, NetworkAclId }) => {
      const [subnet] = [...associations].find(([, id]) => id === AssociationId) ?? ['nobody'];
      acls.set(subnet, String(NetworkAclId));
      associations.set(subnet, `aclassoc-${(next += 1)}`);
      return { NewAssociationId: associations.get(subnet) };
    },
    'ec2.DeleteNetworkAcl': () =>
      [...acls.values()].includes('acl-closed') ? { error: 'DependencyViolation' } : {},
    ...parts,
  };
}

const lostZone: Disturbance = { kind: 'lose-zone', zone: 1 };

test('a zone is lost by an ACL that denies everything in its subnets, which is said, and comes back', async () => {
  await withAws(vpc(), async (stub) => {
    const told = quietHost();
    await disturbing({ stub, told }, lostZone, () => Promise.resolve());

    const replaced = stub.asked
      .filter(({ call }) => call === 'ec2.ReplaceNetworkAclAssociation')
      .map(({ input }) => input['NetworkAclId']);
    expect(replaced).toEqual(['acl-closed', 'acl-closed', 'acl-app', 'acl-web']);
    expect(changes(stub).at(-1)).toBe('DeleteNetworkAcl');
    expect(told.said).toEqual([expect.stringMatching(/^eu-west-1a is lost .* on its 2 subnets/)]);
  });
});

test('a zone that was lost by half is given back', async () => {
  let replacements = 0;
  const answers = vpc();
  const replace = answers['ec2.ReplaceNetworkAclAssociation'] as (input: Properties) => Properties;
  const failing = (input: Properties): Properties =>
    (replacements += 1) === 2 ? { error: 'Throttling' } : replace(input);
  await withAws({ ...answers, 'ec2.ReplaceNetworkAclAssociation': failing }, async (stub) => {
    await expect(disturbing({ stub }, lostZone, jest.fn())).rejects.toThrow(/asked too fast/);

    expect(changes(stub)).toEqual([
      ...['CreateNetworkAcl', 'ReplaceNetworkAclAssociation', 'ReplaceNetworkAclAssociation'],
      ...['ReplaceNetworkAclAssociation', 'DeleteNetworkAcl'],
    ]);
  });
});

test('refuses a zone in which the lab has no subnet', async () => {
  await withAws(vpc(), async (stub) => {
    const third = disturbing({ stub }, { kind: 'lose-zone', zone: 3 }, jest.fn());

    await expect(third).rejects.toThrow(/no subnet in a zone 3/);
    expect(changes(stub)).toEqual([]);
  });
});
