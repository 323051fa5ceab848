/** What is true of the cost of any set of resources. */
import fc from '../support/fast-check.ts';
import { costOf } from '../../lib/cost/cost.ts';
import { costDifference } from '../../lib/cost/difference.ts';
import { whyFree } from '../../lib/cost/free.ts';
import { pricedTypes } from '../../lib/cost/priced/every.ts';
import type { Resource } from '../../lib/cost/surroundings.ts';
import { table } from './support.ts';

const ids = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
const reference = fc.constantFrom(...ids.map((id) => `\${${id}}`), '${Elsewhere}');
const small = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constant('${Unknown}'));

const properties = fc.record(
  {
    InstanceType: fc.constantFrom('t3.micro', 'm5.large', '${Type}', 'x9.huge'),
    SubnetId: reference,
    VPCZoneIdentifier: fc.array(reference, { maxLength: 3 }),
    MapPublicIpOnLaunch: fc.boolean(),
    LaunchTemplate: fc.record({ LaunchTemplateId: reference }),
    LaunchTemplateData: fc.constant({ InstanceType: 't4g.micro' }),
    MinSize: small,
    DesiredCapacity: small,
    Subnets: fc.array(reference, { maxLength: 3 }),
    Scheme: fc.constantFrom('internal', 'internet-facing'),
    VpcEndpointType: fc.constantFrom('Gateway', 'Interface'),
    AvailabilityMode: fc.constantFrom('regional', 'zonal'),
    VpcId: reference,
    Engine: fc.constantFrom('mysql', 'postgres', 'oracle-ee', 'aurora-mysql'),
    DBInstanceClass: fc.constantFrom('db.t3.micro', 'db.serverless', '${Class}'),
    AllocatedStorage: small,
    NodeType: fc.constantFrom('dax.t3.small', 'dax.x.huge'),
    ReplicationFactor: small,
    LaunchType: fc.constantFrom('FARGATE', 'EC2'),
    TaskDefinition: reference,
    Cpu: fc.constant('256'),
    Memory: fc.constant('512'),
    LogGroupName: reference,
  },
  { requiredKeys: [] },
);

const unknownType = 'AWS::Nobody::Knows';
const freeTypes = [
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EC2::LaunchTemplate',
  'AWS::ECS::TaskDefinition',
];
const anyType = fc.constantFrom(...pricedTypes, ...freeTypes, unknownType);

const resource = (logicalId: string, type: fc.Arbitrary<string>): fc.Arbitrary<Resource> =>
  fc.record({
    stack: fc.constant('S'),
    logicalId: fc.constant(logicalId),
    path: fc.constant(`S/${logicalId}`),
    type,
    properties,
  });
const resources = fc
  .tuple(...ids.map((id) => fc.option(resource(id, anyType), { nil: undefined })))
  .map((all) => all.filter((each) => each !== undefined));

const cents = 1e-9;

test('the sums are the sums of the lines, and no line is below nothing', () => {
  fc.assert(
    fc.property(resources, (all) => {
      const cost = costOf(all, table);
      const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);
      expect(cost.perHour).toBeCloseTo(sum(cost.lines.map(({ perHour }) => perHour)), 9);
      expect(cost.perMonth).toBeCloseTo(sum(cost.lines.map(({ perMonth }) => perMonth)), 6);
      expect(cost.usagePerMonth).toBeCloseTo(sum(cost.usage.map(({ perMonth }) => perMonth)), 9);
      expect([...cost.lines, ...cost.usage].filter(({ perMonth }) => !(perMonth >= 0))).toEqual([]);
      expect(Math.max(0, ...cost.lines.map(({ perHour }) => perHour))).toBe(
        cost.dearest?.perHour ?? 0,
      );
    }),
  );
});

test('the order of the resources does not matter', () => {
  fc.assert(
    fc.property(
      resources.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([all, shuffled]) => {
        expect(costOf(shuffled, table)).toEqual(costOf(all, table));
      },
    ),
  );
});

/** These take something away by what they are: an address given at launch, a second bill for the same records. */
const replacing = ['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation', 'AWS::Logs::LogGroup'];

test('a resource more never costs less, whoever refers to it', () => {
  fc.assert(
    fc.property(resources, fc.constantFrom(...ids), (all, id) => {
      const one = all.find(({ logicalId }) => logicalId === id);
      fc.pre(one !== undefined && !replacing.includes(one.type));
      const before = costOf(
        all.filter((each) => each !== one),
        table,
      );
      const after = costOf(all, table);
      expect(after.perHour).toBeGreaterThanOrEqual(before.perHour - cents);
      expect(after.usagePerMonth).toBeGreaterThanOrEqual(before.usagePerMonth - cents);
    }),
    { numRuns: 1000 },
  );
});

test('a type that nobody has priced is listed, each time, and never counted', () => {
  fc.assert(
    fc.property(resources, (all) => {
      const cost = costOf(all, table);
      const unknown = all.filter(({ type }) => type === unknownType);
      expect(cost.withoutPrice.filter(({ type }) => type === unknownType)).toHaveLength(
        unknown.length,
      );
      expect([...cost.lines, ...cost.usage].some(({ type }) => type === unknownType)).toBe(false);
      expect(unknown.length === 0 || cost.isAtLeast).toBe(true);
    }),
  );
});

test('every resource that is not free is a line, a use, without a price, or switched off', () => {
  const off = fc.record({
    type: fc.constantFrom(...pricedTypes, unknownType),
    properties: fc.constant({}),
  });
  const free = [
    'AWS::EC2::VPCEndpoint',
    'AWS::ECS::Service',
    'AWS::ApiGateway::Stage',
    'AWS::SSM::Parameter',
  ];
  const empty = [
    'AWS::AutoScaling::AutoScalingGroup',
    'AWS::WAFv2::RuleGroup',
    'AWS::Lambda::Alias',
    'AWS::Lambda::Version',
  ];
  fc.assert(
    fc.property(off, (one) => {
      const { lines, usage, withoutPrice } = costOf(
        [{ stack: 'S', logicalId: 'X', path: 'S/X', ...one }],
        table,
      );
      const isCounted = lines.length + usage.length + withoutPrice.length > 0;
      expect(isCounted).toBe(![...free, ...empty].includes(one.type));
      expect(whyFree(one.type)).toBeUndefined();
    }),
  );
});

test('whatever stands in a template, a cost comes out', () => {
  const wild = fc.dictionary(
    fc.constantFrom(
      ...[
        'InstanceType',
        'NetworkInterfaces',
        'BlockDeviceMappings',
        'LaunchTemplate',
        'Subnets',
        'SubnetMappings',
      ],
      ...[
        'Rules',
        'HealthCheckConfig',
        'Metrics',
        'DesiredCount',
        'TaskDefinition',
        'AllocatedStorage',
        'Engine',
      ],
      ...[
        'GlobalSecondaryIndexes',
        'ProvisionedThroughput',
        'MixedInstancesPolicy',
        'LaunchTemplateData',
        'Type',
      ],
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const one = fc.record({
    stack: fc.constant('S'),
    logicalId: fc.constantFrom(...ids),
    path: fc.constant('S/X'),
    type: anyType,
    properties: wild,
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), (all) => {
      const { perHour, usagePerMonth } = costOf(all, table);
      expect(Number.isFinite(perHour + usagePerMonth)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a difference adds up to the later cost, and turned around to the earlier one', () => {
  fc.assert(
    fc.property(resources, resources, (first, second) => {
      const [a, b] = [costOf(first, table), costOf(second, table)];
      const [there, back] = [costDifference(a, b), costDifference(b, a)];
      const sum = there.changes.reduce((total, { before, after }) => total + after - before, 0);
      expect(sum).toBeCloseTo(b.perMonth - a.perMonth, 6);
      expect(there.perMonth).toBeCloseTo(-back.perMonth, 9);
      expect(there.changes).toHaveLength(back.changes.length);
    }),
  );
});
