import { chooseWay } from '../../lib/checks/ways.ts';
import { evaluated, recipientsOf, type Template } from '../../lib/checks/sns.ts';
import type { Properties } from '../../lib/capabilities.ts';
import { Permissions } from '../../lib/iam/permissions.ts';
import { permissionOf } from '../../lib/targets/model/may.ts';
import { held } from '../../lib/verdict.ts';
import { checkWith, fakeJudge } from '../support/fakes.ts';

const sns = { Service: 'sns.amazonaws.com' };
const fromTopic = { ArnEquals: { 'aws:SourceArn': '${Topic}' } };
const admission = {
  Effect: 'Allow',
  Principal: sns,
  Action: 'sqs:SendMessage',
  Resource: '*',
  Condition: fromTopic,
};
const tlsOnly = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'sqs:*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** A topic and what else is given, by type and logical id. */
function templateWith(
  resources: Readonly<Record<string, Readonly<Record<string, Properties>>>>,
): Template {
  const all = { 'AWS::SNS::Topic': { Topic: {}, Other: {} }, ...resources };
  const byId = new Map(Object.values(all).flatMap((each) => Object.entries<Properties>(each)));
  const permissions = new Permissions(
    Object.entries<Readonly<Record<string, Properties>>>(all).flatMap(([type, each]) =>
      Object.entries(each).map(([logicalId, properties]) => ({
        ...{ stack: 'S', logicalId, path: logicalId, type, properties },
        metadata: {},
      })),
    ),
  );
  return {
    fact: (id) => Promise.resolve(byId.get(id) ?? {}),
    facts: (type) =>
      Promise.resolve(new Map(Object.entries((all as typeof resources)[type] ?? {}))),
    may: (question) => Promise.resolve(permissionOf(permissions, question)),
  };
}

const toQueue = { TopicArn: '${Topic}', Protocol: 'sqs', Endpoint: '${Queue.Arn}' };
const policyOf = (...Statement: readonly unknown[]): Properties => ({
  Queues: ['${Queue}'],
  PolicyDocument: { Statement },
});

/** How many get a message of type placed, where a queue has this policy and this subscription. */
async function delivered(policy: Properties, subscription: object = {}): Promise<number> {
  const template = templateWith({
    'AWS::SQS::Queue': { Queue: {} },
    'AWS::SQS::QueuePolicy': { Policy: policy },
    'AWS::SNS::Subscription': { ToQueue: { ...toQueue, ...subscription } },
  });
  const attributes = { type: { type: 'String', value: 'placed' } };
  const found = await recipientsOf(template, 'Topic', { text: '{"cents": 5}', attributes });
  const queue = await template.fact('Queue');
  return found.filter((each) => each === queue).length;
}

test.each<[says: string, policy: Properties, count: number]>([
  ['admits the topic', policyOf(tlsOnly, admission), 1],
  ['admits SNS whatever the topic', policyOf({ ...admission, Condition: undefined }), 1],
  ['admits anybody', policyOf({ ...admission, Principal: '*' }), 1],
  ['has no statement for it', policyOf(tlsOnly), 0],
  [
    'admits another service',
    policyOf({ ...admission, Principal: { Service: 's3.amazonaws.com' } }),
    0,
  ],
  ['lets SNS receive alone', policyOf({ ...admission, Action: 'sqs:ReceiveMessage' }), 0],
  [
    'admits another topic',
    policyOf({ ...admission, Condition: { ArnEquals: { 'aws:SourceArn': '${Other}' } } }),
    0,
  ],
  [
    'asks for something else besides',
    policyOf({
      ...admission,
      Condition: { ...fromTopic, StringEquals: { 'aws:PrincipalOrgID': 'o' } },
    }),
    0,
  ],
  ['denies it too', policyOf(admission, { ...admission, Effect: 'Deny' }), 0],
  ['is that of another queue', { ...policyOf(admission), Queues: ['${Other}'] }, 0],
])('a queue whose policy %s', async (_, policy, count) => {
  expect(await delivered(policy)).toBe(count);
});

test.each<[subscription: object, count: number]>([
  [{ FilterPolicy: { type: ['placed'] } }, 1],
  [{ FilterPolicy: { type: ['cancelled'] } }, 0],
  [{ FilterPolicyScope: 'MessageBody', FilterPolicy: { cents: [{ numeric: ['>=', 5] }] } }, 1],
  [{ FilterPolicyScope: 'MessageBody', FilterPolicy: { cents: [{ numeric: ['>', 5] }] } }, 0],
  [{ TopicArn: '${Other}' }, 0],
  [{ Endpoint: 'https://example.com' }, 0],
])('a subscription with %j', async (subscription, count) => {
  expect(await delivered(policyOf(admission), subscription)).toBe(count);
});

test.each<[permission: Properties, count: number]>([
  [{ SourceArn: '${Topic}' }, 1],
  [{}, 1],
  [{ SourceArn: '${Other}' }, 0],
  [{ Principal: 's3.amazonaws.com' }, 0],
  [{ FunctionName: '${Other.Arn}' }, 0],
])('a function with the permission %j', async (permission, count) => {
  const template = templateWith({
    'AWS::Lambda::Function': { Function: {} },
    'AWS::Lambda::Permission': {
      May: {
        ...{ FunctionName: '${Function.Arn}', Action: 'lambda:InvokeFunction' },
        Principal: sns.Service,
        ...permission,
      },
    },
    'AWS::SNS::Subscription': {
      ToFunction: { ...toQueue, Protocol: 'lambda', Endpoint: '${Function.Arn}' },
    },
  });
  expect(await recipientsOf(template, 'Topic', { text: '' })).toHaveLength(count);
});

test('an evaluation on the template is proved', () => {
  const capabilities = templateWith({});
  const judge = fakeJudge({ capabilities, strengthOf: () => 'read' });
  const check = checkWith('a', { ways: [evaluated(() => Promise.resolve(held('all get it')))] });
  expect(chooseWay(check, judge)).toMatchObject({ strength: 'proved' });
});

test('a filter policy that SNS refuses fails the check with its word', async () => {
  const subscription = { ...toQueue, FilterPolicy: { type: [{ contains: 'a' }] } };
  const template = templateWith({ 'AWS::SNS::Subscription': { ToQueue: subscription } });
  const way = evaluated(async (asked) => {
    await recipientsOf(asked, 'Topic', { text: '' });
    return held('all get it');
  });
  expect(await way.judge(template as never)).toEqual({
    outcome: 'failed',
    reason: 'SNS refuses a filter policy: Unrecognized match type contains',
  });
});

test('what breaks otherwise is not taken for a refusal', async () => {
  const way = evaluated(() => Promise.reject(new Error('broken')));
  await expect(way.judge(templateWith({}) as never)).rejects.toThrow('broken');
});
