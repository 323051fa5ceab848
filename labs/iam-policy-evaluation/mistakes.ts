/** What people do wrong with policies: they write another file, or give somebody something by hand. */
import type { App } from 'aws-cdk-lib';
import { CfnUser } from 'aws-cdk-lib/aws-iam';
import { resource } from '../../lib/mistakes.ts';
import { Policies } from './policies.ts';

/** Puts another file in the place of one of account A's. */
export function swap(app: App, file: string, other: string): void {
  const [own] = app.node.findAll().filter((each) => each instanceof Policies);
  if (own === undefined) throw new Error('there are no policies');
  own.swap(file, other);
}

export function grant(app: App, user: string, allowed: object): void {
  resource(app, user, CfnUser).policies = [
    {
      policyName: 'ByHand',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Sid: 'ByHand', Effect: 'Allow', ...allowed }],
      },
    },
  ];
}
