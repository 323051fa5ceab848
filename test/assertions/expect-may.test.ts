/** What `expectMay` says of the templates of test/iam. */
import { join } from 'node:path';
import { ExpectationFailed, expectMay } from '../../lib/assertions/index.ts';
import { thrownBy } from '../template/folder.ts';
import { news } from './news.ts';
import { said } from './said.ts';
import { shop } from './shop.ts';

const cdk = expectMay(shop().stack);

const made = expectMay(news);
const limited = expectMay(news, {
  policies: {
    scps: [{ all: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } }],
  },
});

const away = { 'aws:SourceIp': '198.51.100.7' };
const home = { 'aws:SourceIp': '203.0.113.7' };
const writer = () => made.of('Writer');

const held = [
  {
    says: 'a function may what its table granted',
    run: () => {
      cdk.of('List').doing('dynamodb:Scan').on('Todos').isAllowed();
    },
  },
  {
    says: 'it may no more than that',
    run: () => {
      cdk.of('List').doing('dynamodb:PutItem').on('Todos').isDenied({ by: 'implicit deny' });
    },
  },
  {
    says: 'it is the only one who may',
    run: () => {
      cdk.only(['List']).doing('dynamodb:Scan').on('Todos');
    },
  },
  {
    says: 'a statement is called by its Sid',
    run: () => {
      writer().doing('sqs:PurgeQueue').on('News').isDenied({ by: 'NeverPurge' });
    },
  },
  {
    says: 'and so is one that allows',
    run: () => {
      made.of('Reader').doing('sqs:ReceiveMessage').on('News').isAllowed({ by: 'Read' });
    },
  },
  {
    says: 'a request that carries one address is allowed',
    run: () => {
      writer().doing('sqs:SendMessage', home).on('News').isAllowed({ by: 'Write' });
    },
  },
  {
    says: 'and with another denied',
    run: () => {
      writer().doing('sqs:SendMessage', away).on('News').isDenied({ by: 'AtHomeOnly' });
    },
  },
  {
    says: 'a request may be without a key',
    run: () => {
      writer()
        .doing('sqs:SendMessage', { 'aws:SourceIp': null })
        .on('News')
        .isDenied({ by: 'AtHomeOnly' });
    },
  },
  {
    says: 'nobody is a list without names',
    run: () => {
      made.only([]).doing('sqs:PurgeQueue').on('News');
    },
  },
  {
    says: 'policies that no template shows count',
    run: () => {
      limited.of('Reader').doing('sqs:ReceiveMessage').on('News').isDenied();
    },
  },
];

test.each(held)('$says', ({ run }) => {
  expect(said(run)).toBe('');
});

const failed = [
  {
    says: 'what is denied is not allowed: what is missing, and what nearly allows it',
    run: () => {
      made.of('Reader').doing('sqs:SendMessage').on('News').isAllowed();
    },
    words: [
      'expected that Reader -> sqs:SendMessage on News is allowed\n\nReader -> sqs:SendMessage on News: implicit deny, no policy allows it',
      'Missing: a statement that allows sqs:SendMessage',
      "Nearly:\n  statement 'Read'",
    ],
  },
  {
    says: 'what is allowed is not denied',
    run: () => {
      made.of('Reader').doing('sqs:ReceiveMessage').on('News').isDenied();
    },
    words: [
      "is denied\n\nReader -> sqs:ReceiveMessage on News: allowed, by statement 'Read' of inline policy Own of",
    ],
  },
  {
    says: 'a wrong statement tells the true one',
    run: () => {
      writer().doing('sqs:PurgeQueue').on('News').isDenied({ by: 'implicit deny' });
    },
    words: [
      "is denied by implicit deny\n\nWriter -> sqs:PurgeQueue on News: explicit deny, by statement 'NeverPurge'",
    ],
  },
  {
    says: 'an allowance by another statement is told too',
    run: () => {
      made.of('Reader').doing('sqs:ReceiveMessage').on('News').isAllowed({ by: 'Write' });
    },
    words: [
      "is allowed by Write\n\nReader -> sqs:ReceiveMessage on News: allowed, by statement 'Read'",
    ],
  },
  {
    says: 'what depends on the request is not allowed',
    run: () => {
      writer().doing('sqs:SendMessage').on('News').isAllowed();
    },
    words: [
      'It depends on:\n  aws:SourceIp',
      "State what is not said: doing(action, { 'aws:Key': value })",
    ],
  },
  {
    says: 'and not denied',
    run: () => {
      writer().doing('sqs:SendMessage').on('News').isDenied();
    },
    words: ['It depends on:\n  aws:SourceIp'],
  },
  {
    says: 'somebody else who may is named and explained',
    run: () => {
      made.only(['Reader']).doing('sqs:ReceiveMessage').on('News');
    },
    words: [
      'expected that only Reader may sqs:ReceiveMessage on News\n\nOthers may: Writer\nWriter -> sqs:ReceiveMessage on News: allowed',
    ],
  },
  {
    says: 'somebody else who perhaps may is not nobody',
    run: () => {
      made.only([]).doing('sqs:SendMessage').on('News');
    },
    words: ['Others may: Writer?\nWriter -> sqs:SendMessage on News: depends'],
  },
  {
    says: 'whoever is named must be allowed',
    run: () => {
      made.only(['Reader', 'Writer']).doing('sqs:GetQueueUrl').on('News');
    },
    words: ['may sqs:GetQueueUrl on News\n\nReader -> sqs:GetQueueUrl on News: implicit deny'],
  },
];

test.each(failed)('$says', ({ run, words }) => {
  expect(thrownBy(run)).toBeInstanceOf(ExpectationFailed);
  for (const each of words) expect(said(run)).toContain(each);
  // What is typed at a prompt helps nobody in a test.
  expect(said(run)).not.toMatch(/--\w/);
});

test('a template of a path gives lines', () => {
  const file = join(import.meta.dirname, '..', 'iam', 'templates', 'shop.yaml');
  const message = said(() => {
    expectMay(file).of('anonymous').doing('s3:GetObject').on('Photos/public/a').isDenied();
  });
  expect(message).toMatch(/'AnybodyReadsPublic'[^]*\(shop\.yaml:\d+\)[^]*Lines are of files in /);
});

test('a role that a policy only names is somebody else who may', () => {
  const named = expectMay({
    Resources: {
      Files: { Type: 'AWS::S3::Bucket' },
      Wide: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          Roles: ['existing'],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
        },
      },
    },
  });
  const thrown = thrownBy(() => {
    named.only([]).doing('s3:GetObject').on('Files/*');
  });
  expect(thrown).toBeInstanceOf(ExpectationFailed);
  expect(String(thrown)).toContain('role existing (not in the template)');
});
