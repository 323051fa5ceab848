import { CfnOutput, CfnResource, Stack, Tags, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Given } from '../../lib/lab.ts';
import { adminCidrOf } from './admin-cidr.ts';
import { Hosts } from './hosts.ts';
import type { Parameter, Stage } from './lab.ts';
import { Network } from './network.ts';
import { protect } from './operations.ts';
import { SessionManager } from './session-manager.ts';
import { strictSsh, userData, webApp } from './user-data.ts';

type Choice = Given<Stage, Parameter>;

export function build(app: App, given: Choice): void {
  new BastionHostStack(app, given);
}

const ssh = ec2.Port.SSH;
const page = ec2.Port.tcp(8080);

/** A fleet in private subnets, and one door to it: first a bastion, then an endpoint of AWS, then none that opens inwards. */
class BastionHostStack extends Stack {
  private readonly network: Network;
  private readonly fleetSg: ec2.SecurityGroup;
  private readonly isProduction: boolean;

  constructor(app: App, given: Choice) {
    super(app, 'BastionHost');
    this.isProduction = given.parameter('variant') === 'production';
    this.network = new Network(this);
    this.fleetSg = this.network.group('AppSg', 'The fleet: pages among themselves, one door in');
    this.fleetSg.connections.allowInternally(page, 'Pages of the fleet');
    this.fleetSg.addEgressRule(
      ec2.Peer.prefixList(given.parameter('s3PrefixList')),
      ec2.Port.HTTPS,
      'Packages of Amazon Linux, which stand in S3',
    );
    const hosts = this.door(given);
    const onBoot = userData(strictSsh, webApp(8080));
    hosts.launch('AppA', { subnet: this.network.privateA, group: this.fleetSg, onBoot });
    hosts.launch('AppB', { subnet: this.network.privateB, group: this.fleetSg, onBoot });
    protect(this.network, this.isProduction);
    for (const each of this.node.findAll())
      if (CfnResource.isCfnResource(each)) Tags.of(each).add('Name', each.node.id);
  }

  /** One door at a time: each stage takes the former away. Gives what launches hosts that fit behind it. */
  private door(given: Choice): Hosts {
    const { isProduction } = this;
    if (given.has('session-manager')) {
      const { profile } = new SessionManager(this, {
        network: this.network,
        fleet: this.fleetSg,
        isProduction,
      });
      return new Hosts(this, { isProduction, profile });
    }
    if (given.has('instance-connect-endpoint')) {
      this.instanceConnectEndpoint();
      return new Hosts(this, { isProduction });
    }
    // CloudFormation keeps the private half in Parameter Store, encrypted; nothing in the template knows it.
    const key = new ec2.CfnKeyPair(this, 'Administrators', {
      keyName: `${this.stackName}-Administrators`,
      keyType: 'ed25519',
    });
    const hosts = new Hosts(this, { isProduction, key });
    this.bastion(hosts, adminCidrOf(given.parameter('adminCidr')));
    return hosts;
  }

  /** Holds no key: administrators only pass through it (ProxyJump), so whoever owns it owns nothing else yet. */
  private bastion(hosts: Hosts, adminCidr: string): void {
    const group = this.network.group('BastionSg', 'The bastion: administrators in, the fleet out');
    const administrators = this.isProduction
      ? this.network.addressList('AdministratorAddresses', adminCidr)
      : ec2.Peer.ipv4(adminCidr);
    group.addIngressRule(administrators, ssh, 'SSH of administrators');
    // Opens both ends: out of the bastion, into the fleet.
    group.connections.allowTo(this.fleetSg, ssh, 'SSH through the bastion');
    const bastion = hosts.launch('Bastion', {
      subnet: this.network.publicA,
      group,
      onBoot: userData(strictSsh),
    });
    const address = new ec2.CfnEIP(this, 'BastionEip', { domain: 'vpc', instanceId: bastion.ref });
    address.addResourceDependency(this.network.attachment);
    Tags.of(address).add('reason', "administrators' configuration");
    new CfnOutput(this, 'BastionAddress', { value: address.attrPublicIp });
  }

  /** AWS is the door: it asks who you are by IAM, notes every attempt in CloudTrail, and has no public address of yours. */
  private instanceConnectEndpoint(): void {
    const group = this.network.group('EiceSg', 'The Instance Connect Endpoint: the fleet out');
    group.connections.allowTo(this.fleetSg, ssh, 'SSH through the endpoint');
    new ec2.CfnInstanceConnectEndpoint(this, 'Eice', {
      subnetId: this.network.privateA.ref,
      securityGroupIds: [group.securityGroupId],
    });
  }
}
