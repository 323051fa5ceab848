/** Every lab's manifest as plain data, kept until a lab.ts changes: a hundred modules are not loaded to list them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labIds, loadLab } from './catalog.ts';
import { KitError } from './errors.ts';
import type { Lab } from './lab.ts';
import { made } from './root.ts';
import { writeWhole } from './state/unfinished.ts';

export type Manifest = Omit<Lab, 'architecture' | 'checks' | 'experiments'>;
export interface LabRow {
  readonly id: string;
  readonly lab: Manifest;
}
/** A lab that does not load, and why: the others are listed all the same. */
export interface BrokenRow {
  readonly id: string;
  readonly why: string;
}
type Row = LabRow | BrokenRow;

/** In the order of their ids. */
export async function manifests(): Promise<readonly Row[]> {
  const key = keyOfManifests();
  const file = join(made, 'manifests.json');
  const kept = existsSync(file) ? (readJson(file) as { key?: string; rows?: readonly Row[] }) : {};
  if (key !== undefined && kept.key === key && kept.rows !== undefined) return kept.rows;
  const rows = await Promise.all(labIds().map(rowOf));
  if (key !== undefined) keep(file, { key, rows });
  return rows;
}

/** Whoever may not write here lists all the same, only slower. */
function keep(file: string, kept: { readonly key: string; readonly rows: readonly Row[] }): void {
  try {
    writeWhole(file, JSON.stringify(kept));
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
}

async function rowOf(id: string): Promise<Row> {
  try {
    const { architecture: _a, checks: _c, experiments: _e, ...lab } = await loadLab(id);
    return { id, lab };
  } catch (error) {
    if (!(error instanceof KitError)) throw error;
    return { id, why: error.message };
  }
}

/** From what the start noted of every source; nothing where the sources run untranspiled. */
function keyOfManifests(): string | undefined {
  const noted = join(made, 'js', 'manifest.json');
  if (!existsSync(noted)) return undefined;
  const sources = Object.entries(readJson(noted) as Record<string, string>);
  const hash = createHash('sha256').update(labIds().join());
  for (const [file, stamp] of sources)
    if (/^labs\/[^/]+\/lab\.ts$|^lib\//.test(file)) hash.update(`${file} ${stamp}\0`);
  return hash.digest('hex');
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
