/** How the resources of a lab are called on AWS, as patterns of their ARNs. Pure. */
import type { Resource } from '../../../template/template.ts';

/** Where a policy is to hold; `*` where that is not known. */
export interface PolicyPlace {
  readonly account: string;
  readonly regions: readonly string[];
  readonly stacks: readonly string[];
}

type Form = (at: {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}) => string;

/** Kinds of resources whose ARN holds a name; the words are those of the Service Authorization Reference. */
const forms: Readonly<Record<string, Form>> = {
  alarm: ({ region, account, name }) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  autoScalingGroup: ({ region, account, name }) =>
    `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${name}`,
  bucket: ({ name }) => `arn:aws:s3:::${name}`,
  document: ({ region, account, name }) => `arn:aws:ssm:${region}:${account}:document/${name}`,
  function: ({ region, account, name }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  group: ({ account, name }) => `arn:aws:iam::${account}:group/${name}`,
  'instance-profile': ({ account, name }) => `arn:aws:iam::${account}:instance-profile/${name}`,
  'log-group': ({ region, account, name }) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  'log-stream': ({ region, account, name }) =>
    `arn:aws:logs:${region}:${account}:log-group:${name}:log-stream:*`,
  object: ({ name }) => `arn:aws:s3:::${name}/*`,
  policy: ({ account, name }) => `arn:aws:iam::${account}:policy/${name}`,
  queue: ({ region, account, name }) => `arn:aws:sqs:${region}:${account}:${name}`,
  role: ({ account, name }) => `arn:aws:iam::${account}:role/${name}`,
  'rule-on-default-event-bus': ({ region, account, name }) =>
    `arn:aws:events:${region}:${account}:rule/${name}`,
  stream: ({ region, account, name }) => `arn:aws:kinesis:${region}:${account}:stream/${name}`,
  table: ({ region, account, name }) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  topic: ({ region, account, name }) => `arn:aws:sns:${region}:${account}:${name}`,
  user: ({ account, name }) => `arn:aws:iam::${account}:user/${name}`,
};

/** Types that CloudFormation calls `<Stack>-<LogicalId>-<suffix>` unless the property says otherwise. */
const called: Readonly<Record<string, readonly [kind: string, property: string]>> = {
  'AWS::AutoScaling::AutoScalingGroup': ['autoScalingGroup', 'AutoScalingGroupName'],
  'AWS::CloudWatch::Alarm': ['alarm', 'AlarmName'],
  'AWS::DynamoDB::Table': ['table', 'TableName'],
  'AWS::Events::Rule': ['rule-on-default-event-bus', 'Name'],
  'AWS::IAM::Group': ['group', 'GroupName'],
  'AWS::IAM::InstanceProfile': ['instance-profile', 'InstanceProfileName'],
  'AWS::IAM::ManagedPolicy': ['policy', 'ManagedPolicyName'],
  'AWS::IAM::Role': ['role', 'RoleName'],
  'AWS::IAM::User': ['user', 'UserName'],
  'AWS::Kinesis::Stream': ['stream', 'Name'],
  'AWS::Lambda::Function': ['function', 'FunctionName'],
  'AWS::Logs::LogGroup': ['log-group', 'LogGroupName'],
  'AWS::S3::Bucket': ['bucket', 'BucketName'],
  'AWS::SNS::Topic': ['topic', 'TopicName'],
  'AWS::SQS::Queue': ['queue', 'QueueName'],
  'AWS::SSM::Document': ['document', 'Name'],
};

/** They have no ARN of their own: what is done to them is done to one of the above. */
const parts =
  /^AWS::(AutoScaling::ScalingPolicy|IAM::Policy|Lambda::(Permission|Version|Alias|Url)|Logs::(LogStream|MetricFilter|SubscriptionFilter)|S3::BucketPolicy|SNS::(Subscription|TopicPolicy|TopicInlinePolicy)|SQS::(QueuePolicy|QueueInlinePolicy))$/;

/** Is everything that the lab has of this service called by a name that the policy can hold? */
export function isAllNamed(service: string, resources: readonly Resource[]): boolean {
  const of = resources.filter(({ type }) => type.split('::')[1]?.toLowerCase() === service);
  return of.every(({ type }) => called[type] !== undefined || parts.test(type));
}

/** The ARNs of this kind that the lab may have; nothing where such ARNs hold no name. */
export function arnsOf(
  kind: string,
  resources: readonly Resource[],
  place: PolicyPlace,
): readonly string[] | undefined {
  if (kind === 'stack') return stackArns(place, (stack) => `stack/${stack}/*`);
  if (kind === 'changeset') return stackArns(place, () => 'changeSet/aws-lab-kit-*/*');
  const form = forms[kind];
  if (form === undefined) return undefined;
  const names = namesOf(kind, resources, place.stacks);
  const arns = place.regions.flatMap((region) =>
    names.map((name) => form({ region, account: place.account, name })),
  );
  return [...new Set(arns)];
}

function stackArns(
  { account, regions, stacks }: PolicyPlace,
  tail: (stack: string) => string,
): readonly string[] {
  const arns = regions.flatMap((region) =>
    stacks.map((stack) => `arn:aws:cloudformation:${region}:${account}:${tail(stack)}`),
  );
  return [...new Set(arns)];
}

/** What the kit calls besides the lab's own resources. */
export function kitPlaces(
  on: 'all' | 'assets' | 'bootstrap' | 'probes',
  { account, regions }: PolicyPlace,
): readonly string[] {
  const places: Readonly<Record<typeof on, (region: string) => readonly string[]>> = {
    all: () => ['*'],
    assets: (region) => {
      const bucket = `arn:aws:s3:::cdk-hnb659fds-assets-${account}-${region}`;
      return [bucket, `${bucket}/*`];
    },
    bootstrap: (region) => [`arn:aws:ssm:${region}:${account}:parameter/cdk-bootstrap/*`],
    probes: (region) => [
      `arn:aws:ec2:${region}:${account}:instance/*`,
      `arn:aws:ssm:${region}::document/AWS-RunShellScript`,
    ],
  };
  return regions.flatMap(places[on]);
}

/** What is inside something that has the name. */
const within: Readonly<Record<string, string>> = { object: 'bucket', 'log-stream': 'log-group' };

function namesOf(
  kind: string,
  resources: readonly Resource[],
  stacks: readonly string[],
): readonly string[] {
  const own = within[kind] ?? kind;
  const given = resources.flatMap(({ type, properties }) => {
    const [of, property = ''] = called[type] ?? [];
    const name = properties[property];
    return of === own && typeof name === 'string' ? [name.replace(/\$\{[^}]*\}/g, '*')] : [];
  });
  const made = stacks.map((stack) => `${stack}-*`);
  if (own === 'bucket') return [...made.map((name) => name.toLowerCase()), ...given];
  if (own !== 'log-group') return [...made, ...given];
  // What is done inside a group is done to its ARN with `:*` behind it.
  const implicit = stacks.map((stack) => `/aws/lambda/${stack}-*`);
  return [
    ...made,
    ...implicit,
    ...given,
    ...(kind === own ? given.map((name) => `${name}:*`) : []),
  ];
}
