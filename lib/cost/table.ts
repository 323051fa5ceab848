/** The one dated price table (`prices.json`): every figure with its unit, and where and when it was read. */

export interface PriceTable {
  /** The region whose list prices these are. */
  readonly region: string;
  readonly currency: string;
  /** AWS's own convention for a month of an hourly price. */
  readonly hoursPerMonth: number;
  readonly sources: Readonly<Record<string, PriceSource>>;
  readonly prices: readonly PriceRow[];
}

export interface PriceSource {
  /** AWS's page for the price. */
  readonly page: string;
  /** The day on which the figure is known to have been the list price: YYYY-MM-DD. */
  readonly date: string;
  readonly readIn: string;
  /** False where neither AWS's page nor its price list could be read. */
  readonly confirmed: boolean;
}

export interface PriceRow {
  readonly id: string;
  /** US dollars for one unit. */
  readonly price: number;
  readonly unit: Unit;
  /** A name in `sources`. */
  readonly source: string;
}

/** What runs is billed by time; what is used is billed by the piece. */
export type Unit = TimedUnit | 'GB' | 'GB-second' | 'LCU-hour' | 'request' | 'user';
type TimedUnit = 'hour' | 'month' | 'GB-month' | 'IOPS-month' | 'MBps-month';

export interface Price extends PriceRow {
  readonly from: PriceSource;
}

/** The price with its source, or nothing where the table does not have it. */
export type FindPrice = (id: string) => Price | undefined;

export function finder({ prices, sources }: PriceTable): FindPrice {
  const rows = new Map(prices.map((row) => [row.id, row]));
  return (id) => {
    const row = rows.get(id);
    const from = row === undefined ? undefined : sources[row.source];
    return row === undefined || from === undefined ? undefined : { ...row, from };
  };
}

const secondsPerHour = 3600;

/** US dollars an hour for so many units that run all the time. */
export function hourly({ price, unit }: PriceRow, quantity: number, hoursPerMonth: number): number {
  if (unit.endsWith('month')) return (price * quantity) / hoursPerMonth;
  return unit.endsWith('second') ? price * quantity * secondsPerHour : price * quantity;
}
