/** The cache in front of the table: a stack of its own, because it costs by the hour and can go without the rest. */
import { Stack, type App } from 'aws-cdk-lib';
import * as dax from 'aws-cdk-lib/aws-dax';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { TodoNetworkStack } from './network.ts';

const fiveMinutes = '300000';

export class TodoCacheStack extends Stack {
  readonly cluster: dax.CfnCluster;
  readonly role: iam.Role;

  constructor(app: App, network: TodoNetworkStack) {
    super(app, 'TodoCache');
    this.role = new iam.Role(this, 'CacheRole', {
      assumedBy: new iam.ServicePrincipal('dax.amazonaws.com'),
    });
    const subnets = new dax.CfnSubnetGroup(this, 'CacheSubnets', {
      subnetIds: network.vpc.isolatedSubnets.map((each) => each.subnetId),
    });
    const ttl = new dax.CfnParameterGroup(this, 'CacheTtl', {
      parameterNameValues: { 'record-ttl-millis': fiveMinutes, 'query-ttl-millis': fiveMinutes },
    });
    // One node in each zone: with fewer, a lost node sends every read back to the table at once.
    this.cluster = new dax.CfnCluster(this, 'Cache', {
      nodeType: 'dax.t3.small',
      replicationFactor: 3,
      iamRoleArn: this.role.roleArn,
      subnetGroupName: subnets.ref,
      parameterGroupName: ttl.ref,
      securityGroupIds: [network.daxSg.securityGroupId],
      sseSpecification: { sseEnabled: true },
      clusterEndpointEncryptionType: 'TLS',
    });
  }
}
