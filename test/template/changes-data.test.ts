/** What becomes of data when CloudFormation removes or replaces what holds it. */
import { changesBetween } from '../../lib/template/changes.ts';
import type { Resource, Template } from '../../lib/template/template.ts';
import { resource } from '../iam/resources.ts';

type Made = Resource & { readonly updateReplacePolicy?: string };

function template(...resources: readonly Made[]): readonly Template[] {
  return [{ stack: 'S', file: 'S.json', resources, outputs: {}, unknowns: new Map() }];
}

const made = (type: string, properties: object = {}, policies: object = {}): Made => ({
  ...resource('It', type, properties as Resource['properties']),
  ...policies,
});

const fateOf = (before: readonly Made[], after: readonly Made[]) => {
  const [change] = changesBetween(template(...before), template(...after));
  return [change?.kind, change?.data?.fate];
};

test.each([
  { of: made('AWS::DynamoDB::Table'), fate: 'lost' },
  { of: made('AWS::DynamoDB::Table', {}, { deletionPolicy: 'Retain' }), fate: 'kept' },
  { of: made('AWS::DynamoDB::Table', {}, { updateReplacePolicy: 'Retain' }), fate: 'lost' },
  { of: made('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true }), fate: 'stays' },
  { of: made('AWS::EC2::Volume', {}, { deletionPolicy: 'Snapshot' }), fate: 'snapshot' },
  { of: made('AWS::RDS::DBInstance'), fate: 'snapshot' },
  { of: made('AWS::RDS::DBInstance', {}, { deletionPolicy: 'Delete' }), fate: 'lost' },
  { of: made('AWS::RDS::DBInstance', { DBClusterIdentifier: 'c' }), fate: undefined },
  { of: made('AWS::S3::Bucket'), fate: 'stays' },
  { of: made('AWS::ECR::Repository'), fate: 'stays' },
  { of: made('AWS::ECR::Repository', { EmptyOnDelete: true }), fate: 'lost' },
  { of: made('AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' }), fate: 'lost' },
  { of: made('AWS::EC2::Route'), fate: undefined },
  { of: made('constructor'), fate: undefined },
])('removed: $of.type $of.properties $of.deletionPolicy: $fate', ({ of, fate }) => {
  expect(fateOf([of], [])).toEqual(['removed', fate]);
});

test.each([
  { policies: {}, fate: 'lost' },
  { policies: { deletionPolicy: 'Retain' }, fate: 'lost' },
  { policies: { updateReplacePolicy: 'Retain' }, fate: 'kept' },
  { policies: { updateReplacePolicy: 'Snapshot' }, fate: 'snapshot' },
])('replaced with $policies: $fate', ({ policies, fate }) => {
  const table = (TableName: string): Made => made('AWS::DynamoDB::Table', { TableName }, policies);
  expect(fateOf([table('a')], [table('b')])).toEqual(['replaced', fate]);
});

test('what only changes keeps its data', () => {
  const table = (BillingMode: string): Made => made('AWS::DynamoDB::Table', { BillingMode });
  expect(fateOf([table('a')], [table('b')])).toEqual(['changed', undefined]);
});

test('a bucket that is emptied loses its objects', () => {
  const emptied = {
    ...resource('Empty', 'Custom::S3AutoDeleteObjects', { BucketName: '${It}' }),
  };
  expect(fateOf([made('AWS::S3::Bucket'), emptied], [emptied])).toEqual(['removed', 'lost']);
});

describe('what a template names itself', () => {
  const table = (KeySchema: string, TableName?: string): Made =>
    made('AWS::DynamoDB::Table', { KeySchema, ...(TableName && { TableName }) });
  const changeOf = (before: readonly Made[], after: readonly Made[]) =>
    changesBetween(template(...before), template(...after))[0];

  test('is not replaced, and loses nothing, as long as the name stays', () => {
    expect(changeOf([table('a', 'orders')], [table('b', 'orders')])).toMatchObject({
      kind: 'replaced',
      isRefused: true,
      note: 'CloudFormation refuses to replace it: TableName has to be another one',
      data: { fate: 'stays', why: 'as long as TableName does; lost with another one' },
    });
  });

  test.each([
    { says: 'with another name', before: table('a', 'orders'), after: table('b', 'sales') },
    { says: 'without a name', before: table('a'), after: table('b') },
    { says: 'that had no name', before: table('a'), after: table('b', 'orders') },
  ])('$says it is replaced', ({ before, after }) => {
    expect(changeOf([before], [after])).toMatchObject({
      ...{ isRefused: false, note: null, data: { fate: 'lost' } },
    });
  });

  test('what is named like something that is replaced gets another name', () => {
    const queue = (QueueName: string, more: object): readonly Made[] => [
      { ...resource('It', 'AWS::SQS::Queue', { QueueName, ...more }) },
      { ...resource('Host', 'AWS::EC2::Instance', { ImageId: JSON.stringify(more) }) },
    ];
    const [one] = changesBetween(
      template(...queue('${Host}', { FifoQueue: false })),
      template(...queue('${Host}', { FifoQueue: true })),
    ).filter(({ place }) => place === 'It');
    expect(one).toMatchObject({ kind: 'replaced', isRefused: false });
  });

  test('what may be replaced may be refused', () => {
    const db = (Engine: string): Made =>
      made('AWS::RDS::DBInstance', { Engine, DBInstanceIdentifier: 'main' });
    expect(changeOf([db('mysql')], [db('postgres')])).toMatchObject({
      kind: 'may be replaced',
      isRefused: false,
      note: expect.stringContaining('if it comes to that: DBInstanceIdentifier') as string,
      data: { fate: 'stays' },
    });
  });
});

test.each([
  { DeleteOnTermination: false, note: 'its volume /dev/sdb stays, without it' },
  {
    DeleteOnTermination: true,
    note: 'its root volume goes with it, unless its image or launch template keeps it',
  },
])('of an instance that is replaced: $note', ({ DeleteOnTermination, note }) => {
  const host = (ImageId: string): Made =>
    made('AWS::EC2::Instance', {
      ImageId,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdb', Ebs: { DeleteOnTermination } }],
    });
  const [change] = changesBetween(template(host('a')), template(host('b')));
  expect(change).toMatchObject({ kind: 'replaced', note });
});
