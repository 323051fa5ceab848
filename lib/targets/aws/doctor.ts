/** What a sandbox account has of what labs need, row by row, and how to repair what is missing. */
import { AwsRefusal } from '../../capabilities.ts';
import { KitError } from '../../errors.ts';
import { silent } from '../../output/host.ts';
import { enterSandbox } from './enter/account.ts';
import { readConfig } from './enter/config.ts';
import { everyItem } from './stacks/every-item.ts';
import { serviceWord } from './enter/failures.ts';
import { inWords, isOurs } from './look/finding.ts';
import { headRoom, type HeadRoom } from './plan/quotas.ts';
import type { Sandbox } from './enter/sandbox.ts';

export interface SandboxRow {
  readonly name: string;
  readonly for: string;
  readonly found: string;
  readonly fine: boolean;
  /** What to type; empty where it is fine. */
  readonly repair: string;
}

export interface Left {
  /** What is still there of labs that nobody runs any more, one line each. */
  readonly left: readonly string[];
  readonly notLookedFor: readonly string[];
}

/** Looks and changes nothing. Where the account cannot be entered, the rows end there. */
export async function doctorRows(
  leftovers: () => Promise<Left> = forgotten,
): Promise<readonly SandboxRow[]> {
  const list = allowList();
  if (!list.fine) return [list];
  const entered = await entering();
  if (!('client' in entered)) return [list, entered];
  const examined = await Promise.all([
    guarded('CDK asset bucket', async () => [await assetBucket(entered)]),
    guarded('CDK bootstrap stack', async () => [await bootstrapVersion(entered)]),
    guarded('quotas', async () => (await headRoom(entered.client)).map(quotaRow)),
    ...instanceTypes.map((type) =>
      guarded(`instance type ${type}`, async () => [await offered(entered, type)]),
    ),
    guarded('leftovers', async () => [leftoverRow(await leftovers())]),
  ]);
  return [list, door(entered.title, true, ''), ...examined.flat()];
}

function allowList(): SandboxRow {
  const row = { name: 'allow-list', for: 'target aws' };
  try {
    const { file, allow, owner, expiresAfterHours } = readConfig();
    const places = allow.map(({ account, regions }) => `${account} (${regions.join(', ')})`);
    const found =
      allow.length === 0
        ? `${file} allows no account`
        : `${places.join('; ')}; owner ${owner}, expiry after ${expiresAfterHours} h`;
    const fine = allow.length > 0;
    return { ...row, found, fine, repair: fine ? '' : 'docs/sandbox.md says how to write it' };
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return { ...row, found: error.message, fine: false, repair: error.next ?? '' };
  }
}

async function entering(): Promise<Sandbox | SandboxRow> {
  try {
    return await enterSandbox();
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return door(error.message, false, error.next ?? '');
  }
}

function door(found: string, fine: boolean, repair: string): SandboxRow {
  return { name: 'credentials, account, region', for: 'target aws', found, fine, repair };
}

/** What may not be asked is a row like any other. */
async function guarded(
  name: string,
  look: () => Promise<readonly SandboxRow[]>,
): Promise<readonly SandboxRow[]> {
  try {
    return await look();
  } catch (error) {
    const word = serviceWord(error);
    if (word === undefined) throw error;
    const found = `could not be asked: ${word}`;
    const repair = './lab permissions LAB prints the policy that allows it';
    return [{ name, for: 'target aws', found, fine: false, repair }];
  }
}

/** Of the bootstrap with its usual qualifier; templates say it in full. */
const qualifier = 'hnb659fds';

/**
 * Labs are deployed with the caller's own credentials, so that the bucket is all they need of a bootstrap; where it is
 * missing, `up` makes it.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
async function assetBucket({ client, account, region }: Sandbox): Promise<SandboxRow> {
  const bucket = `cdk-${qualifier}-assets-${account}-${region}`;
  const row = { name: 'CDK asset bucket', for: 'labs with code', fine: true, repair: '' };
  try {
    // Anybody may take a name that can be guessed: a bucket of another account is no bootstrap.
    await client.send('s3', 'HeadBucket', { Bucket: bucket, ExpectedBucketOwner: account });
    return { ...row, found: bucket };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    if (error.status === 404) return { ...row, found: 'none yet; ./lab up makes it' };
    const found = `${bucket} may not be read, or is another account's`;
    const repair = `npx cdk bootstrap aws://${account}/${region} says which, ./lab permissions LAB what you need`;
    return { ...row, found, fine: false, repair };
  }
}

/** Read and shown; with the caller's own credentials no version is too old. */
async function bootstrapVersion({ client }: Sandbox): Promise<SandboxRow> {
  const row = { name: 'CDK bootstrap stack', for: 'plain cdk deploy', fine: true, repair: '' };
  try {
    const { Parameter } = await client.send('ssm', 'GetParameter', {
      Name: `/cdk-bootstrap/${qualifier}/version`,
    });
    return { ...row, found: `version ${String((Parameter as { Value?: string }).Value)}` };
  } catch (error) {
    if (error instanceof AwsRefusal && error.code === 'ParameterNotFound')
      return { ...row, found: 'none; labs do without' };
    throw error;
  }
}

function quotaRow({ name, used, limit, limitFrom, code }: HeadRoom): SandboxRow {
  const full = used !== null && used >= limit;
  const [service = '', quota = ''] = code.split(' ');
  return {
    name: `room for ${name}`,
    for: 'labs with a network',
    found: `${used ?? 'not known how many'} used of ${limit} (${limitFrom})`,
    fine: !full,
    repair: full
      ? `remove what is unused, or: aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${quota} --desired-value ${limit * 2}`
      : '',
  };
}

/** All that labs use, by test. */
const instanceTypes = ['t3.micro', 't4g.micro'];
/** Labs ask for the first two zones of the region. */
const zonesNeeded = 2;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html */
async function offered({ client, region }: Sandbox, type: string): Promise<SandboxRow> {
  const zones = await namesOf(client, {
    command: 'DescribeAvailabilityZones',
    input: { Filters: [{ Name: 'zone-type', Values: ['availability-zone'] }] },
    list: 'AvailabilityZones',
    name: 'ZoneName',
  });
  const places = await namesOf(client, {
    command: 'DescribeInstanceTypeOfferings',
    input: {
      LocationType: 'availability-zone',
      Filters: [{ Name: 'instance-type', Values: [type] }],
    },
    list: 'InstanceTypeOfferings',
    name: 'Location',
  });
  const without = zones.filter((zone) => !places.includes(zone));
  const fine = !without.some((zone) => zones.indexOf(zone) < zonesNeeded);
  const missing = without.length === 0 ? '' : `, not in ${without.join(', ')}`;
  return {
    name: `instance type ${type}`,
    for: 'labs with instances',
    found: `offered in ${zones.length - without.length} of ${zones.length} zones${missing}`,
    fine,
    repair: fine ? '' : `choose another region than ${region}`,
  };
}

interface Names {
  readonly command: string;
  readonly input: object;
  readonly list: string;
  readonly name: string;
}

async function namesOf(
  client: Sandbox['client'],
  { command, input, list, name }: Names,
): Promise<readonly string[]> {
  const found = await everyItem<Readonly<Record<string, string>>>(client, {
    ...{ service: 'ec2', command, input: { ...input }, list },
  });
  return found.map((each) => each[name] ?? '').sort();
}

/** What `lab sweep` would find, in every region that is allowed. */
async function forgotten(): Promise<Left> {
  const { findForgotten } = await import('./remove/sweep.ts');
  const { found, notLookedFor } = await findForgotten(silent);
  return { left: found.filter(isOurs).map(inWords), notLookedFor };
}

function leftoverRow({ left, notLookedFor }: Left): SandboxRow {
  const fine = left.length === 0;
  const unsaid = notLookedFor.length === 0 ? '' : ` (not looked for: ${notLookedFor.join(', ')})`;
  return {
    name: 'leftovers',
    for: 'a clean account',
    found: `${fine ? 'none' : left.join('; ')}${unsaid}`,
    fine,
    repair: fine ? '' : './lab sweep shows and removes them',
  };
}
