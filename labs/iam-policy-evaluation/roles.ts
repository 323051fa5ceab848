/** Roles: what programs act as, and who may make more of them. */
import {
  AccountRootPrincipal,
  CompositePrincipal,
  ManagedPolicy,
  Role,
  ServicePrincipal,
  type CfnManagedPolicy,
  type IPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Policies } from './policies.ts';

export class Roles extends Construct {
  readonly pipeline: Role;
  private readonly policies: Policies;

  constructor(scope: Construct, policies: Policies, boundary: CfnManagedPolicy) {
    super(scope, 'Roles');
    this.policies = policies;
    const programs = new CompositePrincipal(
      new ServicePrincipal('ec2.amazonaws.com'),
      new ServicePrincipal('lambda.amazonaws.com'),
    );
    // Policies name this one's sessions and Pipeline itself: names that are written out.
    this.create('AppRole', programs, { file: 'app.json', roleName: 'AppRole' });
    const account = new AccountRootPrincipal();
    this.pipeline = this.create('Pipeline', account, {
      file: 'make-roles.json',
      roleName: 'Pipeline',
    });
    this.create('BucketOnly', account, { file: 'bucket-alone.json' });
    this.create('ObjectsOnly', account, { file: 'objects-alone.json' });
    this.createDelegate(boundary);
    this.acknowledgeWildcards();
  }

  private create(
    id: string,
    assumedBy: IPrincipal,
    { file, roleName }: { readonly file: string; readonly roleName?: string },
  ): Role {
    return new Role(this, id, {
      assumedBy,
      managedPolicies: [
        ManagedPolicy.fromManagedPolicyArn(this, file, this.policies.managed(file).ref),
      ],
      ...(roleName === undefined ? {} : { roleName }),
    });
  }

  /** As Pipeline may make one: everything is allowed, and the boundary lets little of it through. */
  private createDelegate(boundary: CfnManagedPolicy): void {
    const administrator = 'AdministratorAccess';
    const delegate = new Role(this, 'Delegate', {
      roleName: 'made-by-pipeline',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(administrator)],
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', boundary.ref),
    });
    acknowledge(delegate, {
      rule: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${administrator}]`,
      reason: 'it shows that a boundary holds whatever the policy says',
      inProduction: 'gives a role what its program does, and the boundary besides',
    });
  }

  private acknowledgeWildcards(): void {
    acknowledge(this.policies.node.findChild('MakeRoles'), {
      rule: 'AwsSolutions-IAM5[Resource::arn:aws:iam::111111111111:role/made-*]',
      reason: 'roles that are yet to be made are known by how their names begin',
      inProduction: 'does the same, a beginning for each pipeline',
    });
    for (const id of ['BucketAlone', 'ObjectsAlone'])
      acknowledge(this.policies.node.findChild(id), {
        rule: 'kit/arn-level',
        reason: 'half of a policy is what this role is there to show',
        inProduction:
          'names the bucket for what is done to it, and bucket/* for what is done to objects',
      });
    acknowledge(this.policies.node.findChild('ObjectsAlone'), {
      rule: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::notes-a/*]',
      reason: 'objects are what it is about',
      inProduction: 'gives a prefix',
    });
  }
}
