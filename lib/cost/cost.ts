/**
 * Resources + the price table -> what they cost. Pure.
 *
 * What costs by the hour and what costs by use stay apart: the first is what somebody pays who forgets a lab, the second
 * rests on assumptions. A type whose price is not known is listed and never counted as nothing.
 */
import { always, assumptions, type AssumptionId } from './assumptions.ts';
import type { Charge, Fixed, Used } from './charge.ts';
import { unpriced } from './charge.ts';
import { whyFree } from './free.ts';
import { pricerOf } from './priced/every.ts';
import { compare, surroundingsOf, type Resource, type Surroundings } from './surroundings.ts';
import { finder, hourly, type FindPrice, type Price, type PriceTable } from './table.ts';

/** All amounts are US dollars. */
export interface Cost {
  readonly region: string;
  /** The days of the figures that are used here, `YYYY-MM-DD`; nothing where none is. */
  readonly priceDates: { readonly oldest: string; readonly newest: string } | null;
  /** What costs by time, the dearest first. */
  readonly lines: readonly CostLine[];
  readonly perHour: number;
  /** Forgotten for a month of 730 hours. */
  readonly perMonth: number;
  /** The fixed part of a sitting: every hour that is begun is paid. */
  readonly perSitting: { readonly minutes: number; readonly amount: number } | null;
  readonly dearest: CostLine | null;
  /** What costs by use, the dearest first. */
  readonly usage: readonly UsageLine[];
  readonly usagePerMonth: number;
  readonly withoutPrice: readonly WithoutPrice[];
  /** Something is not known: the sums are a least. */
  readonly isAtLeast: boolean;
  /** Sentences. */
  readonly assumptions: readonly string[];
}

interface Where {
  readonly stack: string;
  /** The path below the stack. */
  readonly place: string;
  readonly type: string;
}

interface Line extends Where {
  readonly what: string;
  /** The id of the price. */
  readonly price: string;
  readonly perMonth: number;
  readonly source: LineSource;
}

interface LineSource {
  readonly page: string;
  readonly date: string;
  readonly confirmed: boolean;
}

export interface CostLine extends Line {
  readonly perHour: number;
  readonly atLeast: string | null;
}

export interface UsageLine extends Line {
  readonly assumes: string;
}

export interface WithoutPrice extends Where {
  readonly why: string;
}

export interface CostOptions {
  /** How long a learner sits with it. */
  readonly minutes?: number | undefined;
}

/** The order of the resources does not matter. */
export function costOf(
  resources: readonly Resource[],
  table: PriceTable,
  { minutes }: CostOptions = {},
): Cost {
  const found = new Found(table);
  const around = surroundingsOf(resources);
  for (const resource of resources) {
    const charges = chargesOf(resource, around);
    if (charges.length > 0) found.doubt(resource);
    for (const charge of charges) found.add(whereOf(resource), charge);
  }
  const lines = found.lines.sort(dearestFirst);
  const usage = found.usage.sort(dearestFirst);
  const withoutPrice = found.withoutPrice.sort(byPlace);
  const perHour = sum(lines.map((line) => line.perHour));
  return {
    region: table.region,
    priceDates: datesOf([...lines, ...usage]),
    lines,
    perHour,
    perMonth: perHour * table.hoursPerMonth,
    perSitting:
      minutes === undefined ? null : { minutes, amount: perHour * Math.ceil(minutes / 60) },
    dearest: lines[0] ?? null,
    usage,
    usagePerMonth: sum(usage.map(({ perMonth }) => perMonth)),
    withoutPrice,
    isAtLeast: withoutPrice.length > 0 || lines.some(({ atLeast }) => atLeast !== null),
    assumptions: [...always, ...[...found.assumed].sort(compare)],
  };
}

function chargesOf(resource: Resource, around: Surroundings): readonly Charge[] {
  const pricer = pricerOf(resource.type);
  if (pricer !== undefined) return pricer(resource, around);
  return whyFree(resource.type) === undefined ? [unpriced('no price of this type is known')] : [];
}

/** Collects what the charges come to. */
class Found {
  readonly lines: CostLine[] = [];
  readonly usage: UsageLine[] = [];
  readonly withoutPrice: WithoutPrice[] = [];
  readonly assumed = new Set<string>();
  readonly #table: PriceTable;
  readonly #find: FindPrice;

  constructor(table: PriceTable) {
    this.#table = table;
    this.#find = finder(table);
  }

  add(where: Where, charge: Charge): void {
    if (charge.kind === 'unpriced') {
      this.withoutPrice.push({ ...where, why: charge.why });
      return;
    }
    const price = this.#find(charge.price);
    if (price === undefined)
      this.withoutPrice.push({ ...where, why: `the price table has no ${charge.price}` });
    else if (charge.kind === 'fixed') this.#addFixed(where, charge, price);
    else this.#addUsed(where, charge, price);
  }

  /** What may not be made at all is counted, and that is said. */
  doubt(resource: Resource): void {
    if (resource.condition !== undefined)
      this.assumed.add(`${whereOf(resource).place} is made, although ${resource.condition}`);
  }

  #addFixed(where: Where, { what, quantity, atLeast, assumption }: Fixed, price: Price): void {
    const perHour = hourly(price, quantity, this.#table.hoursPerMonth);
    if (assumption !== undefined) this.#assume(assumption);
    this.lines.push({
      ...where,
      what,
      price: price.id,
      perHour,
      perMonth: perHour * this.#table.hoursPerMonth,
      atLeast: atLeast ?? null,
      source: sourceOf(price),
    });
  }

  #addUsed(where: Where, { what, assumption, times }: Used, price: Price): void {
    this.usage.push({
      ...where,
      what,
      price: price.id,
      perMonth: price.price * assumptions[assumption].perMonth * times,
      assumes: this.#assume(assumption),
      source: sourceOf(price),
    });
  }

  #assume(id: AssumptionId): string {
    const { says } = assumptions[id];
    this.assumed.add(says);
    return says;
  }
}

function whereOf({ stack, path, type }: Resource): Where {
  const [, ...below] = path.split('/');
  return { stack, place: below.length > 0 ? below.join('/') : path, type };
}

function sourceOf({ from: { page, date, confirmed } }: Price): LineSource {
  return { page, date, confirmed };
}

function datesOf(lines: readonly Line[]): Cost['priceDates'] {
  const dates = lines.map(({ source }) => source.date).sort(compare);
  const [oldest] = dates;
  return oldest === undefined ? null : { oldest, newest: dates.at(-1) ?? oldest };
}

/** A total order, so that equal amounts stand in the same order in every report. */
function dearestFirst(a: Line, b: Line): number {
  return b.perMonth - a.perMonth || byPlace(a, b) || compare(a.what, b.what);
}

function byPlace(a: Where, b: Where): number {
  return compare(a.place, b.place) || compare(a.stack, b.stack);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
