/** Databases, containers, names and keys against sums made by hand from AWS's price pages; a month is 730 hours. */
import { expectFigure, type Figure } from './support.ts';

const aurora = { DBClusterIdentifier: '${Cluster}', Engine: 'aurora-mysql' };

const figures: readonly Figure[] = [
  {
    says: 'a MySQL instance with a standby and 20 GiB: 730 × 2 × 0.016 + 2 × 20 × 0.115',
    resources: {
      Db: [
        'AWS::RDS::DBInstance',
        {
          ...{ Engine: 'mysql', DBInstanceClass: 'db.t4g.micro', MultiAZ: true },
          ...{ AllocatedStorage: '20', StorageType: 'gp3' },
        },
      ],
      Subnets: ['AWS::RDS::DBSubnetGroup'],
    },
    perMonth: 27.96,
  },
  {
    says: 'the same in capitals, which RDS takes as well: 730 × 0.016 + 20 × 0.115',
    resources: {
      Db: [
        'AWS::RDS::DBInstance',
        {
          ...{ Engine: 'MySQL', DBInstanceClass: 'db.t4g.micro' },
          ...{ AllocatedStorage: '20', StorageType: 'GP3' },
        },
      ],
    },
    perMonth: 13.98,
  },
  {
    says: 'a PostgreSQL instance and its replica on io1: 730 × 2 × 0.032 + 2 × (100 × 0.125 + 1,000 × 0.10)',
    resources: {
      Db: [
        'AWS::RDS::DBInstance',
        {
          ...{ Engine: 'postgres', DBInstanceClass: 'db.t4g.small' },
          ...{ AllocatedStorage: 100, StorageType: 'io1', Iops: 1000 },
        },
      ],
      Replica: [
        'AWS::RDS::DBInstance',
        { SourceDBInstanceIdentifier: '${Db}', DBInstanceClass: 'db.t4g.small', Iops: 1000 },
      ],
    },
    perMonth: 271.72,
  },
  {
    says: 'Aurora with a writer by class and a reader that shrinks to half a unit: 730 × (0.082 + 0.5 × 0.12)',
    resources: {
      Cluster: [
        'AWS::RDS::DBCluster',
        { Engine: 'aurora-mysql', ServerlessV2ScalingConfiguration: { MinCapacity: 0.5 } },
      ],
      Writer: ['AWS::RDS::DBInstance', { ...aurora, DBInstanceClass: 'db.t3.medium' }],
      Reader: ['AWS::RDS::DBInstance', { ...aurora, DBInstanceClass: 'db.serverless' }],
    },
    perMonth: 103.66,
  },
  {
    says: 'three DAX nodes and an API cache: 730 × (3 × 0.04 + 0.02)',
    resources: {
      Dax: ['AWS::DAX::Cluster', { NodeType: 'dax.t3.small', ReplicationFactor: 3 }],
      Stage: ['AWS::ApiGateway::Stage', { CacheClusterEnabled: true, CacheClusterSize: '0.5' }],
    },
    perMonth: 102.2,
  },
  {
    says: 'two tasks of a quarter vCPU and half a gigabyte on arm64: 730 × 2 × (0.25 × 0.03238 + 0.5 × 0.00356)',
    resources: {
      Task: [
        'AWS::ECS::TaskDefinition',
        { Cpu: '256', Memory: '512', RuntimePlatform: { CpuArchitecture: 'ARM64' } },
      ],
      Service: [
        'AWS::ECS::Service',
        { LaunchType: 'FARGATE', DesiredCount: 2, TaskDefinition: '${Task}' },
      ],
    },
    perMonth: 14.4175,
  },
  {
    says: 'a control plane and two nodes with 20 GiB each: 730 × (0.10 + 2 × 0.0416) + 2 × 20 × 0.08',
    resources: {
      Cluster: ['AWS::EKS::Cluster'],
      Nodes: ['AWS::EKS::Nodegroup', { InstanceTypes: ['t3.medium'] }],
    },
    perMonth: 136.936,
  },
  {
    says: 'two nodes whose disks of 80 GiB a launch template describes: 730 × 2 × 0.0416 + 2 × 80 × 0.08',
    resources: {
      Lt: [
        'AWS::EC2::LaunchTemplate',
        {
          LaunchTemplateData: {
            BlockDeviceMappings: [
              { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 80, VolumeType: 'gp3' } },
            ],
          },
        },
      ],
      Nodes: [
        'AWS::EKS::Nodegroup',
        { InstanceTypes: ['t3.medium'], LaunchTemplate: { Id: '${Lt}', Version: '1' } },
      ],
    },
    perMonth: 73.536,
  },
  {
    says: 'a node whose type and nothing else a launch template names: 730 × 0.0416 + 20 × 0.08',
    resources: {
      Lt: [
        'AWS::EC2::LaunchTemplate',
        { LaunchTemplateName: 'nodes', LaunchTemplateData: { InstanceType: 't3.medium' } },
      ],
      Nodes: [
        'AWS::EKS::Nodegroup',
        { LaunchTemplate: { Name: 'nodes' }, ScalingConfig: { DesiredSize: 1 } },
      ],
    },
    perMonth: 31.968,
  },
  {
    says: 'two node groups of Redis with one replica each: 730 × 4 × 0.016',
    resources: {
      Cache: [
        'AWS::ElastiCache::ReplicationGroup',
        { CacheNodeType: 'cache.t4g.micro', NumNodeGroups: 2, ReplicasPerNodeGroup: 1 },
      ],
    },
    perMonth: 46.72,
  },
  {
    says: 'provisioned capacity of a table and its index: 730 × (10 × 0.00013 + 6 × 0.00065)',
    resources: {
      Table: [
        'AWS::DynamoDB::Table',
        {
          ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
          GlobalSecondaryIndexes: [
            { ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: '1' } },
          ],
        },
      ],
    },
    perMonth: 3.796,
  },
  {
    says: 'ten kept ready with half a gigabyte: 730 × 3,600 × 10 × 0.5 × 0.0000041667',
    resources: {
      F: ['AWS::Lambda::Function', { MemorySize: 512 }],
      Live: [
        'AWS::Lambda::Alias',
        {
          FunctionName: '${F}',
          ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10 },
        },
      ],
    },
    perMonth: 54.750438,
  },
  {
    says: 'a zone with a fast check of an Elastic IP: 0.50 + 0.50 + 1.00 + 730 × 0.005',
    resources: {
      Zone: ['AWS::Route53::HostedZone', { Name: 'example.com' }],
      Eip: ['AWS::EC2::EIP'],
      Check: [
        'AWS::Route53::HealthCheck',
        { HealthCheckConfig: { Type: 'HTTP', IPAddress: '${Eip}', RequestInterval: 10 } },
      ],
    },
    perMonth: 5.65,
  },
  {
    says: 'a check of somebody else by HTTPS: 0.75 + 2.00',
    resources: {
      Check: [
        'AWS::Route53::HealthCheck',
        { HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'example.com' } },
      ],
    },
    perMonth: 2.75,
  },
  {
    says: 'a web ACL with two rules, a key, a secret and an alarm: 5 + 2 + 1 + 0.40 + 0.10',
    resources: {
      Acl: ['AWS::WAFv2::WebACL', { Rules: [{ Name: 'a' }, { Name: 'b' }] }],
      Key: ['AWS::KMS::Key'],
      Secret: ['AWS::SecretsManager::Secret'],
      Alarm: ['AWS::CloudWatch::Alarm', { Period: 300 }],
    },
    perMonth: 8.5,
  },
];

test.each(figures)('$says', (figure) => {
  expectFigure(figure);
});
