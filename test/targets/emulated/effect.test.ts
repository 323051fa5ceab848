/** What of a template is seen in what an emulator does, and what is not. */
import { effectOf } from '../../../lib/targets/emulated/effect.ts';
import type { RawResource } from '../../../lib/template/template.ts';

const made = { reads: ['*'], demands: [], required: [] };
const provisions = new Map([
  ['AWS::DynamoDB::Table', { ...made, reads: ['KeySchema'] }],
  ['AWS::EC2::VPCEndpoint', made],
  ['AWS::EC2::Subnet', made],
  ['AWS::Lambda::Function', made],
]);
const fit = {
  title: 'the emulator',
  leavesOut: () => true,
  isCompleted: () => false,
  makesByApi: new Set<string>(),
};

const endpoint: RawResource = { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: 'a' } };
const subnet: RawResource = { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: '10.0.0.0/24' } };
const table: RawResource = { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: 'id', A: 1 } };
const caller: RawResource = {
  Type: 'AWS::Lambda::Function',
  Properties: { Timeout: 3, VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }] } },
};
const whole = { Endpoint: endpoint, Subnet: subnet, Table: table, Caller: caller };

const effect = (resources: Readonly<Record<string, RawResource>>): unknown =>
  effectOf([{ stack: 'S', file: 'S.json', raw: { Resources: resources } }], provisions, fit);

const changed = (resource: RawResource, properties: object): RawResource => ({
  ...resource,
  Properties: { ...resource.Properties, ...properties },
});

test.each([
  { change: 'a network resource is gone', resources: { Endpoint: undefined } },
  {
    change: 'a function stands in other subnets',
    resources: { Caller: changed(caller, { VpcConfig: { SubnetIds: [{ Ref: 'Endpoint' }] } }) },
  },
  { change: 'a property is dropped', resources: { Table: changed(table, { A: 2 }) } },
  { change: 'the type is lacking', resources: { Site: { Type: 'AWS::CloudFront::Distribution' } } },
  { change: 'it says something of the template', resources: { Table: { ...table, Metadata: {} } } },
])('$change: the same', ({ resources }) => {
  const { Endpoint, ...others } = { ...whole, ...resources };
  const all = Endpoint === undefined ? others : { Endpoint, ...others };
  expect(effect(all)).toEqual(effect(whole));
});

test.each([
  { change: 'a property that is read', resources: { Caller: changed(caller, { Timeout: 4 }) } },
  { change: 'a resource more', resources: { Other: table } },
  { change: 'what becomes of it', resources: { Table: { ...table, DeletionPolicy: 'Retain' } } },
])('$change: something else', ({ resources }) => {
  expect(effect({ ...whole, ...resources })).not.toEqual(effect(whole));
});
