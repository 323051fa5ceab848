/** Stacks through CloudFormation change sets, one after the other in the order of their dependencies. */
import { AwsRefusal, type Properties } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import type { Host } from '../../output/host.ts';
import type { RawTemplate } from '../../template/template.ts';
import type { Client } from './client.ts';
import { pause } from './waiting.ts';

export interface StackToDeploy {
  readonly name: string;
  readonly raw: RawTemplate;
}

export interface StackResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

const capabilities = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];
const deployBoundMilliseconds = 120_000;
/** Asked ever less often: an emulator of one thread works on nothing else while it answers. */
const poll = { firstMilliseconds: 50, growth: 1.3, mostMilliseconds: 400 };

/** Creates the stack or updates it in place; a template without changes leaves it alone. */
export async function deployStack(client: Client, stack: StackToDeploy, host: Host): Promise<void> {
  const StackName = stack.name;
  const before = await statusOf(client, StackName);
  const ChangeSetName = `lab-${Date.now()}`;
  await taken(StackName, () =>
    client.send('cloudformation', 'CreateChangeSet', {
      StackName,
      ChangeSetName,
      ChangeSetType: before === undefined ? 'CREATE' : 'UPDATE',
      TemplateBody: JSON.stringify(stack.raw),
      Capabilities: capabilities,
    }),
  );
  host.progress(`deploying ${StackName}`);
  const made = await settled(
    () => client.send('cloudformation', 'DescribeChangeSet', { StackName, ChangeSetName }),
    ({ Status }) => String(Status),
  );
  if (made['Status'] === 'FAILED') {
    if (/didn't contain changes|No updates/i.test(String(made['StatusReason']))) return;
    throw new KitError('DeploymentFailed', `${StackName}: ${String(made['StatusReason'])}`);
  }
  const since = Date.now();
  await client.send('cloudformation', 'ExecuteChangeSet', { StackName, ChangeSetName });
  const done = await settled(
    () => stackOf(client, StackName).then((found) => found ?? {}),
    ({ StackStatus }) => String(StackStatus),
  );
  const status = String(done['StackStatus']);
  if (!/^(CREATE|UPDATE)_COMPLETE$/.test(status))
    throw await why(client, StackName, { status, since });
}

/** @throws DeploymentFailed where the template is refused as it is */
async function taken(stack: string, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    throw new KitError('DeploymentFailed', `${stack} is refused: ${error.message}`, {
      next: '--on model judges what the template shows',
    });
  }
}

/** Everything that the stack made. */
export async function resourcesOf(
  client: Client,
  stack: string,
): Promise<readonly StackResource[]> {
  const { StackResources } = await client.send('cloudformation', 'DescribeStackResources', {
    StackName: stack,
  });
  return (StackResources as readonly Readonly<Record<string, string | undefined>>[]).map(
    (each) => ({
      stack,
      logicalId: each['LogicalResourceId'] ?? '',
      physicalId: each['PhysicalResourceId'] ?? '',
      type: each['ResourceType'] ?? '',
    }),
  );
}

/** Is it gone? A stack of which something could not be deleted is not. */
export async function deleteStack(client: Client, stack: string, host: Host): Promise<boolean> {
  host.progress(`removing ${stack}`);
  await client.send('cloudformation', 'DeleteStack', { StackName: stack });
  const { StackStatus } = await settled(
    async () => (await stackOf(client, stack)) ?? { StackStatus: 'DELETE_COMPLETE' },
    (answer) => String(answer['StackStatus']),
  );
  return StackStatus === 'DELETE_COMPLETE';
}

async function statusOf(client: Client, name: string): Promise<string | undefined> {
  const status = (await stackOf(client, name))?.['StackStatus'] as string | undefined;
  return status === 'REVIEW_IN_PROGRESS' ? undefined : status;
}

async function stackOf(client: Client, name: string): Promise<Properties | undefined> {
  try {
    const { Stacks } = await client.send('cloudformation', 'DescribeStacks', { StackName: name });
    return (Stacks as readonly Properties[] | undefined)?.[0];
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/** Asks until the status is no longer one of the passing kind. @throws DeploymentFailed after the bound */
async function settled(
  ask: () => Promise<Properties>,
  statusIn: (answer: Properties) => string,
): Promise<Properties> {
  const until = Date.now() + deployBoundMilliseconds;
  for (
    let wait = poll.firstMilliseconds;
    Date.now() < until;
    wait = Math.min(wait * poll.growth, poll.mostMilliseconds)
  ) {
    const answer = await ask();
    if (!/IN_PROGRESS|PENDING/.test(statusIn(answer))) return answer;
    await pause(wait);
  }
  throw new KitError(
    'DeploymentFailed',
    `CloudFormation did not end within ${deployBoundMilliseconds / 1000} s`,
    {
      next: './lab down LAB removes what there is',
    },
  );
}

/** The first resource that failed since the change set ran says why. */
async function why(
  client: Client,
  name: string,
  { status, since }: { status: string; since: number },
): Promise<KitError> {
  const { StackEvents } = await client.send('cloudformation', 'DescribeStackEvents', {
    StackName: name,
  });
  const first = (StackEvents as readonly Properties[])
    .filter((event) => new Date(String(event['Timestamp'])).getTime() >= since - 1000)
    .filter((event) => String(event['ResourceStatus']).endsWith('_FAILED'))
    .at(-1);
  const reason =
    first === undefined
      ? status
      : `${String(first['LogicalResourceId'])}: ${String(first['ResourceStatusReason'])}`;
  return new KitError('DeploymentFailed', `${name} ended in ${status}: ${reason}`, {
    next: './lab doctor looks whether the emulator is whole',
  });
}
