/** The ways from the internet to data, where some of the network stands in no template. */
import { pathsIn, type Paths } from '../../lib/review/paths.ts';
import type { Arrow } from '../../lib/review/picture/picture.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawResource, RawTemplate, Resource } from '../../lib/template/template.ts';
import { drawn, pictured } from '../support/drawn.ts';
import { networkElsewhere, openHost } from './templates.ts';

const resourcesOf = (raw: RawTemplate): readonly Resource[] =>
  resolveStack({ stack: 'S', file: 's.json', raw }).resources;

type Resources = Readonly<Record<string, RawResource>>;

function elsewhere(more: Resources): RawTemplate {
  return { ...networkElsewhere, Resources: { ...networkElsewhere.Resources, ...more } };
}

const pathsOf = (raw: RawTemplate): Paths => pathsIn(pictured(resourcesOf(raw)));

const textsOf = ({ paths }: Paths): readonly string[] =>
  paths.map(({ steps }) => steps.map(({ to, says }) => `${to} ${says.join()}`).join(' > '));

function arrowsOf(raw: RawTemplate, kind: Arrow['kind']): readonly string[] {
  return drawn(resourcesOf(raw))
    .arrows.filter((each) => each.kind === kind)
    .map(({ from, to, says }) => `${from} ${to} ${says.join()}`.replaceAll('S/', ''));
}

const databaseGroup = (...rules: readonly object[]): RawResource => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: rules },
});

test('where groups admit a packet and the rest of the way is not in the template, the step is one perhaps', () => {
  expect(textsOf(pathsOf(networkElsewhere))).toEqual([
    'Host tcp/22 perhaps > Database tcp/3306 perhaps',
  ]);
  expect(arrowsOf(networkElsewhere, 'in')).toEqual(['internet Host tcp/22 perhaps']);
});

test('what groups of the template refuse is no step', () => {
  const closed = elsewhere({
    DataGroup: databaseGroup({
      ...{ IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306 },
      SourceSecurityGroupId: 'sg-0123',
    }),
  });
  expect(arrowsOf(closed, 'inside')).toEqual(['Database Host tcp/22 perhaps']);
  expect(textsOf(pathsOf(closed))).toEqual([]);
});

test('no step is made up where the template only names the group', () => {
  const { Database } = networkElsewhere.Resources as Resources;
  const Groups = { VPCSecurityGroups: [{ Ref: 'Groups' }], PubliclyAccessible: false };
  const named = elsewhere({
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: { SubnetId: { Ref: 'Subnets' }, SecurityGroupIds: [{ Ref: 'HostGroup' }] },
    },
    Database: { Type: 'AWS::RDS::DBInstance', Properties: { ...Database?.Properties, ...Groups } },
  });
  expect(arrowsOf(named, 'inside')).toEqual(['Database Host tcp/22 perhaps']);
});

test('of data in a VPC that is not in the template it is said that the rest is not known', () => {
  const { Host: _, ...rest } = networkElsewhere.Resources as Resources;
  expect(pathsOf({ ...networkElsewhere, Resources: rest })).toEqual({
    paths: [],
    unknownPaths: [{ to: 'Database', why: 'what else stands in Vpc is not in the template' }],
  });
});

test('of data beyond a transit gateway it is said that the template does not say what reaches it', () => {
  const there = { Ref: 'There' };
  const across = (table: string, DestinationCidrBlock: string): RawResource => ({
    Type: 'AWS::EC2::Route',
    Properties: {
      ...{ RouteTableId: { Ref: table }, DestinationCidrBlock },
      TransitGatewayId: { Ref: 'Hub' },
    },
  });
  const Resources: Resources = {
    ...openHost,
    Hub: { Type: 'AWS::EC2::TransitGateway' },
    Across: across('Table', '10.8.0.0/16'),
    There: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.8.0.0/16' } },
    FarTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: there } },
    Back: across('FarTable', '10.9.0.0/16'),
    FarSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: there, CidrBlock: '10.8.0.0/24' } },
    FarAssociation: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: 'FarSubnet' }, RouteTableId: { Ref: 'FarTable' } },
    },
    FarGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: there,
        SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }],
      },
    },
    Names: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [{ Ref: 'FarSubnet' }] } },
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        ...{ Engine: 'mysql', PubliclyAccessible: false },
        ...{ DBSubnetGroupName: { Ref: 'Names' }, VPCSecurityGroups: [{ Ref: 'FarGroup' }] },
      },
    },
  };
  expect(pathsOf({ Resources })).toEqual({
    paths: [],
    unknownPaths: [
      { to: 'Database', why: 'what the network or a policy lets through on the way is not known' },
    ],
  });
});

test('a file system is reached through its mount target', () => {
  const Files: Resources = {
    System: { Type: 'AWS::EFS::FileSystem' },
    Target: {
      Type: 'AWS::EFS::MountTarget',
      Properties: {
        FileSystemId: { Ref: 'System' },
        SubnetId: { 'Fn::Select': [1, { Ref: 'Subnets' }] },
        SecurityGroups: [{ Ref: 'DataGroup' }],
      },
    },
  };
  expect(textsOf(pathsOf(elsewhere(Files)))).toContain(
    'Host tcp/22 perhaps > Target tcp/3306 perhaps > System ',
  );
});

test('who only answers opens no connection, whatever its groups let out', () => {
  const Endpoint: RawResource = {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      ...{ VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.ssm' },
      ...{ VpcId: { Ref: 'Vpc' }, SubnetIds: { Ref: 'Subnets' } },
      SecurityGroupIds: [{ Ref: 'HostGroup' }],
    },
  };
  const inside = arrowsOf(elsewhere({ Endpoint }), 'inside');
  expect(inside).toContain('Host Endpoint tcp/22 perhaps');
  expect(inside.filter((each) => each.startsWith('Endpoint'))).toEqual([]);
});

describe('what is allowed on everything', () => {
  const role = (more: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [] }, ...more },
  });
  const allowing = (Action: unknown) => ({
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
      },
    ],
  });
  const behindUrl = (more: object) => ({
    Files: { Type: 'AWS::S3::Bucket' },
    Notes: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } },
    Role: role(more),
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: { Ref: 'Fn' } },
    },
    Anybody: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        ...{ FunctionName: { Ref: 'Fn' }, Principal: '*' },
        Action: 'lambda:InvokeFunctionUrl',
      },
    },
  });
  const managed = (name: string) => ({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] });

  test.each([
    { by: 'all actions', more: managed('AdministratorAccess'), to: ['Files', 'Notes'] },
    { by: 'those of a service', more: allowing('s3:*'), to: ['Files'] },
    {
      by: 'one that reads',
      more: allowing(['s3:GetObject', 'dynamodb:Query']),
      to: ['Files', 'Notes'],
    },
    { by: 'lists alone', more: allowing(['s3:ListAllMyBuckets', 'dynamodb:ListTables']), to: [] },
  ])('leads to the data that it opens: $by', ({ more, to }) => {
    const { paths } = pathsOf({ Resources: behindUrl(more) });
    expect(paths.map((each) => each.to)).toEqual(to);
  });

  test('by a policy that nobody here knows it may lead to all of it', () => {
    const { paths, unknownPaths } = pathsOf({ Resources: behindUrl(managed('Unheard')) });
    expect(paths).toEqual([]);
    expect(unknownPaths.map(({ to }) => to)).toEqual(['Files', 'Notes']);
  });
});

const elb = 'AWS::ElasticLoadBalancingV2';
const groupOf = (Target: string): RawResource => ({
  Type: `${elb}::TargetGroup`,
  Properties: { TargetType: 'lambda', Targets: [{ Id: { 'Fn::GetAtt': [Target, 'Arn'] } }] },
});

/** A function that may do all with a table, in a target group. */
const behind = (more: Resources): RawTemplate => ({
  Parameters: { Listener: { Type: 'String' } },
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table' },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'dynamodb:*',
                  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
                },
              ],
            },
          },
        ],
      },
    },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
    Group: groupOf('Fn'),
    ...more,
  },
});

test('whether one gets to data through a listener of another stack is not known', () => {
  const Rule: RawResource = {
    Type: `${elb}::ListenerRule`,
    Properties: {
      ListenerArn: { Ref: 'Listener' },
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }],
    },
  };
  expect(pathsOf(behind({ Rule })).unknownPaths.map(({ to }) => to)).toEqual(['Table']);
  expect(pathsOf(behind({ Group: { Type: `${elb}::TargetGroup` } })).unknownPaths).toEqual([]);
});
