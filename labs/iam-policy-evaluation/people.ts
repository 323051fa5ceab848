/** Who works here: users, whose rights come from groups alone. */
import { Group, ManagedPolicy, User, type IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../../lib/rules/acknowledge.ts';
import type { Policies } from './policies.ts';

export class People extends Construct {
  constructor(scope: Construct, policies: Policies) {
    super(scope, 'People');
    const policy = (file: string): IManagedPolicy =>
      ManagedPolicy.fromManagedPolicyArn(this, file, policies.managed(file).ref);
    const developers = new Group(this, 'Developers', {
      managedPolicies: [
        policy('developers.json'),
        policy('deny-outside-office.json'),
        policy('deny-without-mfa.json'),
      ],
    });
    const operators = new Group(this, 'Operators', { managedPolicies: [policy('operators.json')] });
    // The names are written out: account B's bucket policy has to name them.
    new User(this, 'Dave', { userName: 'dave', groups: [developers] });
    new User(this, 'Olga', { userName: 'olga', groups: [developers, operators] });
    // Nobody's yet: a first day.
    new User(this, 'NewHire', { userName: 'newhire' });
    acknowledge(policies.node.findChild('Developers'), {
      rule: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::notes-a/*]',
      reason: 'all objects of one bucket are meant: a developer reads and writes every note',
      inProduction: 'gives a prefix of its own to each team',
    });
    acknowledge(policies.node.findChild('Developers'), {
      rule: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::shared-b/*]',
      reason: 'what is put there is for account B to sort',
      inProduction: 'gives a prefix of its own to each team',
    });
  }
}
