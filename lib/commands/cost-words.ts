/** Costs as a person reads them: one screen, the dearest line named. */
import type { Cost, CostLine, UsageLine } from '../cost/cost.ts';
import type { CostChange, CostDifference } from '../cost/difference.ts';
import { change, digits, dollars, toTheRight } from '../output/money.ts';
import { columns, count, wrapped } from '../output/table.ts';
import { chargeChange } from '../review/month.ts';

/** Lines of each kind that fit on one screen together; the rest is summed in one. */
const mostLines = 14;
const mostUsage = 6;

export function costText(what: string, cost: Cost): readonly string[] {
  const unconfirmed = new Set(
    [...cost.lines, ...cost.usage]
      .filter(({ source }) => !source.confirmed)
      .map(({ price }) => price),
  );
  return [
    `${what}: list prices of ${cost.region}${datesInWords(cost)}, US dollars`,
    ...fixedText(cost),
    ...usageText(cost),
    ...unknownText(cost),
    ...(unconfirmed.size === 0
      ? []
      : [wrapped(`Quoted, not read on AWS's page or price list: ${[...unconfirmed].join(', ')}`)]),
    wrapped(cost.assumptions.slice(0, 2).join(' ')),
  ];
}

function datesInWords({ priceDates }: Cost): string {
  if (priceDates === null) return '';
  const { oldest, newest } = priceDates;
  return oldest === newest ? ` of ${newest}` : `, read ${oldest} to ${newest}`;
}

function fixedText(cost: Cost): readonly string[] {
  const { lines, perHour, perMonth, perSitting, dearest } = cost;
  if (dearest === null) return ['Nothing here costs by the hour: forgotten for a month, 0.'];
  const shown = lines.length > mostLines ? lines.slice(0, mostLines - 1) : lines;
  const least = cost.isAtLeast ? 'at least ' : '';
  const sitting =
    perSitting === null
      ? ''
      : ` A sitting of ${perSitting.minutes} min, hours begun: ${least}${dollars(perSitting.amount)}.`;
  return [
    ...amountRows(shown.map(fixedRow), lines.slice(shown.length)),
    `An hour: ${least}${dollars(perHour)}.${sitting} Forgotten for a month: ${least}${dollars(perMonth)}.`,
    `Dearest: ${dearest.what} at ${dearest.place}, ${percent(dearest.perHour, perHour)} of it.`,
  ];
}

interface Row {
  readonly place: string;
  readonly what: string;
  readonly hour: string;
  readonly month: string;
}

function fixedRow({ place, what, perHour, perMonth, atLeast }: CostLine): Row {
  const unsure = atLeast === null ? '' : ` (at least: ${atLeast})`;
  return { place, what: `${what}${unsure}`, hour: hours(perHour), month: months(perMonth) };
}

function amountRows(rows: readonly Row[], rest: readonly CostLine[]): readonly string[] {
  const more: readonly Row[] =
    rest.length === 0
      ? []
      : [
          {
            place: `${rest.length} more`,
            what: '(--json has all)',
            hour: hours(total(rest.map(({ perHour }) => perHour))),
            month: months(total(rest.map(({ perMonth }) => perMonth))),
          },
        ];
  const all = [
    { place: 'WHERE', what: 'WHAT', hour: 'AN HOUR', month: 'A MONTH' },
    ...rows,
    ...more,
  ];
  const left = toTheRight(all.map(({ hour }) => hour));
  const right = toTheRight(all.map(({ month }) => month));
  return columns(
    all.map(({ place, what }, index) => [left[index] ?? '', right[index] ?? '', place, what]),
    2,
  );
}

function usageText({ usage, usagePerMonth }: Cost): readonly string[] {
  if (usage.length === 0) return [];
  const shown = usage.length > mostUsage ? usage.slice(0, mostUsage - 1) : usage;
  const rest = usage.slice(shown.length);
  const rows = shown.map((line) => [months(line.perMonth), line.place, useOf(line)]);
  const more = [months(total(rest.map(({ perMonth }) => perMonth))), `${rest.length} more`, ''];
  const all = rest.length === 0 ? rows : [...rows, more];
  const amounts = toTheRight(all.map(([amount = '']) => amount));
  return [
    `Used as assumed, ${dollars(usagePerMonth)} a month more:`,
    ...columns(
      all.map(([, place = '', what = ''], index) => [amounts[index] ?? '', place, what]),
      2,
    ),
  ];
}

function useOf({ what, assumes }: UsageLine): string {
  return `${what}: ${assumes}`;
}

function unknownText({ withoutPrice }: Cost): readonly string[] {
  if (withoutPrice.length === 0) return [];
  const shown = withoutPrice.slice(0, mostUsage);
  const more = withoutPrice.length - shown.length;
  return [
    `Without a price, not counted: ${count(withoutPrice.length, 'charge')}`,
    ...columns(
      shown.map(({ place, type, why }) => [place, type, why]),
      2,
    ),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
  ];
}

/** What stands above the difference, and what stands there instead where there is none. */
interface Heads {
  readonly title: string;
  readonly same: string;
}

export function differenceText(
  difference: CostDifference,
  { title, same }: Heads,
): readonly string[] {
  const { changes, perHour, perMonth, usage, usagePerMonth, isAtLeast } = difference;
  if (changes.length === 0 && usage.length === 0) return [same];
  const amounts = toTheRight(changes.map(({ before, after }) => change(after - before)));
  const unsure = isAtLeast ? ['Something in them has no known price: the sums are a least.'] : [];
  return [
    title,
    ...columns(
      changes.map((each, index) => [
        each.kind,
        amounts[index] ?? '',
        each.place,
        chargeChange(each),
      ]),
      2,
    ),
    `Together ${change(perMonth)} a month, ${change(perHour)} an hour.`,
    ...usageDifference(usage, usagePerMonth),
    ...unsure,
  ];
}

function usageDifference(usage: readonly CostChange[], usagePerMonth: number): readonly string[] {
  if (usage.length === 0) return [];
  const shown = usage.length > mostUsage ? usage.slice(0, mostUsage - 1) : usage;
  const more = usage.length - shown.length;
  const amounts = toTheRight(shown.map(({ before, after }) => change(after - before)));
  return [
    `Used as assumed, ${change(usagePerMonth)} a month beside it:`,
    ...columns(
      shown.map((each, index) => [
        ...[each.kind, amounts[index] ?? '', each.place],
        `${each.what}: ${each.assumes ?? ''}`,
      ]),
      2,
    ),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
  ];
}

function hours(amount: number): string {
  return digits(amount, 4);
}

function months(amount: number): string {
  return digits(amount, 2);
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, each) => sum + each, 0);
}
