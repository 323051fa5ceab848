/** Networks and servers against sums made by hand from AWS's price pages, us-east-1; a month is 730 hours. */
import { expectFigure, type Described, type Figure } from './support.ts';

const publicSubnet: Described = [
  'AWS::EC2::Subnet',
  { VpcId: '${Vpc}', MapPublicIpOnLaunch: true },
];
const privateSubnet: Described = ['AWS::EC2::Subnet', { VpcId: '${Vpc}' }];
const root = {
  DeviceName: '/dev/xvda',
  Ebs: { VolumeSize: 8, VolumeType: 'gp3', Encrypted: true },
};
const micro = { InstanceType: 't4g.micro', BlockDeviceMappings: [root] };

const figures: readonly Figure[] = [
  {
    says: 'a NAT gateway and its address: 730 × (0.045 + 0.005)',
    resources: {
      Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
      Eip: ['AWS::EC2::EIP', { Domain: 'vpc' }],
      Nat: ['AWS::EC2::NatGateway', { AllocationId: '${Eip.AllocationId}', SubnetId: '${A}' }],
    },
    perMonth: 36.5,
  },
  {
    says: 'a regional NAT gateway over two zones: 730 × 2 × (0.045 + 0.005)',
    resources: {
      A: ['AWS::EC2::Subnet', { VpcId: '${Vpc}', AvailabilityZone: '${AWS::Region}a' }],
      B: ['AWS::EC2::Subnet', { VpcId: '${Vpc}', AvailabilityZone: '${AWS::Region}b' }],
      C: ['AWS::EC2::Subnet', { VpcId: '${Vpc}', AvailabilityZone: '${AWS::Region}b' }],
      Other: ['AWS::EC2::Subnet', { VpcId: '${Other}', AvailabilityZone: '${AWS::Region}c' }],
      Nat: ['AWS::EC2::NatGateway', { AvailabilityMode: 'regional', VpcId: '${Vpc}' }],
    },
    perMonth: 73,
  },
  {
    says: 'an instance with 8 GiB of gp3 and a public address: 730 × (0.0084 + 0.005) + 8 × 0.08',
    resources: {
      A: publicSubnet,
      Host: ['AWS::EC2::Instance', { ...micro, SubnetId: '${A}' }],
    },
    perMonth: 10.422,
  },
  {
    says: 'an instance in a private subnet: 730 × 0.0084 + 8 × 0.08',
    resources: {
      A: privateSubnet,
      Host: ['AWS::EC2::Instance', { ...micro, SubnetId: '${A}' }],
    },
    perMonth: 6.772,
  },
  {
    says: 'an Elastic IP takes the place of the address given at launch: 730 × (0.0084 + 0.005) + 8 × 0.08',
    resources: {
      A: publicSubnet,
      Host: ['AWS::EC2::Instance', { ...micro, SubnetId: '${A}' }],
      Eip: ['AWS::EC2::EIP', { Domain: 'vpc' }],
      Joined: [
        'AWS::EC2::EIPAssociation',
        { InstanceId: '${Host}', AllocationId: '${Eip.AllocationId}' },
      ],
    },
    perMonth: 10.422,
  },
  {
    says: 'an interface that says no address is obeyed before its subnet: 730 × 0.0084 + 8 × 0.08',
    resources: {
      A: publicSubnet,
      Host: [
        'AWS::EC2::Instance',
        { ...micro, NetworkInterfaces: [{ SubnetId: '${A}', AssociatePublicIpAddress: 'false' }] },
      ],
    },
    perMonth: 6.772,
  },
  {
    says: 'a balancer with two nodes that face the internet: 730 × (0.0225 + 2 × 0.005)',
    resources: {
      Alb: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['${A}', '${B}'] }],
      Listener: ['AWS::ElasticLoadBalancingV2::Listener', { Port: 80 }],
    },
    perMonth: 23.725,
  },
  {
    says: 'an internal balancer has no public address: 730 × 0.0225',
    resources: {
      Alb: [
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        { Scheme: 'internal', Subnets: ['${A}', '${B}'] },
      ],
    },
    perMonth: 16.425,
  },
  {
    says: 'a network balancer with an Elastic IP in one of two zones: 730 × (0.0225 + 2 × 0.005)',
    resources: {
      Eip: ['AWS::EC2::EIP'],
      Nlb: [
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        {
          Type: 'network',
          SubnetMappings: [
            { SubnetId: '${A}', AllocationId: '${Eip.AllocationId}' },
            { SubnetId: '${B}' },
          ],
        },
      ],
    },
    perMonth: 23.725,
  },
  {
    says: 'a group of at least two t4g.micro: 2 × (730 × 0.0084 + 8 × 0.08)',
    resources: {
      A: privateSubnet,
      Lt: ['AWS::EC2::LaunchTemplate', { LaunchTemplateData: micro }],
      Group: [
        'AWS::AutoScaling::AutoScalingGroup',
        {
          MinSize: '2',
          MaxSize: '4',
          VPCZoneIdentifier: ['${A}'],
          LaunchTemplate: { LaunchTemplateId: '${Lt}', Version: '${Lt.LatestVersionNumber}' },
        },
      ],
    },
    perMonth: 13.544,
  },
  {
    says: 'a group starts with its desired capacity: 3 × 730 × 0.0104 + 3 × 8 × 0.08 + 3 × 730 × 0.005',
    resources: {
      A: publicSubnet,
      Config: ['AWS::AutoScaling::LaunchConfiguration', { InstanceType: 't3.micro' }],
      Group: [
        'AWS::AutoScaling::AutoScalingGroup',
        {
          MinSize: 1,
          DesiredCapacity: 3,
          VPCZoneIdentifier: ['${A}'],
          LaunchConfigurationName: '${Config}',
        },
      ],
    },
    perMonth: 35.646,
  },
  {
    says: 'two interface endpoints in two zones, a gateway endpoint for nothing: 730 × 4 × 0.01',
    resources: {
      Ssm: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['${A}', '${B}'] }],
      Ec2: ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['${A}', '${B}'] }],
      S3: ['AWS::EC2::VPCEndpoint', { RouteTableIds: ['${Rt}'] }],
    },
    perMonth: 29.2,
  },
  {
    says: 'a VPN on a transit gateway beside a VPC: 730 × (0.05 + 2 × 0.005 + 2 × 0.05)',
    resources: {
      Tgw: ['AWS::EC2::TransitGateway'],
      Vpn: ['AWS::EC2::VPNConnection', { TransitGatewayId: '${Tgw}' }],
      Vpc: ['AWS::EC2::TransitGatewayAttachment', { TransitGatewayId: '${Tgw}' }],
    },
    perMonth: 116.8,
  },
  {
    says: 'an accelerator before a Gateway Load Balancer in two zones: 730 × (0.025 + 2 × 0.005 + 2 × 0.0125)',
    resources: {
      Front: ['AWS::GlobalAccelerator::Accelerator'],
      Gwlb: [
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        { Type: 'gateway', Subnets: ['${A}', '${B}'] },
      ],
    },
    perMonth: 43.8,
  },
  {
    says: 'a classic balancer in two zones: 730 × (0.025 + 2 × 0.005)',
    resources: {
      Elb: ['AWS::ElasticLoadBalancing::LoadBalancer', { Subnets: ['${A}', '${B}'] }],
    },
    perMonth: 25.55,
  },
  {
    says: 'gp3 beyond what is included: 100 × 0.08 + 1,000 × 0.005 + 75 × 0.04',
    resources: {
      Disk: ['AWS::EC2::Volume', { VolumeType: 'gp3', Size: 100, Iops: 4000, Throughput: 200 }],
    },
    perMonth: 16,
  },
];

test.each(figures)('$says', (figure) => {
  expectFigure(figure);
});
