/** Resources and roles that no template has: what is known of them, and what is not. */
import { Permissions } from '../../lib/iam/permissions.ts';
import { document, resource } from './resources.ts';

const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const where = { account: '123456789012', region: 'eu-west-1' };
const here = new Permissions(
  [
    resource('Admin', 'AWS::IAM::Role', {
      Policies: [{ PolicyName: 'all', PolicyDocument: document(all) }],
    }),
    resource('None', 'AWS::IAM::Role', {}),
  ].map((each) => ({ ...each, ...where })),
);

test.each([
  {
    what: 'a key of the account',
    action: 'kms:Decrypt',
    on: 'arn:aws:kms:eu-west-1:123456789012:key/1',
  },
  {
    what: 'the trust of a role',
    action: 'sts:AssumeRole',
    on: 'arn:aws:iam::123456789012:role/other',
  },
  {
    what: 'a topic of another account',
    action: 'sns:Publish',
    on: 'arn:aws:sns:eu-west-1:210987654321:q',
  },
  {
    what: 'a bucket that the request says to be of another account',
    ...{ action: 's3:GetObject', on: 'arn:aws:s3:::other/a' },
    context: { 'aws:ResourceAccount': '210987654321' },
  },
])('$what, in no template, has to agree: what it says is not known', ({ what: _, ...question }) => {
  const { decision, needs } = here.may({ who: 'Admin', ...question });
  expect([decision, needs]).toEqual(['depends', [`the policy of ${question.on}`]]);
});

test('a topic of the account, in no template, does not have to agree', () => {
  const on = 'arn:aws:sns:eu-west-1:123456789012:q';
  expect(here.may({ who: 'Admin', action: 'sns:Publish', on }).decision).toBe('allowed');
});

test('whoever has no policy may nothing there either', () => {
  const on = 'arn:aws:sns:eu-west-1:210987654321:q';
  expect(here.may({ who: 'None', action: 'sns:Publish', on }).decision).toBe('implicit deny');
});

test('no policy of an organization limits the own role of a service', () => {
  const denied = { ...all, Effect: 'Deny' };
  const scps = [{ none: document(denied) }];
  const rcps = [{ none: document({ ...denied, Principal: '*' }) }];
  const asked = { action: 's3:GetObject', on: 'arn:aws:s3:::files/a', documents: { scps, rcps } };
  const path = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  const [own, another] = [path, 'role/autoscaling'].map(
    (each) => here.may({ ...asked, who: `arn:aws:iam::123456789012:${each}` }).decision,
  );
  expect([own, another]).toEqual(['depends', 'explicit deny']);
});
