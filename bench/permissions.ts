/** What the policy evaluation takes: many decisions on the facts' policies, and everybody in a template of many roles. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Permissions } from '../lib/iam/permissions.ts';
import { root } from '../lib/root.ts';
import { openTemplates } from '../lib/template/open.ts';

type Line = (says: string, seconds: readonly number[]) => void;

const rounds = 3;
const shop = join(root, 'test', 'iam', 'templates', 'shop.yaml');
const asked = [
  { who: 'Resizer', action: 's3:GetObject', on: 'Photos/a.jpg' },
  { who: 'Dave', action: 'sns:Publish', on: 'News' },
  { who: 'Admin', action: 'kms:Decrypt', on: 'NotesKey' },
  { who: 's3.amazonaws.com', action: 'sqs:SendMessage', on: 'Orders' },
  { who: 'anonymous', action: 's3:GetObject', on: 'Photos/public/a.jpg' },
] as const;

export function decisions(line: Line, folder: string): void {
  const permissions = new Permissions(openTemplates(shop).resources);
  line(
    '10,000 decisions on a template with every kind of policy',
    timed(() => {
      for (let at = 0; at < 10_000; at += 1) permissions.may(asked[at % asked.length] ?? asked[0]);
    }),
  );
  const file = join(folder, 'roles.json');
  writeFileSync(file, JSON.stringify({ Resources: roles(500) }));
  const { resources } = openTemplates(file);
  line(
    'everybody who may, of 500 roles with three statements each',
    timed(() => {
      new Permissions(resources).who({ action: 's3:GetObject', on: 'Bucket/a' });
    }),
  );
}

function timed(work: () => void): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const since = performance.now();
    work();
    return (performance.now() - since) / 1000;
  });
}

function roles(count: number): object {
  const role = (at: number): readonly [string, object] => [
    `Role${at}`,
    {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: readService('lambda.amazonaws.com'),
        Policies: [{ PolicyName: 'own', PolicyDocument: document(at) }],
      },
    },
  ];
  return {
    Bucket: { Type: 'AWS::S3::Bucket' },
    ...Object.fromEntries(Array.from({ length: count }, (_, at) => role(at))),
  };
}

function readService(Service: string): object {
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function document(at: number): object {
  const bucket = { 'Fn::Sub': '${Bucket.Arn}/*' };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: at % 2 === 0 ? 's3:Get*' : 's3:Put*', Resource: bucket },
      { Effect: 'Allow', Action: 'dynamodb:*', Resource: `arn:aws:dynamodb:*:*:table/t${at}` },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
