/** Public subnets for the nodes of the load balancer, private ones for hosts, one of each in every zone. */
import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

const plan = [
  { zone: 'A', publicBlock: '10.0.0.0/24', privateBlock: '10.0.16.0/20' },
  { zone: 'B', publicBlock: '10.0.1.0/24', privateBlock: '10.0.32.0/20' },
  { zone: 'C', publicBlock: '10.0.2.0/24', privateBlock: '10.0.48.0/20' },
] as const;

export interface Network {
  readonly vpc: ec2.IVpc;
  readonly publicSubnets: readonly ec2.CfnSubnet[];
  readonly privateSubnets: readonly ec2.CfnSubnet[];
  /** What stands in public subnets can be made only after it. */
  readonly door: ec2.CfnVPCGatewayAttachment;
  readonly s3Endpoint: ec2.CfnVPCEndpoint;
  /** Routes of the private subnets: a host that boots before them finds no way to its app. */
  readonly privateRoutes: readonly ec2.CfnSubnetRouteTableAssociation[];
}

export function createNetwork(stack: Stack, isProduction: boolean): Network {
  const vpc = createVpc(stack, isProduction);
  const zones = plan.slice(0, isProduction ? 3 : 2);
  const publicSubnets = zones.map(({ zone, publicBlock }, index) =>
    subnetOf(vpc, `Public${zone}`, { cidrBlock: publicBlock, index }),
  );
  const privateSubnets = zones.map(({ zone, privateBlock }, index) =>
    subnetOf(vpc, `Private${zone}`, { cidrBlock: privateBlock, index }),
  );
  const door = openToInternet(vpc, publicSubnets);
  const routeTableId = new ec2.CfnRouteTable(stack, 'PrivateRoutes', { vpcId: vpc.vpcId }).ref;
  const privateRoutes = associate(privateSubnets, routeTableId);
  const s3Endpoint = new ec2.CfnVPCEndpoint(stack, 'S3Endpoint', {
    vpcId: vpc.vpcId,
    serviceName: `com.amazonaws.${stack.region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [routeTableId],
    policyDocument: new PolicyDocument({ statements: fetches(stack) }),
  });
  return { vpc, publicSubnets, privateSubnets, door, s3Endpoint, privateRoutes };
}

/**
 * Reading, from two buckets: the one of the CDK's assets, where the app is, and the one of Amazon Linux's packages.
 * @see https://docs.aws.amazon.com/linux/al2023/ug/vpc-endpoints.html
 */
function fetches({ partition, account, region }: Stack): PolicyStatement[] {
  const buckets = [`cdk-*-assets-${account}-${region}`, `al2023-repos-${region}-de612dc2`];
  return buckets.map(
    (bucket) =>
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [`arn:${partition}:s3:::${bucket}/*`],
      }),
  );
}

function createVpc(stack: Stack, isProduction: boolean): ec2.IVpc {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
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

interface Place {
  readonly cidrBlock: string;
  readonly index: number;
}

function subnetOf(vpc: ec2.IVpc, id: string, { cidrBlock, index }: Place): ec2.CfnSubnet {
  return new ec2.CfnSubnet(Stack.of(vpc), id, {
    vpcId: vpc.vpcId,
    cidrBlock,
    availabilityZone: Fn.select(index, Fn.getAzs()),
  });
}

function openToInternet(
  vpc: ec2.IVpc,
  publicSubnets: readonly ec2.CfnSubnet[],
): ec2.CfnVPCGatewayAttachment {
  const stack = Stack.of(vpc);
  const { vpcId } = vpc;
  const internetGatewayId = new ec2.CfnInternetGateway(stack, 'Igw').ref;
  const attachment = new ec2.CfnVPCGatewayAttachment(stack, 'IgwAttachment', {
    ...{ vpcId, internetGatewayId },
  });
  const routeTableId = new ec2.CfnRouteTable(stack, 'PublicRoutes', { vpcId }).ref;
  new ec2.CfnRoute(stack, 'PublicDefaultRoute', {
    ...{ routeTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: internetGatewayId },
  }).addResourceDependency(attachment);
  associate(publicSubnets, routeTableId);
  return attachment;
}

function associate(
  subnets: readonly ec2.CfnSubnet[],
  routeTableId: string,
): readonly ec2.CfnSubnetRouteTableAssociation[] {
  return subnets.map(
    (subnet) =>
      new ec2.CfnSubnetRouteTableAssociation(subnet.stack, `${subnet.node.id}Routes`, {
        ...{ subnetId: subnet.ref, routeTableId },
      }),
  );
}
