/** Small sets of resources for the tests of costs. */
import { costOf, type Cost, type CostOptions } from '../../lib/cost/cost.ts';
import type { Resource } from '../../lib/cost/surroundings.ts';
import type { PriceTable } from '../../lib/cost/table.ts';
import { priceTable } from '../../lib/prices.ts';

export const table: PriceTable = priceTable();

export type Described = readonly [type: string, properties?: Readonly<Record<string, unknown>>];

/** Logical id -> type and properties, as the resources of one stack. */
export function stack(
  described: Readonly<Record<string, Described>>,
  name = 'S',
): readonly Resource[] {
  return Object.entries(described).map(([logicalId, [type, properties = {}]]) => ({
    stack: name,
    logicalId,
    path: `${name}/${logicalId}`,
    type,
    properties,
  }));
}

export function cost(described: Readonly<Record<string, Described>>, options?: CostOptions): Cost {
  return costOf(stack(described), table, options);
}

export interface Figure {
  /** What stands there, and the sum as a person writes it. */
  readonly says: string;
  readonly resources: Readonly<Record<string, Described>>;
  readonly perMonth: number;
}

/** Everything is known, and comes to this. */
export function expectFigure({ resources, perMonth }: Figure): void {
  const found = cost(resources);
  expect(found.withoutPrice).toEqual([]);
  expect(found.isAtLeast).toBe(false);
  expect(found.perMonth).toBeCloseTo(perMonth, 6);
  expect(found.perHour).toBeCloseTo(perMonth / 730, 8);
}
