/** The price table as it is committed: `lib/cost/` itself reads no file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PriceTable } from './cost/table.ts';
import { root } from './root.ts';

export function priceTable(): PriceTable {
  return JSON.parse(readFileSync(join(root, 'lib', 'cost', 'prices.json'), 'utf8')) as PriceTable;
}
