/** What `expectMay` refuses to answer. */
import { ExpectationFailed, expectMay } from '../../lib/assertions/index.ts';
import { thrownBy } from '../template/folder.ts';
import { news } from './news.ts';
import { said } from './said.ts';

const made = expectMay(news);

const asking =
  (action: string, on: string, carrying = {}) =>
  () => {
    made.of('Reader').doing(action, carrying).on(on).isDenied();
  };
const refused = [
  {
    says: 'an action that is not there',
    run: asking('sqs:SendMesage', 'News'),
    words: /^BadAction: sqs has no action 'SendMesage'; did you mean 'sqs:SendMessage'\?/,
  },
  {
    says: 'a service that is not there',
    run: asking('sqss:SendMessage', 'News'),
    words: /^BadAction: no service has the prefix 'sqss'; did you mean 'sqs'\?/,
  },
  {
    says: 'what is no action',
    run: asking('constructor:toString', 'News'),
    words: /^BadAction: no service has the prefix 'constructor'/,
  },
  {
    says: 'a pattern of actions',
    run: asking('sqs:*', 'News'),
    words: /^BadAction: 'sqs:\*' is no action/,
  },
  {
    says: 'a resource that is not there',
    run: asking('sqs:SendMessage', 'Newz'),
    words: /^UnknownPlace: .*'Newz'; did you mean 'News'\?/,
  },
  {
    says: 'a principal that is not there',
    run: () => {
      made.of('Redaer').doing('sqs:SendMessage').on('News').isDenied();
    },
    words: /^UnknownPlace: .*'Redaer'; did you mean 'Reader'\?/,
  },
  {
    says: 'one in a list that is not there',
    run: () => {
      made.only(['Redaer']).doing('sqs:SendMessage').on('News');
    },
    words: /^UnknownPlace: .*'Redaer'/,
  },
  {
    says: 'an action on what it is never on',
    run: asking('s3:GetObject', 'News'),
    words: /^BadResource: s3:GetObject is on .*object/,
  },
  {
    says: 'a key without a prefix',
    run: asking('sqs:SendMessage', 'News', { SourceIp: 'x' }),
    words: /^BadContext: 'SourceIp' is no condition key/,
  },
  {
    says: 'a key that is nearly one',
    run: asking('sqs:SendMessage', 'News', { 'aws:SourceIpp': 'x' }),
    words: /^BadContext: .* aws:SourceIpp; did you mean 'aws:SourceIp'\?/,
  },
  {
    says: 'a value that the key never has',
    run: asking('sqs:SendMessage', 'News', { 'aws:SourceIp': '300.1.1.1' }),
    words: /^BadContext: aws:SourceIp is one address .*'300\.1\.1\.1'/,
  },
  {
    says: 'several values of one',
    run: asking('sqs:SendMessage', 'News', { 'aws:SourceIp': ['1.1.1.1', '2.2.2.2'] }),
    words: /^BadContext: aws:SourceIp has one value in a request, not 2/,
  },
  {
    says: 'one key twice',
    run: asking('sqs:SendMessage', 'News', { 'aws:SourceIp': null, 'aws:sourceip': '1.1.1.1' }),
    words: /^BadContext: aws:SourceIp and aws:sourceip are one key/,
  },
  {
    says: 'a value that names nothing',
    run: asking('sqs:SendMessage', 'News', { 'aws:SourceArn': '${Newz.Arn}' }),
    words: /^BadContext: no resource is called 'Newz'/,
  },
  {
    says: 'a policy that AWS would not take',
    run: () => {
      expectMay(news, { policies: { session: { mine: { Statement: 'x' } } } });
    },
    words: /^BadPolicy: .*mine/,
  },
];

test.each(refused)('refuses $says', ({ run, words }) => {
  expect(thrownBy(run)).not.toBeInstanceOf(ExpectationFailed);
  expect(said(run)).toMatch(words);
});
