/** What a person may have at hand: each form is seen as what it is. */
import fs from 'node:fs';
import { CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { expectMay, expectNetwork, internet } from '../../lib/assertions/index.ts';
import { lookedAt } from '../../lib/assertions/look.ts';
import { withNames } from '../../lib/assertions/logical-names.ts';
import type { Subject } from '../../lib/assertions/subject.ts';
import { thrownBy } from '../template/folder.ts';
import { said } from './said.ts';
import { quietApp, shop } from './shop.ts';

const { app, network, stack, web } = shop();
const templates = [Template.fromStack(network), Template.fromStack(stack)];
const { directory } = app.synth();

const subjects: readonly { what: string; subject: Subject; web: string; group: string }[] = [
  { what: 'a stack', subject: stack, web: 'Web', group: 'Web/InstanceSecurityGroup' },
  { what: 'a construct of it', subject: web, web: 'Web', group: 'Web/InstanceSecurityGroup' },
  { what: 'the app', subject: app, web: 'Web', group: 'Web/InstanceSecurityGroup' },
  { what: 'its templates', subject: templates, web: 'Web', group: 'WebInstanceSecurityGroup' },
  {
    what: 'its templates as data',
    subject: templates.map((each) => each.toJSON() as { Resources: object }),
    web: 'Web',
    group: 'WebInstanceSecurityGroup',
  },
  { what: 'its assembly', subject: directory, web: 'Web', group: 'WebInstanceSecurityGroup' },
];

test.each(subjects)('$what is read with its names', ({ subject, web: name, group }) => {
  const run = (): void => {
    expectNetwork(subject).from(internet()).to(name).tcp(80).isAllowed();
  };
  expect(said(run)).toContain(`blocked, ENI_SG_RULES_MISMATCH at ${group}\n`);
  expect(
    said(() => {
      expectMay(subject).of('List').doing('dynamodb:Scan').on('Todos').isAllowed();
    }),
  ).toBe('');
});

test('one template of two hangs on the other', () => {
  const run = (): void => {
    expectNetwork(templates[1] ?? stack)
      .from('Web')
      .to('Db')
      .tcp(5432)
      .isAllowed();
  };
  expect(said(run)).toMatch(/depends on [^]*import\s+Net:ExportsOutput/);
});

test('a stack brings those that refer to it, and no others', () => {
  const two = shop();
  const other = new Stack(two.app, 'Other');
  const rule = {
    GroupId: two.web.connections.securityGroups[0]?.securityGroupId,
    IpProtocol: '-1',
    CidrIp: '0.0.0.0/0',
  };
  new CfnResource(other, 'Opens', { type: 'AWS::EC2::SecurityGroupIngress', properties: rule });
  const apart = new Stack(two.app, 'Apart');
  new CfnResource(apart, 'Alone', { type: 'AWS::SQS::Queue' });
  const { resources } = lookedAt(two.stack);
  expect(new Set(resources.map((each) => each.stack))).toEqual(new Set(['Net', 'Shop', 'Other']));
  expectNetwork(two.stack).from(internet()).to('Web').tcp(22).isAllowed();
  expect(new Set(lookedAt(apart).resources.map((each) => each.stack))).toEqual(new Set(['Apart']));
});

test('a stage is seen alone, and an app with all its stages', () => {
  const all = quietApp();
  const [live] = ['Live', 'Test'].map((name) => {
    const stage = new Stage(all, name, { env: { account: '111122223333', region: 'eu-west-1' } });
    new CfnResource(new Stack(stage, 'Queues'), 'Jobs', { type: 'AWS::SQS::Queue' });
    return stage;
  });
  const seen = (subject: Subject = all) => lookedAt(subject).resources;
  expect(seen(live)).toMatchObject([
    { path: 'Live/Queues/Jobs', stack: 'Live-Queues', region: 'eu-west-1' },
  ]);
  expect(seen().map(({ path }) => path)).toEqual(['Live/Queues/Jobs', 'Test/Queues/Jobs']);
});

test('a nested stack is seen with the stack that it is in, and the other way round', () => {
  const outer = new Stack(quietApp(), 'Outer');
  const inner = new NestedStack(outer, 'Inner');
  new CfnResource(inner, 'Jobs', { type: 'AWS::SQS::Queue' });
  const paths = (subject: Subject) => lookedAt(subject).resources.map(({ path }) => path);
  expect(paths(outer)).toContain('Outer/Inner/Jobs');
  expect(paths(inner)).toEqual(paths(outer));
});

const nested = {
  Resources: {
    Inner: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'https://s3.amazonaws.com/b/k' },
    },
    Jobs: { Type: 'AWS::SQS::Queue' },
  },
};

test('what is not here is said, and answered from only where that is allowed', () => {
  expect(
    said(() => {
      expectNetwork(nested);
    }),
  ).toMatch(
    /^NotComplete: the template of Inner in Template\.json is not here: .*; \{ allowsIncomplete: true \}/,
  );
  expect(lookedAt(nested, { allowsIncomplete: true }).resources).toHaveLength(2);
});

test('what stands in parameters and assumptions is known', () => {
  const template = {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } } },
  };
  const [jobs] = lookedAt(template, { parameters: { Name: 'jobs' } }).resources;
  expect(jobs?.properties).toEqual({ QueueName: 'jobs' });
});

const refused: readonly { what: string; subject: unknown; words: RegExp }[] = [
  { what: 'nothing', subject: undefined, words: /^NoTemplate: this is undefined, not a template/ },
  { what: 'a number', subject: 7, words: /^NoTemplate: this is 7/ },
  {
    what: 'a path to nothing',
    subject: 'no/such.json',
    words: /^BadTemplate: no\/such\.json cannot be read/,
  },
  { what: 'no templates', subject: [], words: /^BadTemplate: .* names no stack/ },
  {
    what: 'data that is no template',
    subject: { Resources: [] },
    words: /^BadTemplate: Template\.json cannot be read: /,
  },
  {
    what: 'data in a circle',
    subject: circle(),
    words: /^BadTemplate: Template\.json cannot be read: Converting circular/,
  },
  {
    what: 'a construct of no app',
    subject: new Construct(undefined as never, ''),
    words: /^NoApp: /,
  },
  { what: 'a function', subject: () => ({}), words: /^NoTemplate: / },
];

function circle(): object {
  const ring: Record<string, unknown> = {};
  ring['Resources'] = ring;
  return ring;
}

test.each(refused)('refuses $what', ({ subject, words }) => {
  expect(
    said(() => {
      expectNetwork(subject as Subject);
    }),
  ).toMatch(words);
});

test('nothing is left of data that was written down', () => {
  const made = jest.spyOn(fs, 'mkdtempSync');
  expectNetwork(nested, { allowsIncomplete: true });
  thrownBy(() => expectNetwork({ Resources: { A: 1 } }));
  const folders = made.mock.results.map(({ value }) => value as string);
  made.mockRestore();
  expect(folders.map((each) => fs.existsSync(each))).toEqual([false, false]);
});

const named = (...ids: readonly string[]) =>
  withNames(
    ids.map((logicalId) => ({
      stack: 'S',
      logicalId,
      path: logicalId,
      type: 'T',
      properties: {},
      metadata: {},
    })),
  ).map(({ path }) => path);

test('a logical id loses its hash, unless two would be called the same', () => {
  expect(named('Db0A1B2C3D', 'Web')).toEqual(['S/Db', 'S/Web']);
  expect(named('Db0A1B2C3D', 'Db9A1B2C3D')).toEqual(['Db0A1B2C3D', 'Db9A1B2C3D']);
  expect(named('Db0A1B2C3D', 'Db')).toEqual(['Db0A1B2C3D', 'Db']);
  expect(named('0A1B2C3D', '__proto__')).toEqual(['S/0A1B2C3D', 'S/__proto__']);
});
