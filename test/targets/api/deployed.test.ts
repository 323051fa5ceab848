import fc from '../../support/fast-check.ts';
import { Unavailable } from '../../../lib/errors.ts';
import {
  deployedAt,
  referenceTo,
  substituted,
  type Deployed,
} from '../../../lib/targets/api/deployed.ts';

const made = (type: string, path: string, physicalId = 'the-id'): Deployed => ({
  ...{ stack: 'S', logicalId: path.replaceAll('/', ''), path: `S/${path}`, type, physicalId },
  properties: {},
});
const table = made('AWS::DynamoDB::Table', 'Data/Todos', 'todos-1');
const role = made('AWS::IAM::Role', 'Web/Role', 'web-role');
const where = { region: 'eu-west-1', account: '111122223333' };

test.each([
  ['AWS::Region', 'eu-west-1'],
  ['AWS::AccountId', '111122223333'],
  ['Data/Todos', 'todos-1'],
  ['DataTodos', 'todos-1'],
  ['Role.Arn', 'arn:aws:iam::111122223333:role/web-role'],
])('${%s} is %s', (name, is) => {
  expect(referenceTo([table, role], name, where)).toBe(is);
});

test.each([
  ['AWS::S3::Bucket', 'arn:aws:s3:::the-id'],
  ['AWS::DynamoDB::Table', 'arn:aws:dynamodb:eu-west-1:111122223333:table/the-id'],
  ['AWS::Lambda::Function', 'arn:aws:lambda:eu-west-1:111122223333:function:the-id'],
  ['AWS::Cognito::UserPool', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/the-id'],
  ['AWS::IAM::User', 'arn:aws:iam::111122223333:user/the-id'],
  ['AWS::KMS::Key', 'arn:aws:kms:eu-west-1:111122223333:key/the-id'],
  ['AWS::Logs::LogGroup', 'arn:aws:logs:eu-west-1:111122223333:log-group:the-id:*'],
])('the name of an %s is made as AWS makes it', (type, arn) => {
  expect(referenceTo([made(type, 'X')], 'X.Arn', where)).toBe(arn);
});

test.each([
  ['Todos.StreamArn', `the kit does not know 'StreamArn' of AWS::DynamoDB::Table`],
  ['Todos.', `the kit does not know '' of AWS::DynamoDB::Table`],
])('refuses ${%s}', (name, message) => {
  expect(() => referenceTo([table], name, where)).toThrow(message);
});

test.each([
  [
    'AWS::SQS::Queue',
    'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs',
    'arn:aws:sqs:eu-west-1:111122223333:jobs',
  ],
  [
    'AWS::SNS::Topic',
    'arn:aws:sns:eu-west-1:111122223333:t',
    'arn:aws:sns:eu-west-1:111122223333:t',
  ],
])('the name of an %s comes out of what CloudFormation calls it', (type, id, arn) => {
  expect(referenceTo([made(type, 'X', id)], 'X.Arn', where)).toBe(arn);
});

test('refuses the name of a type that it cannot make', () => {
  expect(() => referenceTo([made('AWS::EC2::VPC', 'X')], 'X.Arn', where)).toThrow(
    expect.objectContaining({ code: 'UnknownAttribute' }) as Error,
  );
});

test('what is not there is not built at this stage', () => {
  expect(() => deployedAt([table], 'Files')).toThrow(
    new Unavailable('not built at this stage: Files'),
  );
  expect(() => deployedAt([table], 'Todos', ['AWS::S3::Bucket'])).toThrow(Unavailable);
});

test('refuses a place that means two, and takes the type that is asked for', () => {
  const both = [made('AWS::IAM::Role', 'Web/X'), made('AWS::Lambda::Function', 'Api/X')];
  expect(() => deployedAt(both, 'X')).toThrow(`'X' means S/Web/X, S/Api/X`);
  expect(deployedAt(both, 'X', ['AWS::Lambda::Function'])).toBe(both[1]);
});

const look = (name: string) => Promise.resolve(`<${name}>`);

test('every reference in text is replaced, in keys, lists and depth; bytes and numbers are left', async () => {
  const bytes = new Uint8Array([36, 123]);
  expect(
    await substituted(
      { '${A}-x': ['${B.Arn}/${C}', 3, null, true], deep: { key: '$' }, bytes },
      look,
    ),
  ).toEqual({ '<A>-x': ['<B.Arn>/<C>', 3, null, true], deep: { key: '$' }, bytes });
});

test('fails where a name is unknown', async () => {
  const unknown = () => Promise.reject(new Unavailable('not built'));
  await expect(substituted({ a: ['${X}'] }, unknown)).rejects.toThrow('not built');
});

test('what holds no reference is unchanged', async () => {
  const data = fc.jsonValue({ maxDepth: 3 }).filter((each) => !JSON.stringify(each).includes('${'));
  await fc.assert(
    fc.asyncProperty(data, async (value) => {
      expect(await substituted(value, look)).toEqual(value);
    }),
  );
});

test('what is put in place of a reference is not looked into again', async () => {
  expect(await substituted('${A}', () => Promise.resolve('${A}'))).toBe('${A}');
});
