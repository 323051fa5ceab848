/** Two public and two private subnets; the private ones have no way out but to S3. */
import { Aws, Fn, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

export class Network {
  readonly vpc: ec2.CfnVPC;
  readonly publicA: ec2.CfnSubnet;
  readonly privateA: ec2.CfnSubnet;
  readonly privateB: ec2.CfnSubnet;
  /** What needs the way through the internet gateway to be there waits for this. */
  readonly attachment: ec2.CfnVPCGatewayAttachment;
  /** The same VPC as constructs of a higher level want it. */
  readonly known: ec2.IVpc;
  private readonly stack: Stack;

  constructor(stack: Stack) {
    this.stack = stack;
    this.vpc = new ec2.CfnVPC(stack, 'Vpc', {
      cidrBlock: '10.10.0.0/16',
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    this.known = ec2.Vpc.fromVpcAttributes(stack, 'KnownVpc', {
      vpcId: this.vpc.ref,
      availabilityZones: [0, 1].map(zoneOf),
    });
    this.publicA = this.subnet('PublicA', '10.10.0.0/24', 0);
    const publicB = this.subnet('PublicB', '10.10.1.0/24', 1);
    this.privateA = this.subnet('PrivateA', '10.10.2.0/24', 0);
    this.privateB = this.subnet('PrivateB', '10.10.3.0/24', 1);

    const gateway = new ec2.CfnInternetGateway(stack, 'Igw');
    this.attachment = new ec2.CfnVPCGatewayAttachment(stack, 'IgwAttachment', {
      vpcId: this.vpc.ref,
      internetGatewayId: gateway.ref,
    });
    new ec2.CfnRoute(stack, 'PublicDefaultRoute', {
      routeTableId: this.table('PublicRt', this.publicA, publicB),
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    }).addResourceDependency(this.attachment);
    new ec2.CfnVPCEndpoint(stack, 'S3', {
      vpcId: this.vpc.ref,
      serviceName: `com.amazonaws.${Aws.REGION}.s3`,
      routeTableIds: [this.table('PrivateRt', this.privateA, this.privateB)],
    });
  }

  /** A group that lets nothing in and nothing out until it is told to. */
  group(id: string, description: string): ec2.SecurityGroup {
    const vpc = this.known;
    return new ec2.SecurityGroup(this.stack, id, { vpc, description, allowAllOutbound: false });
  }

  /** A prefix list: one place for addresses that several groups would name. */
  addressList(id: string, cidr: string): ec2.IPeer {
    const list = new ec2.CfnPrefixList(this.stack, id, {
      prefixListName: `${this.stack.stackName}-${id}`,
      addressFamily: 'IPv4',
      maxEntries: 5,
      entries: [{ cidr, description: 'Egress of the company' }],
    });
    return ec2.Peer.prefixList(list.attrPrefixListId);
  }

  private subnet(id: string, cidrBlock: string, zone: number): ec2.CfnSubnet {
    const availabilityZone = zoneOf(zone);
    return new ec2.CfnSubnet(this.stack, id, { vpcId: this.vpc.ref, cidrBlock, availabilityZone });
  }

  private table(id: string, ...subnets: readonly ec2.CfnSubnet[]): string {
    const routeTableId = new ec2.CfnRouteTable(this.stack, id, { vpcId: this.vpc.ref }).ref;
    for (const each of subnets)
      new ec2.CfnSubnetRouteTableAssociation(this.stack, `${each.node.id}Association`, {
        subnetId: each.ref,
        routeTableId,
      });
    return routeTableId;
  }
}

function zoneOf(index: number): string {
  return Fn.select(index, Fn.getAzs());
}
