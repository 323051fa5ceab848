/** The fleet of a small template, or of a lab as it is synthesized. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../lib/app.ts';
import { loadLab } from '../../../lib/catalog.ts';
import { fleetOf } from '../../../lib/fleet/build/build.ts';
import type { Fleet } from '../../../lib/fleet/fleet.ts';
import { shownStage } from '../../../lib/stages.ts';
import { openTemplates } from '../../../lib/template/open.ts';
import { resolveStack } from '../../../lib/template/read.ts';
import type { RawTemplate, Template } from '../../../lib/template/template.ts';

/** Type and properties by logical id. */
export type Declarations = Readonly<Record<string, readonly [string, Record<string, unknown>]>>;

/** The stack is called S. */
export function fleetIn(declared: Declarations, parameters: RawTemplate['Parameters'] = {}): Fleet {
  const resources = Object.entries(declared).map(
    ([id, [Type, Properties]]) => [id, { Type, Properties }] as const,
  );
  const raw = { Parameters: parameters, Resources: Object.fromEntries(resources) };
  return built([resolveStack({ stack: 'S', file: 'S.json', raw })]);
}

/** A lab at the stage that it shows first, or another. */
export async function fleetOfLab(id: string, stage?: string): Promise<Fleet> {
  const outdir = mkdtempSync(join(tmpdir(), 'lab-test-'));
  try {
    const shown = stage ?? shownStage(await loadLab(id));
    (await createApp({ lab: id, stage: shown, parameters: {}, outdir })).synth();
    const { templates, reasonOf } = openTemplates(outdir);
    return built(templates, reasonOf);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function built(
  templates: readonly Template[],
  reasonOf?: (text: string, stack: string) => string | undefined,
): Fleet {
  const resources = templates.flatMap((each) => each.resources);
  const unknowns = new Map(templates.map((each) => [each.stack, each.unknowns]));
  return fleetOf(resources, { unknownsOf: (stack) => unknowns.get(stack) ?? new Map(), reasonOf });
}

/** The only one of its kind. */
export function only<T>(all: ReadonlyMap<string, T>): T {
  const [first, ...more] = all.values();
  if (first === undefined || more.length > 0) throw new Error(`${all.size} of them`);
  return first;
}
