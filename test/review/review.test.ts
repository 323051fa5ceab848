/** `lab review`: the report on templates of labs and of strangers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownOf } from '../../lib/review/markdown.ts';
import type { Report } from '../../lib/review/report.ts';
import { root } from '../../lib/root.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../template/folder.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

async function reviewed(...words: readonly string[]): Promise<Report> {
  const { out } = await cli(['review', ...words, '--rules', 'kit', '--json']);
  return (JSON.parse(out) as { data: Report }).data;
}

const queue = (more: object = {}) => ({ Type: 'AWS::SQS::Queue', ...more });
const anybody = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Jobs' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }],
    },
  },
};
const before = folder.write('before.json', { Resources: { Jobs: queue() } });
const after = folder.write('after.json', {
  Resources: { Jobs: queue(), More: queue({ DeletionPolicy: 'Retain' }), Policy: anybody },
});

test('what needs a person stands first', async () => {
  const { verdict } = await reviewed(after);
  expect(verdict.attention).toEqual([
    'Policies let anybody in at: Jobs',
    'Left behind when it is removed: More',
  ]);
});

test('against a base it says what is new', async () => {
  const { change } = await reviewed(after, '--base', before);
  expect(change?.resources.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
    'added More',
    'added Policy',
  ]);
  expect(change?.newFindings.map(({ id }) => id)).toContain('kit/queue-dlq@after/More');
});

test('of a lab at a stage it has the ledger, each finding with its reason', async () => {
  const { of, findings, accepted } = await reviewed('alb-asg@1');
  expect(of.stage).toContain('stage 1 of 1');
  expect(findings).toEqual([]);
  expect(accepted.filter(({ state }) => state === 'covers').map(({ rule }) => rule)).toEqual([
    'kit/default-sg-closed',
    'kit/https-or-redirect',
  ]);
  expect(accepted.filter(({ reason }) => reason === '')).toEqual([]);
});

test('two runs give the same bytes', async () => {
  const one = await cli(['review', after, '--base', before, '--rules', 'kit']);
  const other = await cli(['review', after, '--base', before, '--rules', 'kit']);
  expect(other.out).toBe(one.out);
});

test.each([
  [['--fail-on', 'findings'], 1],
  [['--fail-on', 'exposure'], 0],
  [['--fail-on', 'cost', '--base', after], 0],
  [['--fail-on', 'findings', '--fail-on', 'exposure'], 1],
  [[], 0],
])('%j ends with %d', async (options, expected) => {
  const { code } = await cli(['review', after, ...options, '--rules', 'kit']);
  expect(code).toBe(expected);
});

test('what it cannot fail on is bad input', async () => {
  const { code, err } = await cli(['review', after, '--fail-on', 'weather']);
  expect([code, err]).toEqual([3, expect.stringContaining('there are: findings, exposure, cost')]);
});

test('a stage that is said twice is bad input', async () => {
  const { code, err } = await cli(['review', 'alb-asg@1', '--stage', '1']);
  expect([code, err]).toEqual([3, expect.stringContaining('says it again')]);
});

test.each([
  { of: 'SAM', more: { Transform: 'AWS::Serverless-2016-10-31' } },
  { of: 'an account', more: { Transform: ['AWS::LanguageExtensions', { Name: 'Ours' }] } },
])('a macro of $of, which only CloudFormation runs, is refused', async ({ more }) => {
  const file = folder.write('macro.json', { ...more, Resources: { Jobs: queue() } });
  const { code, err } = await cli(['review', file, '--fail-on', 'findings']);
  expect([code, err]).toEqual([3, expect.stringContaining('is not yet what is deployed')]);
  expect(err).toContain('--template-stage Processed');
});

test('a macro that only adds something is told', async () => {
  const Transform = 'AWS::SecretsManager-2024-09-16';
  const file = folder.write('adding.json', { Transform, Resources: { Jobs: queue() } });
  const { provenance } = await reviewed(file);
  expect(provenance.open.join()).toContain('is run by CloudFormation alone');
});

test('a macro in the place of properties is told as one', async () => {
  const Jobs = { ...queue(), Properties: { 'Fn::Transform': { Name: 'Ours' } } };
  const { code, err } = await cli(['review', folder.write('made.json', { Resources: { Jobs } })]);
  expect([code, err]).toEqual([3, expect.stringContaining('macro Ours makes its Properties')]);
});

test('a name that looks like Markdown or HTML is text', async () => {
  const name = '<script>alert(1)</script> | `x` [a](http://b) *c*\u001b[31m\nnew';
  const hostile = folder.write('hostile.json', {
    Resources: { Jobs: queue({ Metadata: { 'aws:cdk:path': `S/${name}` } }) },
  });
  const text = markdownOf(await reviewed(hostile));
  expect(text).not.toMatch(/<script|\[a\]\(|[^\\]\| `x|\u001b/);
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; \\| \\`x\\`');
});

test('of a lab it names the line of the source that made each resource', async () => {
  const { inventory } = await reviewed('alb-asg');
  const all = inventory.flatMap(({ resources }) => resources);
  const wrote = (place: string): string => {
    const [file = '', line = 0] =
      all.find((each) => each.place === place)?.madeAt?.split(':') ?? [];
    return readFileSync(join(root, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
  };
  expect(all.filter(({ madeAt }) => madeAt?.startsWith('labs/alb-asg/') !== true)).toEqual([]);
  expect(wrote('Alb')).toContain("new elb.CfnLoadBalancer(stack, 'Alb'");
});

test('a list that is not known is one thing that is not known, whatever its name holds', async () => {
  const file = folder.write('split.json', {
    Parameters: { P: { Type: 'String' } },
    Resources: {
      Fleet: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: {
          ...{ MinSize: '1', MaxSize: '1' },
          VPCZoneIdentifier: { 'Fn::Split': [',', { 'Fn::ImportValue': { Ref: 'P' } }] },
        },
      },
    },
  });
  const { provenance } = await reviewed(file);
  const about = provenance.open.filter((each) => each.includes('Split'));
  expect(about).not.toEqual([]);
  expect(about.filter((each) => /\$\{Split(?! , of ImportValue \w+\})/.test(each))).toEqual([]);
});

test('what only some addresses reach is told apart from what everybody does', async () => {
  const [some, all] = await Promise.all([reviewed('bastion-host@1'), reviewed('alb-asg')]);
  expect(some.verdict.attention).toContain(
    'The internet reaches: Bastion (from some addresses alone)',
  );
  expect(all.verdict.attention).toContain('The internet reaches: Alb');
});

test('where a nested template is not here, nothing is denied of it', async () => {
  const nesting = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'https://x/y' },
  };
  const file = folder.write('nesting.json', { Resources: { Net: nesting, Jobs: queue() } });
  const report = await reviewed(file, '--base', before);
  expect(report.verdict.attention).toContain('Nested, not here, and not judged: Net');
  const text = markdownOf(report);
  expect(text).toContain('Of Net only what is passed to them is compared.');
  expect(text.match(/as far as the templates that are here say\./g)?.length).toBeGreaterThan(5);
  expect(markdownOf(await reviewed(before))).not.toContain('as far as the templates that are here');
});

test('what stands in a network and is not modelled is named beside the exposure', async () => {
  const file = folder.write('nodes.json', {
    Resources: {
      Nodes: { Type: 'AWS::EKS::Nodegroup', Properties: { Subnets: ['subnet-0123'] } },
      Files: { Type: 'AWS::Transfer::Server', Properties: {} },
    },
  });
  const report = await reviewed(file);
  expect(report.unexposed).toEqual(['AWS::EKS::Nodegroup']);
  expect(report.provenance.open).toContain('a AWS::EKS::Nodegroup is not modelled');
  const text = markdownOf(report);
  expect(text).toContain('Stands in a network, and is not looked at here: AWS::EKS::Nodegroup.');
  expect(text).not.toContain('The internet reaches nothing in a VPC.');
});

test('an instance with an interface of its own in the template is reached once', async () => {
  const Group = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] },
  };
  const Card = {
    Type: 'AWS::EC2::NetworkInterface',
    Properties: { SubnetId: 'subnet-0123', GroupSet: [{ Ref: 'Group' }] },
  };
  const Address = {
    Type: 'AWS::EC2::EIPAssociation',
    Properties: { NetworkInterfaceId: { Ref: 'Card' }, EIP: '192.0.2.1' },
  };
  const NetworkInterfaces = [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Card' } }];
  const Host = { Type: 'AWS::EC2::Instance', Properties: { NetworkInterfaces } };
  const file = folder.write('card.json', { Resources: { Group, Card, Address, Host } });
  const { exposure } = await reviewed(file);
  expect(exposure.inbound.map(({ end }) => end)).toEqual(['Host']);
});
