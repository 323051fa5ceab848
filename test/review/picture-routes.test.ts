/** What a picture says of a subnet's routes: to what its default route leads, known or not. */
import type { PicturedSubnet } from '../../lib/review/picture/picture.ts';
import { routeText } from '../../lib/review/picture/vpc-layout.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { drawn } from '../support/drawn.ts';

const firewallEndpoint = {
  'Fn::Select': [
    1,
    { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] },
  ],
};

const refer = { Ref: 'Vpc' };

function subnetIn(more: Readonly<Record<string, RawResource>>): PicturedSubnet | undefined {
  const Resources = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: refer } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: refer, CidrBlock: '10.0.1.0/24' } },
    Association: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
    },
    Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { VpcId: refer } },
    Hub: { Type: 'AWS::EC2::TransitGateway' },
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    ...more,
  };
  const raw = { Parameters: { HubId: { Type: 'String' } }, Resources };
  const [vpc] = drawn(resolveStack({ stack: 'S', file: 's.json', raw }).resources).vpcs;
  return vpc?.tiers[0]?.subnets[0];
}

const route = (target: object, DestinationCidrBlock = '0.0.0.0/0'): RawResource => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock, ...target },
});

test.each([
  { to: 'nothing', more: {}, says: 'no way out' },
  {
    to: 'an endpoint of a firewall',
    more: { Out: route({ VpcEndpointId: firewallEndpoint }) },
    says: '→ Firewall',
  },
  {
    to: 'a transit gateway',
    more: { Out: route({ TransitGatewayId: { Ref: 'Hub' } }) },
    says: '→ Hub',
  },
  {
    to: 'a target that is a parameter',
    more: { Out: route({ TransitGatewayId: { Ref: 'HubId' } }) },
    says: '→ ? (HubId is not in the template)',
  },
  {
    to: 'a gateway that is not attached',
    more: { Out: route({ GatewayId: { Ref: 'Igw' } }) },
    says: '→ Igw (a blackhole)',
  },
  {
    to: 'the firewall for all that has no longer route',
    more: {
      Across: route({ TransitGatewayId: { Ref: 'Hub' } }, '10.1.0.0/16'),
      Out: route({ VpcEndpointId: firewallEndpoint }),
    },
    says: '→ Firewall, Hub',
  },
])('a subnet whose routes lead to $to says so', ({ more, says }) => {
  const subnet = subnetIn(more);
  expect(subnet && routeText(subnet).replace(/^10\.0\.1\.0\/24,? /, '')).toBe(says);
});

test('of a subnet whose route table is not in the template it says that its routes are not known', () => {
  const elsewhere = { VpcId: { Ref: 'VpcId' }, CidrBlock: '10.0.1.0/24' };
  const raw = {
    Resources: { Subnet: { Type: 'AWS::EC2::Subnet', Properties: elsewhere } },
  };
  const [vpc] = drawn(resolveStack({ stack: 'S', file: 's.json', raw }).resources).vpcs;
  const [subnet] = vpc?.tiers[0]?.subnets ?? [];
  expect(subnet && routeText(subnet)).toBe('10.0.1.0/24, routes not known');
});
