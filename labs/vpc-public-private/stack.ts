import { CfnOutput, CfnResource, Fn, Stack, Tags, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Given } from '../../lib/lab.ts';
import { Hosts } from './hosts.ts';
import type { Stage } from './lab.ts';
import { natsFor, type Zoned } from './nats.ts';
import { protect } from './operations.ts';

type Choice = Given<Stage, never>;

export function build(app: App, given: Choice): void {
  new VpcPublicPrivateStack(app, given);
}

interface Gateway {
  readonly id: string;
  /** What needs the way through the gateway to be there waits for this. */
  readonly attachment: ec2.CfnVPCGatewayAttachment;
}

/** Written in L1 constructs: each stage adds what it teaches as a resource of its own, and nothing comes along unseen. */
class VpcPublicPrivateStack extends Stack {
  private readonly vpc: ec2.CfnVPC;
  private readonly given: Choice;

  constructor(app: App, given: Choice) {
    super(app, 'VpcPublicPrivate');
    this.given = given;
    const isProduction = given.parameter('variant') === 'production';
    this.vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/16',
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    const publicA = this.subnet('PublicA', '10.0.1.0/24', 0);
    const publicB = this.subnet('PublicB', '10.0.2.0/24', 1);
    const privateA = this.subnet('PrivateA', '10.0.3.0/24', 0);
    const privateB = this.subnet('PrivateB', '10.0.4.0/24', 1);

    const gateway = given.has('gateway-attached') ? this.internetGateway() : undefined;
    if (gateway !== undefined) this.publicRoutes(gateway, [publicA, publicB]);
    // The hosts of these subnets get a public address by themselves: nobody has to remember it.
    for (const each of [publicA, publicB]) each.mapPublicIpOnLaunch = given.has('public-addresses');
    const nats =
      gateway &&
      natsFor(this, {
        given,
        vpc: this.vpc,
        gateway: gateway.attachment,
        subnets: { A: publicA, B: publicB },
      });
    const privateTables =
      nats === undefined ? [] : this.privateRoutes(nats, { A: privateA, B: privateB });

    const hosts = new Hosts(this, { vpc: this.vpc, isProduction });
    hosts.launch({ HostPublicA: publicA, HostPublicB: publicB }, gateway?.attachment);
    hosts.launch({ HostPrivateA: privateA, HostPrivateB: privateB });
    protect(this.vpc, { isProduction, privateTables });
    this.nameAll();
    new CfnOutput(this, 'VpcId', { value: this.vpc.ref });
  }

  private subnet(id: string, cidrBlock: string, zone: number): ec2.CfnSubnet {
    const availabilityZone = Fn.select(zone, Fn.getAzs());
    return new ec2.CfnSubnet(this, id, { vpcId: this.vpc.ref, cidrBlock, availabilityZone });
  }

  private internetGateway(): Gateway {
    const id = new ec2.CfnInternetGateway(this, 'Igw').ref;
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'IgwAttachment', {
      vpcId: this.vpc.ref,
      internetGatewayId: id,
    });
    return { id, attachment };
  }

  /** One table serves both zones: an internet gateway belongs to the region, so no zone can take it down. */
  private publicRoutes({ id, attachment }: Gateway, subnets: readonly ec2.CfnSubnet[]): void {
    if (!this.given.has('public-routes')) return;
    const routeTableId = new ec2.CfnRouteTable(this, 'PublicRt', { vpcId: this.vpc.ref }).ref;
    new ec2.CfnRoute(this, 'PublicDefaultRoute', {
      routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: id,
    }).addResourceDependency(attachment);
    for (const each of subnets)
      new ec2.CfnSubnetRouteTableAssociation(this, `${each.node.id}Association`, {
        subnetId: each.ref,
        routeTableId,
      });
  }

  /** A table for each zone from the start: the next stages only change where its one route leads. */
  private privateRoutes(
    nats: Zoned<string>,
    subnets: Zoned<ec2.CfnSubnet>,
  ): readonly ec2.CfnRouteTable[] {
    return (['A', 'B'] as const).map((zone) => {
      const table = new ec2.CfnRouteTable(this, `PrivateRt${zone}`, { vpcId: this.vpc.ref });
      new ec2.CfnRoute(this, `PrivateDefaultRoute${zone}`, {
        routeTableId: table.ref,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: nats[zone],
      });
      new ec2.CfnSubnetRouteTableAssociation(this, `Private${zone}Association`, {
        subnetId: subnets[zone].ref,
        routeTableId: table.ref,
      });
      return table;
    });
  }

  /** The console lists things by their Name tag. */
  private nameAll(): void {
    for (const each of this.node.findAll())
      if (CfnResource.isCfnResource(each)) Tags.of(each).add('Name', each.node.id);
  }
}
