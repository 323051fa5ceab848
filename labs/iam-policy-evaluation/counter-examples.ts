/** Faults for the checks that no experiment names. */
import { Aws } from 'aws-cdk-lib';
import { CfnGroup } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { CounterExample } from '../../lib/lab.ts';
import { resource } from '../../lib/mistakes.ts';
import type { Stage } from './lab.ts';
import { grant, swap } from './mistakes.ts';

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'developers-without-policy',
    stage: 'policies',
    fails: ['deny-wins-everywhere'],
    alsoFails: {
      'cases-hold': 'dave is allowed nothing by it',
      'bucket-and-object-level': 'dave, who is to do both, does neither',
      'colleague-difference-is-explained': 'dave has what only operators are to have',
      'office-only-but-services-work': 'in the office nothing is allowed either',
      'mfa-or-nothing': 'nor is a delete with MFA',
      'cross-account-needs-two': 'the half of account A is missing',
    },
    mistake: (app) => {
      swap(app, 'developers.json', 'operators.json');
    },
  },
  {
    // Attached like any policy, what was to be a limit grants.
    id: 'boundary-as-policy',
    stage: 'policies',
    fails: ['limits-do-not-grant'],
    alsoFails: {
      'cases-hold': 'newhire is allowed what nobody meant',
      'new-hire-gets-the-group': 'it is a policy of their own',
      'cross-account-needs-two': 'account B lets newhire in already',
    },
    mistake: (app) => {
      grant(app, 'NewHire', { Action: ['s3:*', 'dynamodb:*', 'sqs:*', 'logs:*'], Resource: '*' });
    },
  },
  {
    id: 'operators-may-purge',
    stage: 'policies',
    fails: ['colleague-difference-is-explained'],
    alsoFails: {
      'cases-hold': 'olga purges',
    },
    mistake: (app) => {
      swap(app, 'operators.json', 'broken/operators-may-purge.json');
    },
  },
  {
    id: 'administrators-without-boundary',
    stage: 'policies',
    fails: ['no-star-star'],
    mistake: (app) => {
      const { stack } = resource(app, 'People/Operators', CfnGroup);
      const managedPolicyArns = [`arn:${Aws.PARTITION}:iam::aws:policy/AdministratorAccess`];
      new CfnGroup(stack, 'Administrators', { managedPolicyArns });
    },
  },
  {
    id: 'notes-tell-nobody',
    stage: 'policies',
    fails: ['service-principal-is-pinned'],
    mistake: (app) => {
      resource(app, 'NotesA', CfnBucket).notificationConfiguration = undefined;
    },
  },
  {
    // The experiment with its comma put right.
    id: 'misspelt-key-alone',
    stage: 'policies',
    fails: ['service-principal-is-pinned'],
    alsoFails: {
      'cases-hold': 'S3 may not send',
      'deny-wins-everywhere': 'a case that is to be allowed is not',
      'no-star-star': 'there is no such key',
    },
    mistake: (app) => {
      swap(app, 'queue-policy.json', 'broken/misspelt-key-alone.json');
    },
  },
];
