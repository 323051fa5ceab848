/** Rows on lab checks for the report of `lab test`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labReports } from '../../lib/life/test-parts.ts';

export function noteRows(name: string, rows: readonly (readonly string[])[]): void {
  mkdirSync(labReports, { recursive: true });
  writeFileSync(join(labReports, `${name.replaceAll(' ', '-')}.json`), JSON.stringify(rows));
}
