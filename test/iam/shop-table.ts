/** Who may do what in a template that somebody else wrote: `templates/shop.yaml`. */
import { join } from 'node:path';
import type { Permissions, Question } from '../../lib/iam/permissions.ts';

export const shopFile = join(import.meta.dirname, 'templates', 'shop.yaml');

export const office = { 'aws:SourceIp': '192.0.2.9' };
const ownPhotos = { 'aws:SourceArn': '${Photos.Arn}', 'aws:SourceAccount': '${AWS::AccountId}' };

export type ShopRow = readonly [
  who: string,
  action: string,
  on: string,
  expected: string,
  context?: Question['context'],
];

/** The decision, then the Sid of the statement that decides, or what it depends on. */
export const shopRows: readonly ShopRow[] = [
  // Identity policies: inline, managed, by group, and what acts as a role.
  ['Resizer', 's3:GetObject', 'Photos/a.jpg', 'allowed ReadsAndWrites'],
  ['ResizerRole', 's3:PutObjectTagging', 'Photos/a.jpg', 'allowed ReadsAndWrites'],
  ['Resizer', 's3:DeleteObject', 'Photos/a.jpg', 'implicit deny'],
  ['Resizer', 's3:GetObject', 'Archive/a.jpg', 'implicit deny'],
  ['Resizer', 's3:GetObject', 'arn:aws:s3:::shop-photos/a.jpg', 'allowed ReadsAndWrites'],
  ['Resizer', 's3:GetObject', 'arn:aws:s3:::shop-photos-2/a.jpg', 'implicit deny'],
  [
    'Resizer',
    's3:GetObject',
    'Photos/a.jpg',
    'explicit deny TlsOnly',
    { 'aws:SecureTransport': 'false' },
  ],
  ['Resizer', 'dynamodb:GetItem', 'Songs', 'allowed Reads'],
  ['Resizer', 'dynamodb:Query', 'Songs', 'implicit deny'],
  ['Resizer', 'dynamodb:Query', 'Songs/index/ByYear', 'allowed ByIndex'],
  ['Resizer', 'logs:PutLogEvents', '*', 'allowed'],
  ['Reader', 'dynamodb:GetItem', 'Songs', 'depends AWS managed policy ReadOnlyAccess'],
  // A name that only the deployment makes may be any that looks like one.
  ['Dave', 'sns:Publish', 'News', 'allowed Publish', office],
  ['Dave', 'sns:Publish', 'arn:aws:sns:eu-west-1:111122223333:other', 'implicit deny', office],
  ['Dave', 'sns:Publish', 'News', 'depends aws:SourceIp'],
  ['Dave', 'sns:Publish', 'News', 'explicit deny OfficeHours', { 'aws:SourceIp': '198.51.100.7' }],
  [
    'Dave',
    'sns:Publish',
    'News',
    'allowed Publish',
    { 'aws:SourceIp': '198.51.100.7', 'aws:ViaAWSService': 'true' },
  ],
  ['Olga', 'sns:Publish', 'News', 'allowed Publish', office],
  // A star at the end of a part goes on beyond the colon.
  ['Resizer', 's3:GetObject', 'Photos/a:b', 'allowed ReadsAndWrites'],
  // Policy variables.
  ['Dave', 's3:GetObject', 'Archive/home/dave/a', 'allowed OwnFolder', office],
  ['Dave', 's3:GetObject', 'Archive/home/olga/a', 'implicit deny', office],
  ['Olga', 's3:GetObject', 'Archive/home/dave/a', 'implicit deny', office],
  // A boundary limits, and grants nothing.
  ['Admin', 'dynamodb:Scan', 'Songs', 'allowed'],
  ['Admin', 'iam:CreateUser', 'Dave', 'implicit deny'],
  // Resource policies: anybody, a service, another account, a key, a trust, an API.
  ['anonymous', 's3:GetObject', 'Photos/public/a.jpg', 'allowed AnybodyReadsPublic'],
  ['anonymous', 's3:GetObject', 'Photos/a.jpg', 'implicit deny'],
  ['Resizer', 's3:GetObject', 'Photos/public/a.jpg', 'allowed ReadsAndWrites'],
  ['s3.amazonaws.com', 'sqs:SendMessage', 'Orders', 'allowed PhotosTell', ownPhotos],
  [
    's3.amazonaws.com',
    'sqs:SendMessage',
    'Orders',
    'implicit deny',
    { ...ownPhotos, 'aws:SourceAccount': '222222222222' },
  ],
  [
    's3.amazonaws.com',
    'sqs:SendMessage',
    'Orders',
    'implicit deny',
    { ...ownPhotos, 'aws:SourceArn': '${Archive.Arn}' },
  ],
  ['s3.amazonaws.com', 'sqs:SendMessage', 'Orders', 'depends aws:SourceArn, aws:SourceAccount'],
  ['sns.amazonaws.com', 'sqs:SendMessage', 'Orders', 'implicit deny', ownPhotos],
  ['s3.amazonaws.com', 'lambda:InvokeFunction', 'Resizer', 'allowed', ownPhotos],
  [
    's3.amazonaws.com',
    'lambda:InvokeFunction',
    'Resizer',
    'implicit deny',
    { ...ownPhotos, 'aws:SourceArn': '${Archive.Arn}' },
  ],
  ['222222222222', 's3:GetObject', 'Photos/partner/a', 'depends ${Partner}'],
  ['arn:aws:iam::222222222222:role/r', 'sqs:SendMessage', 'Orders', 'implicit deny'],
  ['Admin', 'kms:ScheduleKeyDeletion', 'NotesKey', 'allowed AdminItself'],
  ['Admin', 'kms:Decrypt', 'NotesKey', 'allowed LeftToTheAccount'],
  ['Resizer', 'kms:Decrypt', 'NotesKey', 'implicit deny'],
  ['lambda.amazonaws.com', 'sts:AssumeRole', 'ResizerRole', 'allowed LambdaAssumes'],
  ['Dave', 'sts:AssumeRole', 'ResizerRole', 'implicit deny', office],
  [
    'Dave',
    'sts:AssumeRole',
    'Admin',
    'allowed AnyoneOfUs',
    { ...office, 'aws:MultiFactorAuthPresent': 'true' },
  ],
  [
    'Dave',
    'sts:AssumeRole',
    'Admin',
    'implicit deny',
    { ...office, 'aws:MultiFactorAuthPresent': [] },
  ],
  ['Dave', 'sts:AssumeRole', 'Admin', 'depends aws:MultiFactorAuthPresent', office],
  ['anonymous', 'execute-api:Invoke', 'Api/prod/GET/photos', 'allowed Anybody'],
  ['anonymous', 'execute-api:Invoke', 'Api/prod/POST/photos', 'implicit deny'],
];

/** The decision as the table writes it. */
export function toldOf(permissions: Pick<Permissions, 'may'>, row: ShopRow): string {
  const [who, action, on, , context = {}] = row;
  const { decision, by, needs } = permissions.may({ who, action, on, context });
  const told = decision === 'depends' ? needs.join(', ') : (by?.statement.sid ?? '');
  return `${decision} ${told}`.trim();
}
