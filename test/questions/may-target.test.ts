/** What `lab may` says of a principal, an action or a resource that means nothing, and what it takes. */
import { join } from 'node:path';
import { refuseUnknownAction, resourceTypesOf } from '../../lib/questions/may-names.ts';
import { isInTemplate, namedPrincipal, refuseResource } from '../../lib/questions/may-target.ts';
import { Permissions } from '../../lib/iam/permissions.ts';
import { openTemplates } from '../../lib/template/open.ts';
import type { Resource } from '../../lib/template/template.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const shop = join(import.meta.dirname, '..', 'iam', 'templates', 'shop.yaml');
const { resources } = openTemplates(shop);
const permissions = new Permissions(resources);
const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

async function look(action: string, on: string, sources: readonly Resource[] = resources) {
  const known = sources === resources ? permissions : new Permissions(sources);
  refuseResource(known, sources, { action, on, types: await resourceTypesOf(action) });
}

const taken = [
  ['s3:GetObject', 'Photos/a'],
  ['s3:GetObject', 'arn:aws:s3:::other/a'],
  ['s3:GetObject', 'arn:aws:s3:::other/'],
  ['s3:GetObject', 'arn:aws:s3:::other*'],
  ['s3:ListBucket', 'Photos'],
  ['sns:Publish', 'News'],
  ['iam:GetRole', 'arn:aws:iam::111122223333:role/a/path/other'],
  ['s3:GetObject', 'arn:${AWS::Partition}:s3:::other/${Key}'],
  ['s3:GetObject', 'arn:aws:${Service}:::other'],
  ['s3:GetObject', '*'],
  ['s3:ListAllMyBuckets', 'arn:aws:s3:::other'],
  ['sts:AssumeRole', 'Admin'],
  ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/other'],
  ['ssm:SendCommand', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1'],
  ['ssm:StartSession', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1'],
  ['iam:PassRole', 'Admin'],
  ['execute-api:Invoke', 'Api/prod/GET/'],
  ['es:ESHttpGet', 'arn:aws:es:eu-west-1:111122223333:domain/logs'],
  ['backup:StartRestoreJob', 'arn:aws:rds:eu-west-1:111122223333:snapshot:awsbackup:1'],
  ['S3:getobject', 'Photos/a'],
] as const;

test.each(taken)('%s on %s may be asked', async (action, on) => {
  await expect(look(action, on)).resolves.toBeUndefined();
});

const refused = [
  [
    ...['s3:GetObject', 'News', 'BadResource'],
    /^s3:GetObject is on .*object, not on anything of sns$/,
    /^such as arn:aws:s3:::BucketName\/ObjectName$/,
  ],
  ['s3:GetObject', 'arn:aws:sns:eu-west-1:111122223333:t', 'BadResource', /of sns$/, /such as/],
  ['s3:GetObject', 'Photos', 'BadResource', /^s3:GetObject is on .*object, not on arn/, /such as/],
  ['s3:ListBucket', 'Photos/a', 'BadResource', /^s3:ListBucket is on .*bucket, not on/, /such as/],
  ['sts:AssumeRole', 'Photos', 'BadResource', /is on role, not on anything of s3/, /iam/],
  ['s3:GetObject', 'arn:', 'BadResource', /'arn:' is no ARN/, /such as arn:aws:s3/],
  ['s3:GetObject', 'Photoz/a', 'UnknownPlace', /called 'Photoz\/a'/, /did you mean 'Photos'\?/],
  ['s3:GetObject', 'Elsewhere', 'UnknownPlace', /'Elsewhere'/, /^there are: Photos, Archive$/],
  ['kinesis:PutRecord', 'Elsewhere', 'UnknownPlace', /'Elsewhere'/, /^the template has none that/],
  ['s3:ListAllMyBuckets', 'Elsewhere', 'UnknownPlace', /'Elsewhere'/, /ask about '\*'$/],
] as const;

test.each(refused)('%s on %s is %s', async (...[action, on, code, message, next]) => {
  await expect(look(action, on)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
    next: expect.stringMatching(next) as string,
  });
});

test('of many names some are listed, and how many more there are', async () => {
  const bucket = { Type: 'AWS::S3::Bucket' };
  const buckets = Array.from({ length: 15 }, (_, index) => [`B${index}`, bucket] as const);
  const file = folder.write('many.json', { Resources: Object.fromEntries(buckets) });
  await expect(
    look('s3:ListBucket', 'Elsewhere', openTemplates(file).resources),
  ).rejects.toMatchObject({
    next: expect.stringMatching(/^there are: B0, .*B11 and 3 more$/) as string,
  });
});

test('of a resource whose ARN is not known its type is told', async () => {
  const file = folder.write('custom.json', { Resources: { Thing: { Type: 'Custom::Thing' } } });
  await expect(
    look('s3:GetObject', 'Thing/a', openTemplates(file).resources),
  ).rejects.toMatchObject({
    code: 'NotModelled',
    message: 'Thing is of type Custom::Thing, whose ARN is not known here',
  });
});

const principals = [
  ['Resizr', "did you mean 'Resizer'?"],
  ['Elsewhere', 'there are: Resizer'],
  ['ANONYMOUS', "did you mean 'anonymous'?"],
  ['LAMBDA.AMAZONAWS.COM', "did you mean 'lambda.amazonaws.com'?"],
  ['lambda.amazonaws.com.cn', "did you mean 'lambda.amazonaws.com'?"],
] as const;

test.each(principals)('no principal is called %s, and names are told', (who, next) => {
  const ask = () => permissions.may({ who, action: 's3:GetObject', on: 'Photos/a' });
  expect(() => namedPrincipal(who, ask)).toThrow(
    expect.objectContaining({
      message: `no principal is called '${who}'`,
      next: expect.stringContaining(next) as string,
    }) as Error,
  );
});

test('what is wrong with a principal otherwise is told as it is', () => {
  const ask = () => permissions.may({ who: 'arn:aws:s3:::b', action: 's3:GetObject', on: '*' });
  expect(() => namedPrincipal('arn:aws:s3:::b', ask)).toThrow(/neither a role, a user nor/);
});

test.each(['__proto__:x', 'constructor:toString', 's3:constructor', 'toString'])(
  '%s is no action',
  async (action) => {
    await expect(refuseUnknownAction(action)).rejects.toMatchObject({ code: 'BadAction' });
  },
);

const places = [
  ['Photos/a', true],
  ['arn:aws:s3:::shop-photos/a', true],
  ['arn:aws:s3:::shop-photos', true],
  ['arn:aws:s3:::shop-photos-2/a', false],
  ['arn:aws:sns:eu-west-1:111122223333:t', false],
  ['*', false],
] as const;

test.each(places)('%s is in the template: %s', (on, is) => {
  expect(isInTemplate(permissions, resources, { action: 's3:GetObject', on })).toBe(is);
});

const ends: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [['Admin', 's3:GetObject', 'News'], /^s3:GetObject is on .* not on anything of sns\nsuch as/],
  [['Admin', 's3:GetObject', 'Photos/a', '--context', '__proto__=x'], /^'__proto__' is no/],
  [['Admin', 'constructor:toString', 'Photos/a'], /^no service has the prefix 'constructor'\n/],
  [['Nobody', 's3:GetObject', 'Photos/a'], /^no principal is called 'Nobody'\nthere are: Resizer/],
];

test.each(ends)('%j ends with 3 and two lines', async (words, says) => {
  const { code, out, err } = await cli(['may', shop, ...words]);
  expect(err).toMatch(says);
  expect({ code, out, lines: err.trimEnd().split('\n').length }).toEqual({
    code: 3,
    out: '',
    lines: 2,
  });
});
