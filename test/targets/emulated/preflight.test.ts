import { preflight } from '../../../lib/targets/emulated/preflight.ts';
import type { Provision, Provisions } from '../../../lib/targets/emulated/adapter.ts';
import type { RawResource } from '../../../lib/template/template.ts';
import { stackOf } from '../../support/templates.ts';

const made = (...reads: readonly string[]): Provision => ({ reads, demands: [], required: [] });
const provisions: Provisions = new Map([
  ['AWS::DynamoDB::Table', made('KeySchema', 'Stream.ViewType')],
  ['AWS::S3::Bucket', made('*')],
  ['AWS::EC2::SecurityGroup', made('*')],
  ['AWS::CloudFormation::CustomResource', made('*')],
  ['AWS::EC2::NatGateway', { ...made('*'), demands: ['SubnetId'] }],
]);
/** An emulator that leaves out a network that it lacks. */
const fit = {
  title: 'the emulator',
  leavesOut: (type: string) => /^AWS::(EC2|DAX|ElastiCache)::/.test(type),
  isCompleted: (_type: string, _property: string): boolean => false,
  makesByApi: new Set<string>(),
};
const check = (resources: Readonly<Record<string, RawResource>>, isCompleted = fit.isCompleted) =>
  preflight([stackOf(resources)], provisions, { ...fit, isCompleted });

const bucket: RawResource = { Type: 'AWS::S3::Bucket', Properties: { Anything: 1 } };

test('what the emulator makes is deployed as it is written', () => {
  const resources = { Files: bucket, Copies: bucket };
  expect(check(resources)).toEqual({
    ...{ real: 2, leftOut: [], dropped: [] },
    stacks: [{ name: 'S', raw: { Resources: resources, Outputs: {} } }],
  });
});

test('refuses every other type that it lacks, each once', () => {
  const type = (Type: string): RawResource => ({ Type });
  const resources = {
    ...{ Files: bucket, Vpc: type('AWS::EC2::VPC'), Store: type('AWS::Redshift::Cluster') },
    ...{ Other: type('AWS::Redshift::Cluster'), Site: type('AWS::CloudFront::Distribution') },
  };
  expect(() => check(resources)).toThrow(
    expect.objectContaining({
      code: 'UnsupportedTypes',
      message: 'the emulator does not make AWS::Redshift::Cluster, AWS::CloudFront::Distribution',
      next: expect.stringContaining('--on model') as string,
    }) as Error,
  );
});

test('a type that it lacks is no obstacle where its condition does not hold', () => {
  const store: RawResource = { Type: 'AWS::Redshift::Cluster', Condition: 'No' };
  const raw = {
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Files: bucket, Store: store },
  };
  const { real } = preflight([{ stack: 'S', file: 'S.json', raw }], provisions, fit);
  expect(real).toBe(1);
});

test.each(['AWS::EC2::VPC', 'AWS::DAX::Cluster', 'AWS::ElastiCache::CacheCluster'])(
  'leaves %s out by name, with what cannot stand without it',
  (Type) => {
    const table: RawResource = {
      Type: 'AWS::DynamoDB::Table',
      Properties: { KeySchema: [1], Stream: { Ref: 'Net' } },
    };
    const { real, leftOut, dropped, stacks } = check({ Net: { Type }, Todos: table });
    expect({ real, leftOut, dropped }).toEqual({
      ...{ real: 1, leftOut: [`Net ${Type}`, 'Todos Stream'], dropped: [] },
    });
    expect(stacks[0]?.raw.Resources).toEqual({
      Todos: { ...table, Properties: { KeySchema: [1] } },
    });
  },
);

test('a resource without what the emulator takes unasked is left out', () => {
  const nat = (Properties: Readonly<Record<string, string>>): RawResource => ({
    Type: 'AWS::EC2::NatGateway',
    Properties,
  });
  const resources = { Zonal: nat({ SubnetId: 'a' }), Regional: nat({ VpcId: 'a' }) };
  expect(check(resources)).toMatchObject({
    ...{ real: 1, leftOut: ['Regional AWS::EC2::NatGateway'] },
  });
});

test('a network type that it has is made', () => {
  expect(check({ Sg: { Type: 'AWS::EC2::SecurityGroup' } })).toMatchObject({
    real: 1,
    leftOut: [],
  });
});

test.each(['AWS::CDK::Metadata', 'Custom::Anything'])('%s is no obstacle', (Type) => {
  expect(check({ Note: { Type, Properties: { Analytics: 1 } } })).toMatchObject({ dropped: [] });
});

test('properties without effect are named, unless they are completed', () => {
  const todos: RawResource = {
    Type: 'AWS::DynamoDB::Table',
    Metadata: { 'aws:cdk:path': 'S/Data/Todos/Resource' },
    Properties: { KeySchema: [], Stream: {}, PointInTime: {}, TimeToLive: {} },
  };
  const isCompleted = (type: string, property: string): boolean =>
    type === 'AWS::DynamoDB::Table' && property === 'TimeToLive';
  expect(check({ T1: todos }, isCompleted).dropped).toEqual(['Data/Todos PointInTime']);
});
