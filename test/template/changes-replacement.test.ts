/** What CloudFormation replaces: facts as the page of each type says under "Update requires". */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesBetween, type Change } from '../../lib/template/changes.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource } from '../../lib/template/template.ts';
import { stackOf } from '../support/templates.ts';

type Resources = Readonly<Record<string, RawResource>>;

function changes(before: Resources, after: Resources): readonly Change[] {
  return changesBetween([resolveStack(stackOf(before))], [resolveStack(stackOf(after))]);
}

const { updateRequires } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'facts', 'update-requires.json'), 'utf8'),
) as { readonly updateRequires: Readonly<Record<string, Readonly<Record<string, string>>>> };

/** Where the page of a type says more than its line, or other things than the API. */
const besides: Readonly<Record<string, string>> = {
  // "If you change the value ... the update request fails".
  'AWS::KMS::Key KeySpec': 'Updates are not supported',
  'AWS::KMS::Key KeyUsage': 'Updates are not supported',
  'AWS::KMS::Key MultiRegion': 'Updates are not supported',
  'AWS::KMS::Key Origin': 'Updates are not supported',
  // "Some interruptions" since 2026, and no call of DynamoDB changes the keys of a table.
  'AWS::DynamoDB::Table KeySchema': 'Replacement',
};

const facts = Object.entries(updateRequires).flatMap(([type, properties]) =>
  Object.entries(properties).map(([property, line]) => {
    const says = besides[`${type} ${property}`] ?? line;
    return { type, property, says };
  }),
);

test.each(facts)('another $type $property: $says', ({ type, property, says }) => {
  const one = (value: string) => ({ It: { Type: type, Properties: { [property]: value } } });
  const [change] = changes(one('a'), one('b'));
  expect(change).toMatchObject({ properties: [property] });
  expect(wordsFor[says]).toContain(change?.kind);
  const isRefused = change?.note?.startsWith('CloudFormation refuses') ?? false;
  expect(isRefused).toBe(says === 'Updates are not supported');
});

/** What AWS calls some interruptions is for many types a replacement where it cannot be done otherwise. */
const wordsFor: Readonly<Record<string, readonly string[]>> = {
  Replacement: ['replaced'],
  'No interruption': ['changed'],
  'Some interruptions': ['changed', 'may be replaced'],
  'Updates are not supported': ['changed'],
};

test.each([
  ['AWS::EC2::VPC', 'InstanceTenancy'],
  ['AWS::RDS::DBInstance', 'Engine'],
  ['Custom::Thing', 'Anything'],
  ['AWS::New::Thing', 'Name'],
])('another %s %s may replace it', (Type, property) => {
  const one = (value: string) => ({ It: { Type, Properties: { [property]: value } } });
  expect(changes(one('a'), one('b'))).toMatchObject([{ kind: 'may be replaced' }]);
});

const ref = (Ref: string) => ({ Ref });
const network = (cidr: string): Resources => ({
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
  Subnet: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' },
  },
  Eip: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: {
      SubnetId: ref('Subnet'),
      AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] },
    },
  },
  Route: { Type: 'AWS::EC2::Route', Properties: { NatGatewayId: ref('Nat') } },
  Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { 'Fn::Sub': '${Vpc}' } } },
  Site: { Type: 'AWS::S3::Bucket', Properties: {} },
});

describe('what follows', () => {
  test('a VPC takes its subnets, their NAT gateways and its route tables with it, and nothing else', () => {
    const all = changes(network('10.0.0.0/16'), network('10.1.0.0/16'));
    expect(all.map(({ kind, place, because }) => [kind, place, because])).toEqual([
      ['replaced', 'Vpc', []],
      ['replaced', 'Subnet', ['Vpc']],
      ['replaced', 'Nat', ['Subnet']],
      ['replaced', 'Table', ['Vpc']],
    ]);
    expect(all[0]?.follows).toEqual(['Subnet', 'Table', 'Nat']);
  });

  test('a subnet takes its NAT gateway with it, and no VPC', () => {
    const before = network('10.0.0.0/16');
    const Subnet = {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24' },
    };
    const all = changes(before, { ...before, Subnet });
    expect(all.map(({ place, causes }) => [place, causes])).toEqual([
      ['Subnet', ['CidrBlock']],
      ['Nat', ['SubnetId']],
    ]);
  });

  const launched = (name: string, data: string): Resources => ({
    Launch: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: { LaunchTemplateName: name, LaunchTemplateData: { ImageId: data } },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: { LaunchTemplate: { LaunchTemplateId: ref('Launch'), Version: '1' } },
    },
    Newest: {
      Type: 'AWS::EC2::Instance',
      Properties: {
        LaunchTemplate: {
          LaunchTemplateName: 'n',
          Version: { 'Fn::GetAtt': ['Launch', 'LatestVersionNumber'] },
        },
      },
    },
    Fleet: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: { LaunchTemplate: { LaunchTemplateId: ref('Launch'), Version: '1' } },
    },
  });

  test('another name of a launch template replaces its instances, and no group', () => {
    const all = changes(launched('a', 'i'), launched('b', 'i'));
    expect(all.map(({ place }) => place)).toEqual(['Launch', 'Host', 'Newest']);
  });

  test('another version of it replaces what asks for the latest', () => {
    const all = changes(launched('a', 'i'), launched('a', 'j'));
    expect(all.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      'replaced Newest',
      'changed Launch',
    ]);
  });

  test('what only may be replaced makes nothing sure', () => {
    const tenancy = (InstanceTenancy: string): Resources => ({
      ...network('10.0.0.0/16'),
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', InstanceTenancy } },
    });
    const all = changes(tenancy('default'), tenancy('dedicated'));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['may be replaced']));
    expect(all.map(({ place }) => place)).toEqual(['Vpc', 'Subnet', 'Nat', 'Table']);
  });

  test('it goes on in another stack', () => {
    const stacks = (cidr: string) => [
      resolveStack(
        stackOf({ Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } } }, 'Net'),
      ),
      resolveStack(
        stackOf(
          { Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: '${Net/Vpc}' } } },
          'App',
        ),
      ),
    ];
    const all = changesBetween(stacks('10.0.0.0/16'), stacks('10.1.0.0/16'));
    expect(all).toMatchObject([{ place: 'Vpc' }, { place: 'Table', because: ['Vpc'] }]);
  });

  test('a template of a thousand resources that follow one another is no matter', () => {
    const chain = (cidr: string): Resources => ({
      R0: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } },
      ...Object.fromEntries(
        Array.from({ length: 1000 }, (_, at) => [
          `R${at + 1}`,
          { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref(`R${at}`) } },
        ]),
      ),
    });
    const [first, ...more] = changes(chain('10.0.0.0/16'), chain('10.1.0.0/16'));
    expect([first?.follows.length, more.length]).toEqual([1000, 1000]);
  });
});

describe('another logical id', () => {
  const at = (path: string, Type = 'AWS::EC2::Instance'): RawResource => ({
    Type,
    Metadata: { 'aws:cdk:path': path },
  });

  test('of the same construct is said of both ends', () => {
    expect(
      changes({ HostA1: at('S/Host/Resource') }, { HostB2: at('S/Host/Resource') }),
    ).toMatchObject([
      { kind: 'removed', place: 'Host', note: 'replaced, because its logical id becomes HostB2' },
      { kind: 'added', place: 'Host', note: 'its logical id was HostA1' },
    ]);
  });

  test('of a deployment of an API comes with each change', () => {
    const [old] = changes(
      { D1: at('S/Api/Deployment', 'AWS::ApiGateway::Deployment') },
      { D2: at('S/Api/Deployment', 'AWS::ApiGateway::Deployment') },
    );
    expect(old?.note).toBe('replaced, as with each change of what it keeps');
  });

  test.each([
    ['another construct', at('S/Guest/Resource')],
    ['another type', at('S/Host/Resource', 'AWS::SQS::Queue')],
  ])('of %s is another matter', (_, other) => {
    expect(
      changes({ HostA1: at('S/Host/Resource') }, { HostB2: other }).map(({ note }) => note),
    ).toEqual([null, null]);
  });
});

test.each([
  [{ Type: 'AWS::SNS::Topic' }, { Type: 'AWS::SQS::Queue' }, 'another type'],
  [
    { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'RSA_2048' } },
    { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'RSA_4096' } },
    'KeySpec',
  ],
])('from %j to %j CloudFormation refuses to go', (before, after, says) => {
  const [change] = changes({ It: before }, { It: after });
  expect(change?.note).toContain('CloudFormation refuses');
  expect(change?.note).toContain(says);
});
