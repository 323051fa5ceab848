/** Templates on which a page could break. */
import type { RawResource, RawTemplate } from '../../lib/template/template.ts';

const markup = '<img src=x onerror=alert(1)>';
const escape = '</script><script>alert(2)</script>\u202e"\'&amp;';

function bucket(path: string, more: object = {}): object {
  return { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': path }, ...more };
}

const statement = {
  Sid: markup,
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::111122223333:role/${markup}` },
  Action: 's3:GetObject',
  Resource: '*',
};

/** Markup wherever a template may have text. */
export const hostile = {
  Description: escape,
  Parameters: { P: { Type: 'String', Description: markup } },
  Resources: {
    A: bucket(`Stack/${markup}/Resource`, {
      DeletionPolicy: 'Retain',
      Properties: { Tags: [{ Key: markup, Value: escape }] },
    }),
    B: bucket(`Stack/${escape}/Resource`),
    __proto: bucket('Stack/__proto__/Resource'),
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'A' },
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      },
    },
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Metadata: { 'aws:cdk:path': `Stack/${markup.repeat(4)}/Resource` },
      Properties: { CidrBlock: '10.0.0.0/16' },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Metadata: { 'aws:cdk:path': `Stack/${escape}Subnet/Resource` },
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: markup },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      Metadata: { 'aws:cdk:path': `Stack/${escape}Host/Resource` },
      Properties: { SubnetId: { Ref: 'Subnet' } },
    },
  },
};

function vpc(name: string, net: string): Readonly<Record<string, object>> {
  const subnets = ['a', 'b', 'c'].flatMap((zone, at) =>
    ['Web', 'App', 'Data'].map((tier, row): readonly [string, object] => [
      `${name}${tier}${zone.toUpperCase()}`,
      {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: { Ref: name },
          CidrBlock: `${net}.${row * 16 + at}.0/24`,
          AvailabilityZone: `eu-central-1${zone}`,
        },
      },
    ]),
  );
  const hosts = subnets.map(([subnet]) => [
    `${subnet}HostWithAVeryLongNameThatNoBoxCanHold`,
    { Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: subnet } } },
  ]);
  return {
    [name]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: `${net}.0.0/16` } },
    ...(Object.fromEntries([...subnets, ...hosts]) as Readonly<Record<string, object>>),
  };
}

/** Three zones, three tiers, twice, and a peering between them. */
export const twoVpcs = {
  Resources: {
    ...vpc('Left', '10.1'),
    ...vpc('Right', '10.2'),
    Peering: {
      Type: 'AWS::EC2::VPCPeeringConnection',
      Properties: { VpcId: { Ref: 'Left' }, PeerVpcId: { Ref: 'Right' } },
    },
  },
};

/** Thirty queues, each with a function that reads it, all of them writing to one table. */
export const manyServices = {
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'dynamodb:PutItem',
                  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
                },
              ],
            },
          },
        ],
      },
    },
    ...(Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        [`Queue${at}`, { Type: 'AWS::SQS::Queue' }],
        [
          `Function${at}`,
          {
            Type: 'AWS::Lambda::Function',
            Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: {}, Handler: 'i.h' },
          },
        ],
        [
          `Mapping${at}`,
          {
            Type: 'AWS::Lambda::EventSourceMapping',
            Properties: {
              EventSourceArn: { 'Fn::GetAtt': [`Queue${at}`, 'Arn'] },
              FunctionName: { Ref: `Function${at}` },
            },
          },
        ],
      ]).flat(),
    ) as Readonly<Record<string, object>>),
  },
};

const subnets = { Ref: 'Subnets' };

function group(port: number, from: object): RawResource {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'group',
      VpcId: { Ref: 'Vpc' },
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...from }],
    },
  };
}

/** A host that the internet may reach, and a database that admits its group: VPC and subnets are parameters. */
export const networkElsewhere: RawTemplate = {
  Parameters: {
    Vpc: { Type: 'AWS::EC2::VPC::Id' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
  },
  Resources: {
    HostGroup: group(22, { CidrIp: '0.0.0.0/0' }),
    DataGroup: group(3306, { SourceSecurityGroupId: { Ref: 'HostGroup' } }),
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: {
        NetworkInterfaces: [
          {
            DeviceIndex: '0',
            AssociatePublicIpAddress: true,
            SubnetId: { 'Fn::Select': [0, subnets] },
            GroupSet: [{ Ref: 'HostGroup' }],
          },
        ],
      },
    },
    SubnetGroup: {
      Type: 'AWS::RDS::DBSubnetGroup',
      Properties: { DBSubnetGroupDescription: 'group', SubnetIds: subnets },
    },
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        Engine: 'mysql',
        DBSubnetGroupName: { Ref: 'SubnetGroup' },
        VPCSecurityGroups: [{ Ref: 'DataGroup' }],
      },
    },
  },
};

const here = { Ref: 'Here' };

/** A host of a VPC of the template that the internet surely reaches. */
export const openHost: Readonly<Record<string, RawResource>> = {
  Here: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
  Gateway: { Type: 'AWS::EC2::InternetGateway' },
  Attachment: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: here, InternetGatewayId: { Ref: 'Gateway' } },
  },
  Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: here } },
  Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: here, CidrBlock: '10.9.0.0/24' } },
  Association: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  },
  Out: {
    Type: 'AWS::EC2::Route',
    DependsOn: 'Attachment',
    Properties: {
      ...{ RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0' },
      GatewayId: { Ref: 'Gateway' },
    },
  },
  OpenGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId: here,
      SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
    },
  },
  OpenHost: {
    Type: 'AWS::EC2::Instance',
    Properties: {
      NetworkInterfaces: [
        {
          ...{ DeviceIndex: '0', AssociatePublicIpAddress: true },
          ...{ SubnetId: { Ref: 'Subnet' }, GroupSet: [{ Ref: 'OpenGroup' }] },
        },
      ],
    },
  },
};
