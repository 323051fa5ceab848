/** Quotas that labs run into: how many there are already, how many a lab needs, how many the account may have. */
import type { Properties } from '../../../capabilities.ts';
import type { Client } from '../../api/client.ts';
import { everyItem, type Listing } from '../stacks/every-item.ts';
import { serviceWord } from '../enter/failures.ts';
import { needsOf, quotas, type Needs, type Quota } from '../../../quotas.ts';
import type { Resource } from '../../../template/template.ts';

export interface HeadRoom {
  readonly name: string;
  /** What the lab adds; 0 where no lab is asked about. */
  readonly needs: number;
  /** Nothing where AWS did not say. */
  readonly used: number | null;
  readonly limit: number;
  /** The account's own, or what AWS gives every new account, where the account's may not be read. */
  readonly limitFrom: 'Service Quotas' | "AWS's default";
  /** Would it still fit? Where it is not known how many there are: perhaps. */
  readonly fits: boolean | null;
  /** Service and code, as Service Quotas and its console call it. */
  readonly code: string;
}

/** Head-room for these resources: only of quotas that they touch; of every quota where no resources are given. */
export async function headRoom(
  client: Client,
  resources?: readonly Resource[],
): Promise<readonly HeadRoom[]> {
  const needs = needsOf(resources ?? []);
  const asked = quotas.filter(({ id }) => resources === undefined || needs[id] > 0);
  return Promise.all(asked.map((quota) => roomOf(client, quota, needs)));
}

async function roomOf(client: Client, quota: Quota, all: Needs): Promise<HeadRoom> {
  const needs = all[quota.id];
  const [{ limit, limitFrom }, used] = await Promise.all([
    limitOf(client, quota),
    orNull(usedOf(client, quota.id)),
  ]);
  return {
    name: quota.name,
    needs,
    used,
    limit,
    limitFrom,
    fits: used === null ? null : used + needs <= limit,
    code: `${quota.service} ${quota.code}`,
  };
}

/** @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html */
async function limitOf(
  client: Client,
  { service, code, usual }: Quota,
): Promise<Pick<HeadRoom, 'limit' | 'limitFrom'>> {
  const answer = await orNull(
    client.send('service-quotas', 'GetServiceQuota', { ServiceCode: service, QuotaCode: code }),
  );
  const value = (answer?.['Quota'] as { readonly Value?: number } | undefined)?.Value;
  return value === undefined
    ? { limit: usual, limitFrom: "AWS's default" }
    : { limit: value, limitFrom: 'Service Quotas' };
}

/** Who may not look, or is not answered, is not stopped: CloudFormation says later that a quota is full. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (serviceWord(error) !== undefined) return null;
    throw error;
  }
}

function usedOf(client: Client, id: Quota['id']): Promise<number> {
  const count = async (listing: Listing): Promise<number> =>
    (await everyItem(client, listing)).length;
  const used: Readonly<Record<Quota['id'], () => Promise<number>>> = {
    vpcs: () => count({ service: 'ec2', command: 'DescribeVpcs', list: 'Vpcs' }),
    gateways: () =>
      count({ service: 'ec2', command: 'DescribeInternetGateways', list: 'InternetGateways' }),
    addresses: () => count({ service: 'ec2', command: 'DescribeAddresses', list: 'Addresses' }),
    nats: () => fullestZone(client),
    vcpus: () => runningVcpus(client),
  };
  return used[id]();
}

/** NAT gateways in the zone that has most of them. */
async function fullestZone(client: Client): Promise<number> {
  const nats = await everyItem<{ readonly SubnetId?: string }>(client, {
    service: 'ec2',
    command: 'DescribeNatGateways',
    input: { Filter: [{ Name: 'state', Values: ['pending', 'available', 'deleting'] }] },
    list: 'NatGateways',
  });
  if (nats.length === 0) return 0;
  const subnets = await everyItem<Readonly<Record<string, string>>>(client, {
    service: 'ec2',
    command: 'DescribeSubnets',
    list: 'Subnets',
  });
  const zones = new Map(subnets.map((each) => [each['SubnetId'], each['AvailabilityZone']]));
  const counts = new Map<string, number>();
  for (const { SubnetId } of nats) {
    const zone = zones.get(SubnetId) ?? '';
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

/** Of the standard families A, C, D, H, I, M, R, T and Z, which share one quota. */
async function runningVcpus(client: Client): Promise<number> {
  const reservations = await everyItem<{ readonly Instances?: readonly Properties[] }>(client, {
    service: 'ec2',
    command: 'DescribeInstances',
    input: { Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }] },
    list: 'Reservations',
  });
  const standard = reservations
    .flatMap(({ Instances }) => Instances ?? [])
    .filter(({ InstanceType }) => /^[acdhimrtz]\d/.test(String(InstanceType)));
  return standard.map(vcpusOf).reduce((sum, each) => sum + each, 0);
}

function vcpusOf({ CpuOptions }: Properties): number {
  const { CoreCount = 1, ThreadsPerCore = 2 } = (CpuOptions ?? {}) as Readonly<
    Record<'CoreCount' | 'ThreadsPerCore', number | undefined>
  >;
  return CoreCount * ThreadsPerCore;
}
