/** What Reachability Analyzer is asked and what it says, in the words of the kit. Played. */
import { Analyzer } from '../../../../../lib/targets/aws/judge/reach/reach.ts';
import { withAws } from '../../../../support/aws-stub.ts';
import { analyzing, blocked, deployed, flow, found } from './analyses.ts';
import { liveLab } from '../../lives.ts';

test.each([
  [
    { ExplanationCode: 'SUBNET_ACL_RESTRICTION', Acl: { Id: 'acl-1' } },
    'SUBNET_ACL_RESTRICTION at WebNacl',
  ],
  [
    { ExplanationCode: 'ENI_SG_RULES_MISMATCH', SecurityGroups: [{ Id: 'sg-app' }] },
    'ENI_SG_RULES_MISMATCH at AppSg',
  ],
  [
    { ExplanationCode: 'NO_ROUTE_TO_DESTINATION', RouteTable: { Id: 'rtb-7' } },
    'NO_ROUTE_TO_DESTINATION at rtb-7',
  ],
  [{ ExplanationCode: 'SOMETHING_NEW', Component: { Id: 'igw-1' } }, 'SOMETHING_NEW at Igw'],
])('says in words of the model what stands in the way: %j', async (explanation, because) => {
  await withAws(analyzing(blocked(explanation)), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach(flow);

    expect(said).toMatchObject({ arrives: 'no', because });
  });
});

test('of several explanations the gate that the model knows decides', async () => {
  const both = blocked(
    { ExplanationCode: 'NO_PATH' },
    { ExplanationCode: 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', InternetGateway: { Id: 'igw-1' } },
  );
  await withAws(analyzing(both), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach({ ...flow, from: 'internet' });

    expect(said.because).toBe('IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS at Igw');
    expect(stub.asked[0]?.input).toMatchObject({ Source: 'igw-1', Destination: 'i-0a' });
  });
});

test('a host of the outside world is an address behind the internet gateway, an Elastic IP its host', async () => {
  const address = { 'ec2.DescribeAddresses': { Addresses: [{ InstanceId: 'i-0bastion' }] } };
  await withAws(analyzing(found, address), async (stub) => {
    const analyzer = new Analyzer(liveLab(stub, deployed));
    await analyzer.reach({ from: 'admin', to: 'BastionEip', flow: 'tcp/22' });
    await analyzer.reach({ from: 'AppA', to: 'site', flow: 'tcp/443', sourcePort: 40000 });

    const paths = stub.asked.filter(({ call }) => call === 'ec2.CreateNetworkInsightsPath');
    expect(paths.map(({ input }) => input)).toMatchObject([
      {
        Source: 'igw-1',
        Destination: 'i-0bastion',
        FilterAtSource: { SourceAddress: '203.0.113.10' },
      },
      {
        ...{ Source: 'i-0a', Destination: 'igw-1' },
        FilterAtSource: {
          DestinationAddress: '203.0.113.80',
          SourcePortRange: { FromPort: 40000, ToPort: 40000 },
        },
      },
    ]);
  });
});

test('the far end sees the Elastic IP of the NAT gateway on the way', async () => {
  const way = {
    ...found,
    ForwardPathComponents: [
      { Component: { Id: 'nat-1' }, OutboundHeader: { SourceAddresses: ['10.0.0.9/32'] } },
    ],
  };
  const gateway = {
    'ec2.DescribeNatGateways': {
      NatGateways: [{ NatGatewayAddresses: [{ PublicIp: '198.51.100.9' }] }],
    },
  };
  await withAws(analyzing(way, gateway), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach({ ...flow, to: 'site' });

    expect(said).toMatchObject({ arrives: 'yes', seenAs: 'NatEip' });
  });
});

test('every member of a group is asked about; one that is blocked makes it partly', async () => {
  const group = {
    'auto-scaling.DescribeAutoScalingGroups': {
      AutoScalingGroups: [
        {
          ...{ AutoScalingGroupName: 'Lab-Fleet', MinSize: 2, MaxSize: 2, DesiredCapacity: 2 },
          ...{
            DefaultCooldown: 0,
            AvailabilityZones: [],
            HealthCheckType: 'EC2',
            CreatedTime: new Date(0),
          },
          Instances: ['i-1', 'i-2'].map((InstanceId) => ({ InstanceId })),
        },
      ],
    },
  };
  await withAws(analyzing([found, blocked()], group), async (stub) => {
    const said = await new Analyzer(liveLab(stub, deployed)).reach({ ...flow, to: 'Fleet' });

    expect(said.arrives).toBe('partly');
  });
});

test.each([
  [{ from: 'anyone' }, /a host that nobody has launched: proved on model/],
  [{ from: 'PrivateA' }, /has no end for PrivateA: AWS::EC2::Subnet/],
  [{ from: 'checkers' }, /one IPv4 address, not 192.0.2.0\/24/],
  [{ to: 'Nowhere' }, /not built at this stage: Nowhere/],
  [{ flow: 'icmp/echo' as const }, /knows TCP and UDP/],
])('is unavailable for what the analyzer cannot be asked: %j', async (odd, says) => {
  await withAws({}, async (stub) => {
    const asked = new Analyzer(liveLab(stub, deployed)).reach({ ...flow, ...odd });

    await expect(asked).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(says) as string,
    });
    expect(stub.calls).toEqual([]);
  });
});
