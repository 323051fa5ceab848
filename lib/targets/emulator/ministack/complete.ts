/** What MiniStack's provisioner drops and its API can do is done by API, after every deployment. */
import type { Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import type { Deployed } from '../../api/deployed.ts';
import { makeGroups } from './groups.ts';
import { referred } from './referred.ts';

interface Completion {
  /** The type and the property that the provisioner drops. */
  readonly type: string;
  readonly property: string;
  readonly says: string;
  complete(client: Client, resource: Deployed, all: readonly Deployed[]): Promise<void>;
}

const completions: readonly Completion[] = [
  {
    type: 'AWS::ApiGateway::Method',
    property: 'RequestValidatorId',
    says: 'request validator',
    complete: attachValidator,
  },
  {
    type: 'AWS::DynamoDB::Table',
    property: 'PointInTimeRecoverySpecification',
    says: 'point-in-time recovery',
    complete: async (client, { physicalId, properties }) => {
      await client.send('dynamodb', 'UpdateContinuousBackups', {
        TableName: physicalId,
        PointInTimeRecoverySpecification: properties['PointInTimeRecoverySpecification'],
      });
    },
  },
  {
    type: 'AWS::DynamoDB::Table',
    property: 'TimeToLiveSpecification',
    says: 'time to live',
    complete: async (client, { physicalId, properties }) => {
      await client.send('dynamodb', 'UpdateTimeToLive', {
        TableName: physicalId,
        TimeToLiveSpecification: properties['TimeToLiveSpecification'],
      });
    },
  },
  topicAttribute('FifoTopic'),
  topicAttribute('ContentBasedDeduplication'),
];

/** AWS takes these when the topic is made and never again; MiniStack takes them only afterwards. */
function topicAttribute(property: string): Completion {
  return {
    type: 'AWS::SNS::Topic',
    property,
    says: 'kind of topics',
    complete: async (client, { physicalId, properties }) => {
      await client.send('sns', 'SetTopicAttributes', {
        TopicArn: physicalId,
        AttributeName: property,
        AttributeValue: String(properties[property]),
      });
    },
  };
}

/** Every completion that the resources need; gives what was done, once each. */
export async function complete(
  client: Client,
  deployed: readonly Deployed[],
): Promise<readonly string[]> {
  const needed = deployed.flatMap((resource) =>
    completions
      .filter(
        ({ type, property }) =>
          resource.type === type && resource.properties[property] !== undefined,
      )
      .map((completion) => ({ completion, resource })),
  );
  const hasGroups = await makeGroups(client, deployed);
  // One after the other: two validators made at once could not be told apart.
  for (const { completion, resource } of needed)
    await completion.complete(client, resource, deployed);
  const says = needed.map(({ completion }) => completion.says);
  return [...new Set([...says, ...(hasGroups ? ['groups of users'] : [])])];
}

/** The properties that `complete` sees to: they are dropped by nobody. */
export function isCompleted(type: string, property: string): boolean {
  // Its properties come to life with the method that it is attached to.
  if (type === 'AWS::ApiGateway::RequestValidator') return true;
  if (type === 'AWS::IAM::User' && property === 'Groups') return true;
  return completions.some((each) => each.type === type && each.property === property);
}

/** The validator of the stack is a name without a thing behind it: one of the same kind is made and attached. */
async function attachValidator(
  client: Client,
  method: Deployed,
  all: readonly Deployed[],
): Promise<void> {
  const validator = referred(method.properties['RequestValidatorId'], all);
  const restApiId = referred(method.properties['RestApiId'], all)?.physicalId;
  if (validator === undefined || restApiId === undefined) return;
  const id = await validatorNamed(client, {
    restApiId,
    name: validator.logicalId,
    properties: validator.properties,
  });
  await client.send('api-gateway', 'UpdateMethod', {
    restApiId,
    resourceId: await resourceIdOf(client, { restApiId, method, all }),
    httpMethod: method.properties['HttpMethod'],
    patchOperations: [{ op: 'replace', path: '/requestValidatorId', value: id }],
  });
}

async function validatorNamed(
  client: Client,
  { restApiId, name, properties }: { restApiId: string; name: string; properties: Properties },
): Promise<string> {
  const { items = [] } = await client.send('api-gateway', 'GetRequestValidators', { restApiId });
  const same = (items as readonly { id: string; name: string }[]).find(
    (each) => each.name === name,
  );
  const wanted = {
    validateRequestBody: isTrue(properties['ValidateRequestBody']),
    validateRequestParameters: isTrue(properties['ValidateRequestParameters']),
  };
  if (same !== undefined)
    await client.send('api-gateway', 'DeleteRequestValidator', {
      restApiId,
      requestValidatorId: same.id,
    });
  const made = await client.send('api-gateway', 'CreateRequestValidator', {
    restApiId,
    name,
    ...wanted,
  });
  return String(made['id']);
}

async function resourceIdOf(
  client: Client,
  { restApiId, method, all }: { restApiId: string; method: Deployed; all: readonly Deployed[] },
): Promise<string> {
  const parent = String(method.properties['ResourceId']);
  const made = referred(parent, all);
  if (made !== undefined && !parent.includes('.')) return made.physicalId;
  const { items } = await client.send('api-gateway', 'GetResources', { restApiId });
  return (
    (items as readonly { id: string; path: string }[]).find(({ path }) => path === '/')?.id ?? ''
  );
}

function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}
