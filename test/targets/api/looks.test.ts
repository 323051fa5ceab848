/** Asking whether a resource is there: every answer is there, gone, or says nothing. */
import { AwsRefusal, type Properties } from '../../../lib/capabilities.ts';
import type { Client } from '../../../lib/targets/api/client.ts';
import { lookFor, type Seen } from '../../../lib/targets/api/looks.ts';
import { lookForLeftovers } from '../../../lib/targets/api/leftovers.ts';

const where = { region: 'eu-central-1', account: '111122223333' };

function answering(answer: Properties | AwsRefusal): Client {
  return {
    connection: { region: where.region, identity: { accessKeyId: '', secretAccessKey: '' } },
    send: () => (answer instanceof AwsRefusal ? Promise.reject(answer) : Promise.resolve(answer)),
    presigned: () => Promise.resolve(''),
    as: () => answering(answer),
  };
}

function resource(type: string) {
  return { stack: 'S', logicalId: 'R', path: 'S/R', type, physicalId: 'id', properties: {} };
}

const refusal = (code: string, status = 400, message = ''): AwsRefusal =>
  new AwsRefusal(code, status, message);

const cases: readonly (readonly [type: string, answer: Properties | AwsRefusal, seen: Seen])[] = [
  ['AWS::DynamoDB::Table', { Table: {} }, 'there'],
  ['AWS::DynamoDB::Table', refusal('ResourceNotFoundException'), 'gone'],
  ['AWS::DynamoDB::Table', refusal('AccessDeniedException'), { unsaid: 'AccessDeniedException' }],
  ['AWS::DynamoDB::Table', refusal('ThrottlingException'), { unsaid: 'ThrottlingException' }],
  ['AWS::S3::Bucket', refusal('NotFound', 404), 'gone'],
  // Somebody else's, or ours and closed to us: nobody can say.
  ['AWS::S3::Bucket', refusal('Forbidden', 403), { unsaid: 'Forbidden' }],
  ['AWS::SQS::Queue', refusal('QueueDoesNotExist'), 'gone'],
  ['AWS::SQS::Queue', refusal('AWS.SimpleQueueService.NonExistentQueue'), 'gone'],
  ['AWS::IAM::Role', refusal('NoSuchEntityException', 404), 'gone'],
  ['AWS::EC2::VPC', refusal('InvalidVpcID.NotFound'), 'gone'],
  ['AWS::EC2::VPC', { Vpcs: [{ VpcId: 'id' }] }, 'there'],
  ['AWS::EC2::VPC', { Vpcs: [] }, 'gone'],
  ['AWS::EC2::NatGateway', { NatGateways: [{ State: 'deleting' }] }, 'gone'],
  ['AWS::EC2::NatGateway', { NatGateways: [{ State: 'available' }] }, 'there'],
  [
    'AWS::EC2::Instance',
    { Reservations: [{ Instances: [{ State: { Name: 'terminated' } }] }] },
    'gone',
  ],
  [
    'AWS::EC2::Instance',
    { Reservations: [{ Instances: [{ State: { Name: 'stopped' } }] }] },
    'there',
  ],
  [
    'AWS::EC2::VPCPeeringConnection',
    { VpcPeeringConnections: [{ Status: { Code: 'deleted' } }] },
    'gone',
  ],
  ['AWS::EC2::EIP', { Addresses: [{ PublicIp: 'id' }] }, 'there'],
  ['AWS::KMS::Key', { KeyMetadata: { KeyState: 'PendingDeletion' } }, 'gone'],
  ['AWS::KMS::Key', { KeyMetadata: { KeyState: 'Enabled' } }, 'there'],
  ['AWS::CloudFormation::Stack', { Stacks: [{ StackStatus: 'DELETE_COMPLETE' }] }, 'gone'],
  [
    'AWS::CloudFormation::Stack',
    refusal('ValidationError', 400, 'Stack with id S does not exist'),
    'gone',
  ],
  ['AWS::CloudWatch::Alarm', { MetricAlarms: [] }, 'gone'],
  ['AWS::Rare::Thing', {}, { unsaid: 'the kit does not know how to look' }],
];

test.each(cases)('%s with %j', async (type, answer, seen) => {
  expect(await lookFor(answering(answer), resource(type), where)).toEqual(seen);
});

test('what was never made is not asked for, and a type that nobody can look for is named', async () => {
  const never = { ...resource('AWS::DynamoDB::Table'), physicalId: '' };
  const rare = resource('AWS::Rare::Thing');
  const part = resource('AWS::SNS::TopicPolicy');
  const removed = await lookForLeftovers(answering({ Table: {} }), [never, rare, part], where);
  expect(removed).toEqual({ left: [], notLookedFor: ['AWS::Rare::Thing'] });
});
