/** What a person is shown before anything is made: what, for how much, and whether the account has room for it. */
import { costOf } from '../../../cost/cost.ts';
import { dollars } from '../../../output/money.ts';
import { columns } from '../../../output/table.ts';
import { priceTable } from '../../../prices.ts';
import { openTemplates } from '../../../template/open.ts';
import { headRoom, type HeadRoom } from './quotas.ts';
import type { Sandbox } from '../enter/sandbox.ts';

export interface Plan {
  /** The most frequent first. */
  readonly makes: readonly { readonly type: string; readonly count: number }[];
  /** US dollars, of what costs by time. */
  readonly perHour: number;
  /** Forgotten for a month of 730 hours. */
  readonly perMonth: number;
  /** Something has no known price: the sums are a least. */
  readonly isAtLeast: boolean;
  /** The region whose prices these are. */
  readonly pricesOf: string;
  readonly dearest: string | null;
  /** Of the quotas that the lab touches. */
  readonly quotas: readonly HeadRoom[];
}

/** What the assembly in the folder would be in the sandbox. */
export async function planOf(sandbox: Sandbox, folder: string): Promise<Plan> {
  const { resources } = openTemplates(folder);
  const { perHour, perMonth, isAtLeast, region, dearest } = costOf(resources, priceTable());
  const types = resources.map(({ type }) => type).filter((type) => type !== 'AWS::CDK::Metadata');
  const makes = [...new Set(types)].map((type) => ({
    type,
    count: types.filter((each) => each === type).length,
  }));
  return {
    makes: makes.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
    ...{ perHour, perMonth, isAtLeast },
    pricesOf: region,
    dearest: dearest === null ? null : `${dearest.what} ${dearest.place}`,
    quotas: await headRoom(sandbox.client, resources),
  };
}

/** The first of a quota's that has no room; nothing where everything fits. */
export function fullQuota({ quotas }: Plan): HeadRoom | undefined {
  return quotas.find(({ fits }) => fits === false);
}

/** The plan as a person reads it. */
export function planLines(plan: Plan, { title, region }: Sandbox): readonly string[] {
  const { makes, perHour, perMonth, isAtLeast, pricesOf, dearest, quotas } = plan;
  const total = makes.reduce((sum, { count }) => sum + count, 0);
  const least = isAtLeast ? 'at least ' : '';
  const prices = pricesOf === region ? '' : `, at the prices of ${pricesOf}`;
  return [
    `In ${title} this makes ${total} resources:`,
    ...columns(
      makes.map(({ type, count }) => [String(count).padStart(4), type.replace('AWS::', '')]),
    ),
    `It costs ${least}$${dollars(perHour)} an hour, $${dollars(perMonth)} if forgotten for a month${prices}.`,
    ...(dearest === null ? [] : [`Most of it: ${dearest}. ./lab cost LAB shows every line.`]),
    ...(quotas.length === 0 ? [] : ['Room in the account:', ...quotaLines(quotas)]),
  ];
}

/** Head-room as a table. */
export function quotaLines(quotas: readonly HeadRoom[]): readonly string[] {
  return columns(
    quotas.map(({ name, needs, used, limit, limitFrom, fits }) => [
      roomWords[String(fits)] ?? '',
      name,
      `needs ${needs}, ${used === null ? 'not known how many are' : used} used of ${limit} (${limitFrom})`,
    ]),
    2,
  );
}

const roomWords: Readonly<Record<string, string>> = { true: 'fits', false: 'FULL', null: '?' };
