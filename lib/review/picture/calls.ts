/** Which resource sends requests, events or messages to which other, as the template wires them. Pure. */
import type { Properties } from '../../capabilities.ts';
import { idOf } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { isMap, own } from '../../template/values.ts';
import type { Named } from '../references.ts';

export interface Call {
  readonly from: Resource;
  readonly to: Resource;
}

interface Wire {
  /** Absent: the resource itself. */
  readonly from?: (properties: Properties) => unknown;
  readonly to?: (properties: Properties) => unknown;
}

const wires: Readonly<Record<string, Wire>> = {
  'AWS::ApiGateway::Authorizer': { from: (of) => of['RestApiId'], to: (of) => of['ProviderARNs'] },
  'AWS::ApiGateway::Method': { from: (of) => of['RestApiId'], to: (of) => of['Integration'] },
  'AWS::ApiGatewayV2::Integration': {
    from: (of) => of['ApiId'],
    to: (of) => of['IntegrationUri'],
  },
  'AWS::AppSync::DataSource': {
    from: (of) => of['ApiId'],
    to: (of) => [of['DynamoDBConfig'], of['LambdaConfig'], of['HttpConfig']],
  },
  'AWS::CloudFront::Distribution': { to: (of) => mapOf(of['DistributionConfig'])['Origins'] },
  'AWS::EFS::MountTarget': { to: (of) => of['FileSystemId'] },
  'AWS::Events::Rule': { to: (of) => of['Targets'] },
  'AWS::KinesisFirehose::DeliveryStream': {
    to: (of) => [of['S3DestinationConfiguration'], of['ExtendedS3DestinationConfiguration']],
  },
  'AWS::Lambda::EventInvokeConfig': {
    from: (of) => of['FunctionName'],
    to: (of) => of['DestinationConfig'],
  },
  'AWS::Lambda::EventSourceMapping': {
    from: (of) => of['EventSourceArn'],
    to: (of) => of['FunctionName'],
  },
  'AWS::Lambda::Permission': { from: (of) => of['SourceArn'], to: (of) => of['FunctionName'] },
  'AWS::Lambda::Url': { to: (of) => of['TargetFunctionArn'] },
  'AWS::Pipes::Pipe': { to: (of) => of['Target'] },
  'AWS::S3::Bucket': { to: (of) => of['NotificationConfiguration'] },
  'AWS::SNS::Subscription': { from: (of) => of['TopicArn'], to: (of) => of['Endpoint'] },
  'AWS::SQS::Queue': { to: (of) => of['RedrivePolicy'] },
  'AWS::Scheduler::Schedule': { to: (of) => of['Target'] },
  'AWS::StepFunctions::StateMachine': {
    to: (of) => [of['DefinitionString'], of['Definition'], of['DefinitionSubstitutions']],
  },
};

/** Each once, in the order of the template. A resource that only carries a wire is none of its ends. */
export function callsAmong(
  resources: readonly Resource[],
  named: Named,
  isShown: (resource: Resource) => boolean,
): readonly Call[] {
  const all = resources.flatMap((carrier) => {
    const wire = own(wires, carrier.type);
    if (wire === undefined) return [];
    const end = (read: Wire['from']): readonly Resource[] =>
      (read === undefined ? [carrier] : named(read(carrier.properties), carrier)).filter(isShown);
    return end(wire.from).flatMap((from) => end(wire.to).map((to) => ({ from, to })));
  });
  const found = new Map(all.map((each) => [`${idOf(each.from)} ${idOf(each.to)}`, each]));
  return [...found.values()].filter(({ from, to }) => from !== to);
}

function mapOf(value: unknown): Properties {
  return isMap(value) ? value : {};
}
