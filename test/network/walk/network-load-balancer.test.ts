/** The second leg of a Network Load Balancer that keeps the client's address. */
import { makeNetwork, type Written } from '../support/networks.ts';
import { fate, retold, way } from '../support/walks.ts';

const balanced = (
  targets: { readonly inbound?: readonly string[] } = {},
  acls: Written['acls'] = {},
) =>
  makeNetwork({
    subnets: {
      Public: { block4: '10.0.0.0/24', acl: 'NodeAcl' },
      Private: { block4: '10.0.1.0/24', acl: 'TargetAcl' },
    },
    acls: { NodeAcl: {}, TargetAcl: {}, ...acls },
    groups: { Targets: targets, Nodes: {}, Clients: {}, Mute: { outbound: [] } },
    interfaces: {
      Node: { subnet: 'Public', groups: ['Nodes'] },
      Bare: { subnet: 'Public', groups: 'unfiltered' },
      Shut: { subnet: 'Public', groups: ['Mute'] },
      Target: { subnet: 'Private', groups: ['Targets'] },
      Beside: { subnet: 'Public', groups: ['Targets'] },
      Client: { subnet: 'Private', groups: ['Clients'] },
    },
  });

const flow = '203.0.113.9 -> Target tcp/80 through Node';

test('the node sends on with the client address, and the reply comes back without a route', () => {
  expect(way(balanced(), flow)).toEqual([
    '> security group out Nodes',
    '> network ACL out NodeAcl',
    '> network ACL in TargetAcl',
    '> security group in Targets',
    '< network ACL out TargetAcl',
    '< network ACL in NodeAcl',
    'yes',
  ]);
});

test.each([
  ['the target may name the group of the node', ['tcp/80 from group Nodes'], `${flow}: yes`],
  ['or the address of the client', ['tcp/80 from 203.0.113.9'], `${flow}: yes`],
  [
    'not the address of the node',
    ['tcp/80 from 10.0.0.0/24'],
    `${flow}: no ENI_SG_RULES_MISMATCH at Targets`,
  ],
  [
    'nor a group that the node has not',
    ['tcp/80 from group Nodes'],
    `${flow.replace('Node', 'Bare')}: no ENI_SG_RULES_MISMATCH at Targets`,
  ],
  [
    'nor the group of the client',
    ['tcp/80 from group Clients'],
    'Client -> Target tcp/80 through Node: no SG_REFERENCES_NOT_PRESERVED at Targets',
  ],
  [
    'a client inside is seen as itself',
    ['tcp/80 from 10.0.1.0/24'],
    'Client -> Target tcp/80 through Node: yes as Client',
  ],
  [
    'the node must be let out',
    [],
    `${flow.replace('Node', 'Shut')}: no ENI_SG_RULES_MISMATCH at Mute`,
  ],
  [
    'nobody is answered by itself',
    ['all from 0.0.0.0/0'],
    'Target -> Target tcp/80 through Node: no KIT_SAME_HOST at Target',
  ],
])('%s', (_sentence, inbound, line) => {
  expect(retold(balanced({ inbound }), line)).toBe(line);
});

test.each([
  [
    'in, by the client address',
    { TargetAcl: { inbound: ['1 allow all from 10.0.0.0/24'] } },
    `${flow}: no SUBNET_ACL_RESTRICTION at TargetAcl`,
  ],
  [
    'out, to the client address',
    { TargetAcl: { outbound: ['1 allow all to 10.0.0.0/24'] } },
    `${flow}: no SUBNET_ACL_RESTRICTION at TargetAcl on the reply`,
  ],
  [
    'back in, from the target',
    { NodeAcl: { inbound: ['1 allow all from 203.0.113.9'] } },
    `${flow}: no SUBNET_ACL_RESTRICTION at NodeAcl on the reply`,
  ],
  [
    'never inside a subnet',
    { NodeAcl: { inbound: [], outbound: [] } },
    `${flow.replace('Target', 'Beside')}: yes`,
  ],
])('ACLs judge %s', (_sentence, acls, line) => {
  expect(retold(balanced({}, acls), line)).toBe(line);
});

test('a node that the network has not is refused', () => {
  expect(() => fate(balanced(), flow.replace('Node', 'Nobody'))).toThrow(
    "the network has no interface 'Nobody'",
  );
});
