/** A network without a way out, for the function and its cache. */
import { Fn, Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';

export interface NetworkProps {
  /** SG rules name DynamoDB by the id of its managed prefix list, which differs by region. */
  readonly dynamoDbPrefixList: string;
  readonly isProduction: boolean;
}

export class TodoNetworkStack extends Stack {
  readonly vpc: ec2.IVpc;
  readonly functionSg: ec2.SecurityGroup;
  readonly daxSg: ec2.SecurityGroup;

  constructor(app: App, { dynamoDbPrefixList, isProduction }: NetworkProps) {
    super(app, 'TodoNetwork');
    const zones = [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
    // No internet gateway and no NAT: what these subnets reach, they reach by an endpoint in the route table.
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.43.0.0/16'),
      availabilityZones: zones,
      subnetConfiguration: [
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      gatewayEndpoints: { DynamoDb: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } },
      // A custom resource that empties the default group; nothing of the lab uses that group.
      restrictDefaultSecurityGroup: isProduction,
    }) as ec2.IVpc;
    const { vpc } = this;
    this.functionSg = new ec2.SecurityGroup(this, 'FunctionSg', {
      vpc,
      allowAllOutbound: false,
      description: 'Todo function: out to the cache and to DynamoDB, nothing in',
    });
    this.daxSg = new ec2.SecurityGroup(this, 'DaxSg', {
      vpc,
      description: 'Todo cache: in from the function; out as the service needs it',
    });
    this.allow(dynamoDbPrefixList);
    this.watch(isProduction);
  }

  private watch(isProduction: boolean): void {
    if (isProduction)
      this.vpc.addFlowLog('FlowLog', {
        destination: ec2.FlowLogDestination.toCloudWatchLogs(
          new LogGroup(this, 'FlowLogs', { retention: RetentionDays.ONE_WEEK }),
        ),
      });
    else
      acknowledge(
        this.vpc,
        {
          rule: 'AwsSolutions-VPC7',
          reason: 'flow logs cost by the gigabyte and show nothing that a check does not',
          inProduction: 'writes flow logs',
        },
        {
          rule: 'kit/default-sg-closed',
          reason: 'only a custom resource can close that group, and nothing of the lab is in it',
          inProduction: 'closes it',
        },
      );
  }

  private allow(dynamoDbPrefixList: string): void {
    const functionSg = this.functionSg.securityGroupId;
    const daxSg = this.daxSg.securityGroupId;
    const tls = { ipProtocol: 'tcp', fromPort: 9111, toPort: 9111 };
    new ec2.CfnSecurityGroupIngress(this, 'CacheFromFunction', {
      ...tls,
      groupId: daxSg,
      sourceSecurityGroupId: functionSg,
    });
    new ec2.CfnSecurityGroupEgress(this, 'FunctionToCache', {
      ...tls,
      groupId: functionSg,
      destinationSecurityGroupId: daxSg,
    });
    new ec2.CfnSecurityGroupEgress(this, 'FunctionToDynamoDb', {
      groupId: functionSg,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      destinationPrefixListId: dynamoDbPrefixList,
    });
  }
}
