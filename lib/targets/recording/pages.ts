/** The files of a recording, written redacted; what turns out to be a secret later is taken out of earlier ones. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from '../../state/unfinished.ts';
import type { Json } from './json.ts';
import { Redaction } from './redaction.ts';

export class Pages {
  readonly redaction: Redaction;
  private readonly folder: string;
  private readonly raw = new Map<string, Json>();
  private readonly stale = new Set<string>();
  private readonly counts = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
    this.redaction = new Redaction((literal) => {
      for (const [name, json] of this.raw)
        if (JSON.stringify(json).includes(JSON.stringify(literal).slice(1, -1)))
          this.stale.add(name);
    });
  }

  /** Its number among those of the check, from 1. */
  next(check: string): number {
    const count = (this.counts.get(check) ?? 0) + 1;
    this.counts.set(check, count);
    return count;
  }

  write(name: string, json: Json): void {
    this.raw.set(name, json);
    this.stale.add(name);
    for (const each of this.stale) {
      this.stale.delete(each);
      const file = join(this.folder, each);
      mkdirSync(dirname(file), { recursive: true });
      const clean = this.redaction.of(this.raw.get(each) ?? null);
      writeWhole(file, `${JSON.stringify(clean, null, 2)}\n`);
    }
  }
}
