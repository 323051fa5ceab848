import { CfnOutput, Fn, Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { KitError } from '../../lib/errors.ts';
import type { Given } from '../../lib/lab.ts';
import { parseBlock, prefixLength } from '../../lib/network/blocks.ts';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import { createAcls } from './acls.ts';
import { createGroups } from './groups.ts';
import { createHost } from './host.ts';
import type { Parameter, Stage } from './lab.ts';
import { blocks } from './plan.ts';

type Choice = Given<Stage, Parameter>;

export function build(app: App, given: Choice): void {
  new NaclAndSecurityGroupsStack(app, given);
}

class NaclAndSecurityGroupsStack extends Stack {
  constructor(app: App, given: Choice) {
    super(app, 'NaclAndSecurityGroups');
    const isProduction = given.parameter('variant') === 'production';
    const adminCidr = few(given.parameter('adminCidr'));

    const vpc = createVpc(this, isProduction);
    // One zone is enough: the two filters do not know of zones.
    const webSubnet = subnetOf(vpc, 'WebSubnet', blocks.web);
    const appSubnet = subnetOf(vpc, 'AppSubnet', blocks.app);
    const door = openToInternet(this, vpc, webSubnet);

    const { webSg, appSg, toolSg } = createGroups(this, vpc, adminCidr);
    if (given.parameter('acl') === 'custom')
      createAcls(this, {
        ...{ vpc, webSubnet, appSubnet, adminCidr },
        blockedAddress: one(given.parameter('blockedAddress')),
      });

    const web = createHost(this, 'Web', {
      ...{ subnet: webSubnet, group: webSg, hasPublicAddress: true, isProduction },
      // 443 speaks plain HTTP here; nothing listens on 8443, which the groups admit all the same.
      ports: [80, 443],
    });
    web.addResourceDependency(door);
    createHost(this, 'Tool', { subnet: webSubnet, group: toolSg, isProduction });
    createHost(this, 'App', { subnet: appSubnet, group: appSg, ports: [8080], isProduction });

    new CfnOutput(this, 'WebAddress', { value: web.attrPublicIp });
  }
}

function createVpc(stack: Stack, isProduction: boolean): ec2.IVpc {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(blocks.vpc),
    subnetConfiguration: [],
    restrictDefaultSecurityGroup: isProduction,
  });
  if (isProduction)
    vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new LogGroup(stack, 'FlowLogs', { retention: RetentionDays.ONE_MONTH }),
      ),
    });
  else
    acknowledge(
      vpc,
      {
        rule: 'AwsSolutions-VPC7',
        reason: 'no flow log: the lab flow-logs teaches it',
        inProduction: 'writes one',
      },
      {
        rule: 'kit/default-sg-closed',
        reason: 'the closing custom resource would put a function in the template',
        inProduction: 'closes the group',
      },
    );
  return vpc as ec2.IVpc;
}

function subnetOf(vpc: ec2.IVpc, id: string, cidrBlock: string): ec2.CfnSubnet {
  return new ec2.CfnSubnet(Stack.of(vpc), id, {
    vpcId: vpc.vpcId,
    cidrBlock,
    availabilityZone: Fn.select(0, Fn.getAzs()),
  });
}

/** The attachment: what has a public address can be made only after it. AppSubnet stays with the VPC's main table. */
function openToInternet(
  stack: Stack,
  vpc: ec2.IVpc,
  webSubnet: ec2.CfnSubnet,
): ec2.CfnVPCGatewayAttachment {
  const internetGatewayId = new ec2.CfnInternetGateway(stack, 'Igw').ref;
  const attachment = new ec2.CfnVPCGatewayAttachment(stack, 'IgwAttachment', {
    ...{ vpcId: vpc.vpcId, internetGatewayId },
  });
  const routeTableId = new ec2.CfnRouteTable(stack, 'WebRoutes', { vpcId: vpc.vpcId }).ref;
  new ec2.CfnRoute(stack, 'WebDefaultRoute', {
    ...{ routeTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: internetGatewayId },
  }).addResourceDependency(attachment);
  new ec2.CfnSubnetRouteTableAssociation(stack, 'WebSubnetRoutes', {
    ...{ subnetId: webSubnet.ref, routeTableId },
  });
  return attachment;
}

/** @throws BadParameter for more than sixteen addresses: an admin door is for somebody, not for a provider's whole network */
function few(cidr: string): string {
  const block = parseBlock(cidr);
  if (block?.family === 4 && prefixLength(block) >= 28) return cidr;
  throw new KitError(
    'BadParameter',
    `adminCidr is '${cidr}', not an IPv4 block of /28 or narrower`,
    {
      next: '-c adminCidr=203.0.113.10/32',
    },
  );
}

/** @throws BadParameter */
function one(address: string): string {
  const block = parseBlock(address);
  if (block?.family === 4 && prefixLength(block) === 32) return address.replace(/\/32$/, '');
  throw new KitError('BadParameter', `blockedAddress is '${address}', not one IPv4 address`, {
    next: '-c blockedAddress=203.0.113.66',
  });
}
