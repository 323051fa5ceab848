import { costOf } from '../../lib/cost/cost.ts';
import { costDifference } from '../../lib/cost/difference.ts';
import { cost, stack, table } from './support.ts';

const nat = { Nat: ['AWS::EC2::NatGateway'] } as const;
const host = (InstanceType: unknown) =>
  ({ Host: ['AWS::EC2::Instance', { InstanceType, SubnetId: '${Elsewhere}' }] }) as const;

test('what costs by use stays apart, with the assumption it rests on', () => {
  const { perMonth, usage, usagePerMonth, assumptions } = cost(nat);
  expect(perMonth).toBeCloseTo(32.85, 6);
  expect(usagePerMonth).toBeCloseTo(32.85, 6);
  expect(usage).toMatchObject([
    {
      place: 'Nat',
      what: 'data through it',
      assumes: '1 GB an hour goes through each NAT gateway',
    },
  ]);
  expect(assumptions).toContain('1 GB an hour goes through each NAT gateway');
});

test('a function costs by its memory, its chip and its runs, and nothing by the hour', () => {
  const { lines, usagePerMonth } = cost({
    F: ['AWS::Lambda::Function', { MemorySize: 512, Architectures: ['arm64'] }],
  });
  expect(lines).toEqual([]);
  expect(usagePerMonth).toBeCloseTo(0.02 + 10_000 * 0.5 * 0.0000133334, 8);
});

test('the dearest line is named, with the page and the day of its price', () => {
  const { dearest } = cost({ ...nat, Eip: ['AWS::EC2::EIP'], Key: ['AWS::KMS::Key'] });
  expect(dearest).toMatchObject({
    place: 'Nat',
    what: 'NAT gateway',
    price: 'nat-gateway',
    source: { page: 'https://aws.amazon.com/vpc/pricing/', date: '2026-08-12', confirmed: true },
  });
});

test('a sitting pays every hour that is begun', () => {
  expect(cost(nat, { minutes: 90 }).perSitting).toEqual({ minutes: 90, amount: 0.09 });
  expect(cost(nat, { minutes: 60 }).perSitting).toEqual({ minutes: 60, amount: 0.045 });
  expect(cost(nat).perSitting).toBeNull();
});

test('nothing that costs is nothing: a type without a price is listed and the sums are a least', () => {
  const found = cost({ ...nat, Broker: ['AWS::AmazonMQ::Broker'] });
  expect(found.withoutPrice).toEqual([
    {
      stack: 'S',
      place: 'Broker',
      type: 'AWS::AmazonMQ::Broker',
      why: 'no price of this type is known',
    },
  ]);
  expect(found.isAtLeast).toBe(true);
});

test.each([
  ['${Type}', 'InstanceType is ${Type}'],
  ['x9.huge', 'the price table has no ec2/x9.huge'],
])('an instance of type %s is without a price, its volume is not', (type, why) => {
  const { withoutPrice, lines } = cost(host(type));
  expect(withoutPrice.map((each) => each.why)).toContain(why);
  expect(lines.map(({ what }) => what)).toEqual(['8 GiB gp3 root volume']);
});

test('whether an instance gets a public address is not guessed where its subnet stands elsewhere', () => {
  expect(cost(host('t3.micro')).withoutPrice.map(({ why }) => why)).toEqual([
    'whether it gets a public address: ${MapPublicIpOnLaunch of Elsewhere}',
  ]);
});

test('an instance that names no subnet gets an address of the default VPC', () => {
  const { lines } = cost({ Host: ['AWS::EC2::Instance', { InstanceType: 't3.micro' }] });
  expect(lines.map(({ what }) => what)).toContain('public IPv4 address');
});

test('a quantity that is not known counts as the least there is, and the line says so', () => {
  const found = cost({
    Dax: ['AWS::DAX::Cluster', { NodeType: 'dax.t3.small', ReplicationFactor: '${Nodes}' }],
  });
  expect(found.lines).toMatchObject([{ perHour: 0.04, atLeast: 'ReplicationFactor is ${Nodes}' }]);
  expect(found.isAtLeast).toBe(true);
});

test('a launch template that stands elsewhere leaves the type open', () => {
  const { withoutPrice } = cost({
    Host: ['AWS::EC2::Instance', { LaunchTemplate: { LaunchTemplateId: 'lt-0abc' } }],
  });
  expect(withoutPrice.map(({ why }) => why)).toEqual([
    'InstanceType is ${InstanceType of lt-0abc}',
    'whether it gets a public address: ${MapPublicIpOnLaunch of SubnetId of lt-0abc}',
  ]);
});

test('nodes whose launch template stands elsewhere cost by the type that their group names', () => {
  const { lines, withoutPrice } = cost({
    Nodes: [
      'AWS::EKS::Nodegroup',
      { InstanceTypes: ['t3.medium'], LaunchTemplate: { Id: 'lt-0' } },
    ],
  });
  expect(lines.map(({ what }) => what)).toEqual(['2 × t3.medium node']);
  expect(withoutPrice.map(({ why }) => why)).toEqual([
    'the disks of its nodes are described elsewhere',
  ]);
});

test('a stack in a stack costs what is in it, and nobody knows what where its template is not here', () => {
  const outer = stack({ Inner: ['AWS::CloudFormation::Stack'] });
  const missing = costOf(outer, table);
  expect(missing.isAtLeast).toBe(true);
  expect(missing.withoutPrice.map(({ place }) => place)).toEqual(['Inner']);
  const there = costOf([...outer, ...stack({ Topic: ['AWS::IAM::Role'] }, 'S-Inner')], table);
  expect(there.isAtLeast).toBe(false);
});

test('a reference finds its own stack before another that has the same name', () => {
  const subnet = (isPublic: boolean) =>
    ({ A: ['AWS::EC2::Subnet', { MapPublicIpOnLaunch: isPublic }] }) as const;
  const instance = ['AWS::EC2::Instance', { InstanceType: 't3.micro', SubnetId: '${A}' }] as const;
  const resources = [
    ...stack(subnet(true), 'Other'),
    ...stack({ ...subnet(false), Host: instance }, 'Own'),
  ];
  expect(costOf(resources, table).lines.map(({ price }) => price)).not.toContain('public-ipv4');
});

test('a reference finds the stack that it names', () => {
  const resources = [
    ...stack({ A: ['AWS::EC2::Subnet', { MapPublicIpOnLaunch: true }] }, 'Network'),
    ...stack({
      A: ['AWS::EC2::Subnet', {}],
      Host: ['AWS::EC2::Instance', { InstanceType: 't3.micro', SubnetId: '${Network/A}' }],
    }),
  ];
  expect(costOf(resources, table).lines.map(({ price }) => price)).toContain('public-ipv4');
});

test('what may not be made at all is counted, and that is said', () => {
  const [gateway] = stack(nat);
  const found = costOf([{ ...gateway!, condition: 'IsProduction is not known' }], table);
  expect(found.perHour).toBe(0.045);
  expect(found.assumptions).toContain('Nat is made, although IsProduction is not known');
});

test('a flow log is not billed twice where its log group stands beside it', () => {
  const group = { Records: ['AWS::Logs::LogGroup'] } as const;
  const log = { Log: ['AWS::EC2::FlowLog', { LogGroupName: '${Records}' }] } as const;
  expect(cost({ ...group, ...log }).usagePerMonth).toBe(cost(group).usagePerMonth);
  expect(cost(log).usagePerMonth).toBe(0.5);
});

describe('the difference of two costs', () => {
  test('says what a second NAT gateway costs', () => {
    const one = cost({ NatA: ['AWS::EC2::NatGateway'], EipA: ['AWS::EC2::EIP'] });
    const two = cost({
      NatA: ['AWS::EC2::NatGateway'],
      EipA: ['AWS::EC2::EIP'],
      NatB: ['AWS::EC2::NatGateway'],
      EipB: ['AWS::EC2::EIP'],
    });
    const { changes, perMonth, usagePerMonth } = costDifference(one, two);
    expect(changes.map(({ kind, place, after }) => [kind, place, after.toFixed(2)])).toEqual([
      ['added', 'NatB', '32.85'],
      ['added', 'EipB', '3.65'],
    ]);
    expect(perMonth).toBeCloseTo(36.5, 6);
    expect(usagePerMonth).toBeCloseTo(32.85, 6);
  });

  test('says what is removed and what has another amount, and nothing of what stays', () => {
    const nodes = (ReplicationFactor: number) =>
      ['AWS::DAX::Cluster', { NodeType: 'dax.t3.small', ReplicationFactor }] as const;
    const before = cost({ ...nat, Dax: nodes(1), Key: ['AWS::KMS::Key'] });
    const after = cost({ Dax: nodes(3), Key: ['AWS::KMS::Key'] });
    const { changes } = costDifference(before, after);
    expect(changes.map(({ kind, place, what }) => [kind, place, what])).toEqual([
      ['removed', 'Nat', 'NAT gateway'],
      ['changed', 'Dax', '3 × dax.t3.small node'],
    ]);
    expect(
      changes.map(({ before: old, after: now }) => [old, now].map((each) => each.toFixed(2))),
    ).toEqual([
      ['32.85', '0.00'],
      ['29.20', '87.60'],
    ]);
  });
});
