/** Session Manager: the agent on the host dials out, so that nothing has to be let in. */
import { Aws, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Network } from './network.ts';
import { logSessions } from './session-log.ts';

export interface SessionManagerProps {
  readonly network: Network;
  readonly fleet: ec2.SecurityGroup;
  readonly isProduction: boolean;
}

export class SessionManager {
  /** What a host carries so that its agent may sign in. */
  readonly profile: iam.CfnInstanceProfile;
  private readonly stack: Stack;
  private readonly network: Network;
  private readonly endpointSg: ec2.SecurityGroup;

  constructor(stack: Stack, { network, fleet, isProduction }: SessionManagerProps) {
    this.stack = stack;
    this.network = network;
    this.endpointSg = network.group('EndpointSg', 'Endpoints of Systems Manager: the fleet in');
    fleet.connections.allowTo(this.endpointSg, ec2.Port.HTTPS, 'Agents of Systems Manager');
    // Without a NAT gateway these two are the agent's whole world; ec2messages is of former agents.
    this.endpoint('Ssm', 'ssm');
    this.endpoint('SsmMessages', 'ssmmessages');
    const role = this.role();
    this.profile = new iam.CfnInstanceProfile(stack, 'HostProfile', { roles: [role.roleName] });
    if (!isProduction) return;
    this.endpoint('Logs', 'logs');
    logSessions(new Construct(stack, 'Sessions'), role);
  }

  /** With private DNS the agent finds it under the name that it asks for anyway. */
  private endpoint(id: string, service: string): void {
    const { vpc, privateA, privateB } = this.network;
    new ec2.CfnVPCEndpoint(this.stack, id, {
      vpcEndpointType: 'Interface',
      vpcId: vpc.ref,
      serviceName: `com.amazonaws.${Aws.REGION}.${service}`,
      subnetIds: [privateA.ref, privateB.ref],
      securityGroupIds: [this.endpointSg.securityGroupId],
      privateDnsEnabled: true,
    });
  }

  private role(): iam.Role {
    const policy = 'AmazonSSMManagedInstanceCore';
    const role = new iam.Role(this.stack, 'HostRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    acknowledge(role, {
      rule: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
      reason: "the AWS-managed policy tracks the agent's needs",
      inProduction: 'does the same',
    });
    return role;
  }
}
