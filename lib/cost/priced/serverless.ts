/** What is paid by the request: functions, APIs, queues, topics, state machines, and the parts of them that run by the hour. */
import { fixed, several, unpriced, used } from '../charge.ts';
import { at, isTrue, isUnknown, numberOf, quantityAt, textAt } from '../values.ts';
import type { Pricer, Pricers } from './pricer.ts';

/** Runs cost by the gigabyte-second of the memory that the function has. */
const lambda: Pricer = ({ properties }) => {
  const chip = at(properties, 'Architectures', 0) === 'arm64' ? 'arm64' : 'x86_64';
  const megabytes = quantityAt(properties, 'MemorySize', 128).quantity;
  return [
    used('runs', 'lambda/request', 'requests'),
    {
      ...used(`their time with ${megabytes} MB`, `lambda/${chip}`, 'functionSeconds'),
      times: megabytes / 1024,
    },
  ];
};

/** Concurrency that is kept ready costs by the gigabyte-second whether anything runs or not. */
const provisioned: Pricer = (resource, around) => {
  const { properties } = resource;
  const kept = at(properties, 'ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions');
  if (kept === undefined) return [];
  const target = around.named(at(properties, 'FunctionName'), resource)?.properties;
  const count = numberOf(kept);
  if (target === undefined || count === undefined)
    return [unpriced('how much concurrency of how much memory it keeps is not known')];
  const chip = at(target, 'Architectures', 0) === 'arm64' ? 'arm64' : 'x86_64';
  const gigabytes = quantityAt(target, 'MemorySize', 128).quantity / 1024;
  const what = several(count, 'provisioned concurrency');
  return [fixed(what, `lambda/provisioned-${chip}`, { quantity: count * gigabytes })];
};

/** The cache of a stage costs by its size, used or not. */
const apiStage: Pricer = ({ properties }) => {
  if (!isTrue(at(properties, 'CacheClusterEnabled'))) return [];
  const size = textAt(properties, 'CacheClusterSize') ?? '0.5';
  return isUnknown(size)
    ? [unpriced(`CacheClusterSize is ${size}`)]
    : [fixed(`API cache of ${size} GB`, `api-gateway/cache-${size}`)];
};

const httpApi: Pricer = ({ properties }) =>
  textAt(properties, 'ProtocolType') === 'WEBSOCKET'
    ? [used('messages', 'api-gateway/websocket', 'requests')]
    : [used('requests', 'api-gateway/http', 'requests')];

const stream: Pricer = ({ properties }) => {
  const shards = quantityAt(properties, 'ShardCount', 1);
  return at(properties, 'StreamModeDetails', 'StreamMode') === 'ON_DEMAND'
    ? [fixed('stream on demand', 'kinesis/on-demand')]
    : [fixed(several(shards.quantity, 'shard'), 'kinesis/shard', shards)];
};

const queue: Pricer = ({ properties }) => {
  const kind = isTrue(at(properties, 'FifoQueue')) ? 'fifo' : 'standard';
  return [used('requests', `sqs/${kind}`, 'requests')];
};

/** FIFO topics are billed by their deliveries too, whose price the table does not have. */
const topic: Pricer = ({ properties }) =>
  isTrue(at(properties, 'FifoTopic'))
    ? [used('messages published, without their deliveries', 'sns/publish-fifo', 'requests')]
    : [used('messages published', 'sns/publish', 'requests')];

const stateMachine: Pricer = ({ properties }) =>
  textAt(properties, 'StateMachineType') === 'EXPRESS'
    ? [used('runs', 'step-functions/express', 'requests')]
    : [used('transitions', 'step-functions/transition', 'requests')];

export const serverless: Pricers = {
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::Version': provisioned,
  'AWS::Lambda::Alias': provisioned,
  'AWS::ApiGateway::RestApi': () => [used('requests', 'api-gateway/rest', 'requests')],
  'AWS::ApiGateway::Stage': apiStage,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::Kinesis::Stream': stream,
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': topic,
  'AWS::StepFunctions::StateMachine': stateMachine,
};
