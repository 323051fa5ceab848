/** Where random networks stand: few addresses, so that blocks hold, touch and overlap one another often. */
import type { Block, Family } from '../../../lib/network/blocks.ts';
import type { Id, PrefixList, Unknown } from '../../../lib/network/network.ts';
import { block } from '../support/written-rules.ts';
import { Chance } from './chance.ts';

export interface VpcPlan {
  readonly id: Id;
  readonly blocks4: readonly string[];
  readonly block6: string;
  readonly subnets: readonly { readonly block4: string; readonly block6: string }[];
}

/** Private, partly public and shared addresses: each is refused, or not, by an internet gateway for a reason of its own. */
export const vpcPlans: readonly VpcPlan[] = [
  {
    id: 'A',
    blocks4: ['10.0.0.0/16'],
    block6: '2600:1f00:0:100::/56',
    subnets: [
      { block4: '10.0.0.0/24', block6: '2600:1f00:0:100::/64' },
      { block4: '10.0.1.0/24', block6: '2600:1f00:0:101::/64' },
      { block4: '10.0.2.0/25', block6: '2600:1f00:0:102::/64' },
      { block4: '10.0.2.128/25', block6: '2600:1f00:0:103::/64' },
    ],
  },
  {
    id: 'B',
    blocks4: ['10.1.0.0/16', '198.18.0.0/24'],
    block6: '2600:1f00:0:200::/56',
    subnets: [
      { block4: '10.1.0.0/24', block6: '2600:1f00:0:200::/64' },
      { block4: '198.18.0.0/25', block6: '2600:1f00:0:201::/64' },
      { block4: '10.1.1.0/26', block6: '2600:1f00:0:202::/64' },
    ],
  },
  {
    id: 'C',
    blocks4: ['100.64.0.0/20'],
    block6: '2600:1f00:0:300::/56',
    subnets: [
      { block4: '100.64.0.0/24', block6: '2600:1f00:0:300::/64' },
      { block4: '100.64.1.0/24', block6: '2600:1f00:0:301::/64' },
    ],
  },
];

/** What rules, entries and routes may name, beside everywhere. */
export const namedBlocks: Readonly<Record<Family, readonly Block[]>> = {
  4: [
    ...['10.0.0.0/16', '10.1.0.0/16', '198.18.0.0/24', '100.64.0.0/20', '10.0.0.0/8'],
    ...['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/25', '10.0.2.128/25', '10.1.0.0/24', '10.1.1.0/26'],
    ...['198.18.0.0/25', '100.64.0.0/24', '100.64.1.0/24', '10.0.0.0/25', '10.0.0.64/26'],
    ...['10.0.1.16/28', '10.1.0.128/25', '10.0.0.10/32', '10.0.1.20/32', '10.1.0.10/32'],
    ...['100.64.1.128/25', '10.0.2.0/24', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'],
    ...['203.0.113.0/24', '203.0.113.128/25', '203.0.113.7/32', '198.51.100.0/24'],
    ...['192.0.2.0/24', '192.0.2.32/27', '0.0.0.0/1', '128.0.0.0/1', '52.216.0.0/15'],
  ].map(block),
  6: [
    ...['2600:1f00:0:100::/56', '2600:1f00:0:200::/56', '2600:1f00:0:100::/64'],
    ...['2600:1f00:0:101::/64', '2600:1f00:0:102::/64', '2600:1f00:0:200::/64'],
    ...['2600:1f00:0:100::a/128', '2600:1f00:0:101::/65', '2600:1f00:0:300::/56', '2600::/12'],
    ...['2001:db8::/32', '2001:db8:1::/48', '2001:db8::7/128', '2000::/3'],
    ...['64:ff9b::/96', '64:ff9b::192.0.2.0/120'],
  ].map(block),
};

export const everywhere: Readonly<Record<Family, Block>> = {
  4: block('0.0.0.0/0'),
  6: block('::/0'),
};

export const serviceLists: readonly PrefixList[] = ['s3', 'dynamodb'].map((service) => ({
  id: `pl-${service}`,
  blocks: { unknown: `the blocks of ${service}` },
  service,
}));

export const customerLists: readonly PrefixList[] = [
  { id: 'pl-offices', blocks: ['203.0.113.0/24', '10.0.1.16/28', '2001:db8:1::/48'].map(block) },
  { id: 'pl-inside', blocks: ['10.0.0.0/16', '10.1.0.128/25', '2600:1f00:0:100::/56'].map(block) },
  { id: 'pl-imported', blocks: { unknown: 'parameter List has no default' } },
];

/** How free a network is, and how much of it nobody knows: without extremes most packets would die at the first gate. */
export interface Temper {
  /** Share of rules and entries that let through. */
  readonly open: number;
  /** Share of things that are unknown. */
  readonly unknown: number;
  /** Share of odd things: hops of another VPC, blackholes, closed doors. */
  readonly odd: number;
}

export function temperOf(chance: Chance): Temper {
  return {
    open: chance.one([0.45, 0.7, 0.9, 0.97]),
    unknown: chance.one([0, 0, 0, 0.02, 0.08]),
    odd: chance.one([0.02, 0.06, 0.15]),
  };
}

export interface Making {
  readonly chance: Chance;
  readonly temper: Temper;
}

export function orUnknown<T>({ chance, temper }: Making, known: T, what: string): T | Unknown {
  return chance.is(temper.unknown)
    ? { unknown: `${what} is a parameter without a default` }
    : known;
}

/** A block that rules name, one as wide as everything more often than any other. */
export function anyBlock({ chance, temper }: Making, family: Family): Block {
  return chance.is(temper.open * 0.6) ? everywhere[family] : chance.one(namedBlocks[family]);
}

export function anyFamily({ chance }: Making): Family {
  return chance.is(0.7) ? 4 : 6;
}
