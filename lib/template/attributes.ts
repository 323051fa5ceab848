/** Attributes that the template itself tells: `Fn::GetAtt` gives back what a property says. Pure. */
import type { RawResource } from './template.ts';
import { own } from './values.ts';

/**
 * Type -> attribute -> the property with the same value. A VPC from an address pool and a subnet placed by AWS do not
 * have the property, so their attribute stays unknown.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html (Return values)
 */
const told: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::EC2::VPC': { CidrBlock: 'CidrBlock' },
  'AWS::EC2::Subnet': {
    AvailabilityZone: 'AvailabilityZone',
    CidrBlock: 'CidrBlock',
    VpcId: 'VpcId',
  },
  'AWS::EC2::SecurityGroup': { VpcId: 'VpcId' },
  'AWS::EC2::Instance': { AvailabilityZone: 'AvailabilityZone', PrivateIp: 'PrivateIpAddress' },
  'AWS::EC2::NetworkInterface': { PrimaryPrivateIpAddress: 'PrivateIpAddress' },
};

/**
 * Attributes that are what `Ref` gives: one thing, one name.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
const ids: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EgressOnlyInternetGateway': ['Id'],
  'AWS::EC2::Instance': ['InstanceId'],
  'AWS::EC2::InternetGateway': ['InternetGatewayId'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateId'],
  'AWS::EC2::NatGateway': ['NatGatewayId'],
  'AWS::EC2::NetworkAcl': ['Id'],
  'AWS::EC2::NetworkInterface': ['Id'],
  'AWS::EC2::RouteTable': ['RouteTableId'],
  'AWS::EC2::SecurityGroup': ['GroupId', 'Id'],
  'AWS::EC2::Subnet': ['SubnetId'],
  'AWS::EC2::TransitGateway': ['Id'],
  'AWS::EC2::VPC': ['VpcId'],
  'AWS::EC2::VPCEndpoint': ['Id'],
  'AWS::EC2::VPCPeeringConnection': ['Id'],
};

/** Is the attribute the id that `Ref` gives? */
export function isId(resource: RawResource | undefined, attribute: string): boolean {
  return own(ids, resource?.Type ?? '')?.includes(attribute) ?? false;
}

/** The property, as it is written, that says what the attribute is; undefined where only the deployment knows. */
export function attributeTold(resource: RawResource | undefined, attribute: string): unknown {
  const property = own(own(told, resource?.Type ?? '') ?? {}, attribute);
  return property === undefined ? undefined : own(resource?.Properties ?? {}, property);
}
